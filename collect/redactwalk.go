package collect

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// A Form is the form of a container.
type Form int

// The forms of containers.
const (
	FormText Form = iota
	FormGzip      // one packed text
	FormDirectory
	FormTar
	FormTarGzip
	FormZip
)

// A Member is one file of a bundle, as it is read.
type Member struct {
	Path   string // in the container, with its top folder
	Text   string // decoded
	Raw    string // as it stands there
	Sum    string // sha256 of Raw
	Binary bool   // it holds no text
}

// A Container is what was read of a bundle besides its members.
type Container struct {
	Name     string
	Form     Form
	Problems []Problem // members that were refused, and how the reading ended
	Paths    []string  // of the members
	Top      string    // the one folder that holds them all, with a slash; else empty
}

// Walk reads the members of a bundle one by one, in the order in which they stand there, and holds one at a time. It ends at
// the first error of visit.
func Walk(name string, stdin io.Reader, limits Limits, visit func(Member) error) (*Container, error) {
	c := &Container{}
	var files []file
	in, err := take(name, stdin, limits, func(f file) error {
		c.Paths = append(c.Paths, f.path)
		files = append(files, file{path: f.path})
		return visit(Member{Path: f.path, Text: f.text, Raw: f.original, Sum: hex.EncodeToString(f.sum[:]), Binary: isBinary(f.text)})
	})
	if err != nil {
		return nil, err
	}
	if in.halt != nil {
		return nil, in.halt
	}
	in.tellLitter()
	c.Name, c.Form, c.Problems, c.Top = in.name, in.form, in.problems, topFolder(files)
	if c.Form == FormText || c.Form == FormGzip {
		c.Top = ""
	}
	return c, nil
}

// Captures splits the text of one member into captures, without what a manifest would tell of it.
func (m Member) Captures(limits Limits) []Capture {
	b := &Bundle{}
	a := assembly{bundle: b, most: limits.Members, cuts: limits.Members}
	f := &file{path: m.Path, text: m.Text}
	return a.captures(f, Capture{Path: m.Path, Vantage: vantageOf(m.Path)})
}

// sealLine begins the last line of a redacted text that stands alone.
const sealLine = "# kvdoctor redacted "

// cutSeal takes the mark of the redaction off a text.
func cutSeal(text string) string {
	body, _ := splitSeal(text)
	return body
}

// splitSeal returns a text without the mark of the redaction, and the mark: key and seal.
func splitSeal(text string) (body, mark string) {
	const length = len(sealLine) + 8 + 1 + 32
	line := strings.TrimSuffix(text, "\n")
	if len(line) < length || !strings.HasPrefix(line[len(line)-length:], sealLine) {
		return text, ""
	}
	body, mark = line[:len(line)-length], line[len(line)-length+len(sealLine):]
	if body != "" && body[len(body)-1] != '\n' {
		return text, ""
	}
	if len(line) == len(text) { // the text had no end of line at its end
		body = strings.TrimSuffix(body, "\n")
	}
	return body, mark
}

// sealed puts the mark of the redaction below a text.
func (k RedactionKey) sealed(text string) string {
	line := fmt.Sprintf("%s%s %s", sealLine, k.ID(), k.seal("", sumOf(text)))
	if text == "" || strings.HasSuffix(text, "\n") {
		return text + line + "\n"
	}
	return text + "\n" + line
}

// hasSeal reports whether a text bears the mark of this key, and is as it was written with it.
func (k RedactionKey) hasSeal(text string) bool {
	body, mark := splitSeal(text)
	return mark != "" && mark == k.ID()+" "+k.seal("", sumOf(body))
}
