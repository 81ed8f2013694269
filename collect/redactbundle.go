package collect

import (
	"fmt"
	"path"
	"strings"
)

// A Redaction redacts one bundle in three walks over it: Scan, Learn, and Redact followed by Finish. What was written with the
// same key before is told by its seal and passes through as it is.
type Redaction struct {
	Key      RedactionKey
	Redactor *Redactor
	Notes    []string // what a person should know, in the order in which it was met
	form     Form
	top      string
	list     string          // the manifest as it stands; empty if there is none
	listPath string          // with the top folder
	seals    map[string]bool // those that the manifest lists
	met      [][2]string     // paths and checksums of the members
	folders  map[string]bool // those that hold a file with a seal: their names are pseudonyms
	sums     map[string]string
	made     []string // the seals of what was written
	written  map[string]bool
	leaks    []Leak

	learning *ordered[lesson]
	writing  *ordered[redacted]
}

// NewRedaction begins a redaction with a key that keeps what is of one of the kinds.
func NewRedaction(key RedactionKey, keep []string) *Redaction {
	return &Redaction{Key: key, Redactor: NewRedactor(key, keep), seals: map[string]bool{}, folders: map[string]bool{}, sums: map[string]string{}, written: map[string]bool{}}
}

// Scan takes a member of the first walk, which looks for the manifest.
func (b *Redaction) Scan(m Member) error {
	b.met = append(b.met, [2]string{m.Path, m.Sum})
	if isManifest(path.Base(m.Path)) && strings.Count(m.Path, "/") <= 1 {
		if b.listPath == "" || strings.Count(m.Path, "/") < strings.Count(b.listPath, "/") {
			b.listPath, b.list = m.Path, m.Text
		}
	}
	return nil
}

// Scanned ends the first walk.
func (b *Redaction) Scanned(c *Container) {
	b.form, b.top = c.Form, c.Top
	if b.listPath != b.top+path.Base(b.listPath) || b.alone() {
		b.listPath, b.list = "", ""
	}
	if b.list != "" {
		b.seals = readRedacted(b.list).seals
	}
	for _, m := range b.met {
		if b.seals[b.Key.seal(m[0], m[1])] {
			for dir := path.Dir(m[0]); dir != "."; dir = path.Dir(dir) {
				b.folders[dir] = true
			}
		}
	}
	for _, p := range c.Problems {
		b.Notes = append(b.Notes, fmt.Sprintf("%s is not in the redacted bundle: %s", p.File, p.Detail))
	}
}

// alone reports whether the bundle is one text, without a manifest.
func (b *Redaction) alone() bool { return b.form == FormText || b.form == FormGzip }

// Done reports whether a member was redacted with this key before.
func (b *Redaction) Done(m Member) bool {
	return b.Key.hasSeal(m.Raw) || b.seals[b.Key.seal(m.Path, m.Sum)]
}

// Learn takes a member of the second walk. Where there is something to learn in it, more is called with the redactor that
// learns it; several members may be at work at once.
func (b *Redaction) Learn(m Member, more func(*Redactor)) error {
	if b.learning == nil {
		b.learning = newOrdered(b.Redactor, func(l lesson) error {
			b.Redactor.adopt(l)
			return nil
		})
	}
	return b.learning.do(func(r *Redactor) lesson {
		return r.lesson(func() {
			if b.learn(r, m) {
				more(r)
			}
		})
	})
}

// Learned ends the second walk.
func (b *Redaction) Learned() error {
	if b.learning != nil {
		if err := b.learning.wait(); err != nil {
			return err
		}
		b.Redactor.join(b.learning.all)
		b.learning = nil
	}
	b.Redactor.Ready()
	return nil
}

// learn learns from a member and reports whether there is more to learn in it.
func (b *Redaction) learn(r *Redactor, m Member) bool {
	if b.Done(m) || m.Binary && m.Path != b.listPath {
		return false
	}
	if m.Path == b.listPath {
		b.learnManifest(r, m)
		return false
	}
	if !b.folders[path.Dir(m.Path)] {
		r.LearnText(strings.ReplaceAll(strings.TrimSuffix(m.Path, fileEnding(m.Path)), "/", "\n"))
	}
	r.LearnText(m.Text)
	if inner := strings.TrimPrefix(m.Path, b.top); vantageOf(inner) != defaultVantage && !b.alone() && !b.folders[path.Dir(m.Path)] {
		r.Learn(KindHost, vantageOf(inner))
	}
	return true
}

// learnManifest learns what a manifest tells.
func (b *Redaction) learnManifest(r *Redactor, m Member) {
	list := readRedacted(m.Text)
	if list.seals[b.Key.seal(m.Path, sumOf(list.body))] {
		return
	}
	r.LearnText(list.body)
	l := readList(m.Path, list.body)
	if l.manifest == nil {
		return
	}
	r.Learn(KindVault, l.manifest.Vault)
	r.Learn(KindDomain, l.manifest.Host)
	for _, v := range l.manifest.Vantages {
		r.Learn(KindHost, v.Name)
	}
	for _, e := range l.entries {
		r.Learn(KindHost, e.vantage)
	}
}

// A Writer takes the members of a redacted bundle.
type Writer interface {
	Add(path, text string) error
	Close() error
}

// A redacted is what became of a member.
type redacted struct {
	to              Writer
	was, name, text string // was: the checksum
	note            string
	leaks           []Leak
}

// Redact takes a member of the third walk and writes what becomes of it, perhaps later.
func (b *Redaction) Redact(m Member, w Writer) error {
	if m.Path == b.listPath {
		return nil // it is written last
	}
	if b.writing == nil {
		b.writing = newOrdered(b.Redactor, b.add)
	}
	return b.writing.do(func(r *Redactor) redacted { return b.redact(r, m, w) })
}

// redact makes what a member becomes.
func (b *Redaction) redact(r *Redactor, m Member, w Writer) redacted {
	out := redacted{to: w, was: m.Sum, name: m.Path, text: m.Raw}
	if !b.Done(m) {
		out.name = b.path(r, m.Path)
		if m.Binary {
			out.note = out.name + " holds no text: its content was left out"
			out.text = "This file held no text. kvdoctor left its content out.\n"
		} else {
			out.text = r.Text(m.Text)
		}
		out.leaks = r.Leaks(out.name, out.text)
	}
	if b.alone() && !b.Key.hasSeal(out.text) {
		out.text = b.Key.sealed(out.text)
	}
	return out
}

// add writes what became of a member.
func (b *Redaction) add(m redacted) error {
	if m.note != "" {
		b.Notes = append(b.Notes, m.note)
	}
	b.leaks = append(b.leaks, m.leaks...)
	sum := sumOf(m.text)
	b.sums[m.was] = sum
	if !b.alone() {
		b.made = append(b.made, b.Key.seal(m.name, sum))
	}
	if b.written[m.name] {
		return fmt.Errorf("two files would have the name %s", m.name)
	}
	b.written[m.name] = true
	return m.to.Add(m.name, m.text)
}

// path redacts the path of a member.
func (b *Redaction) path(r *Redactor, p string) string {
	parts := strings.Split(p, "/")
	inner := strings.TrimPrefix(p, b.top)
	for i, part := range parts {
		if b.folders[strings.Join(strings.Split(p, "/")[:i+1], "/")] {
			continue
		}
		ending := ""
		if i == len(parts)-1 {
			ending = fileEnding(part)
		}
		parts[i] = strings.TrimRight(r.Text(strings.TrimSuffix(part, ending)), "\n") + ending
		if part == vantageOf(inner) && part != defaultVantage && i < len(parts)-1 && !b.alone() {
			parts[i] = r.placedName(part)
		}
	}
	return strings.Join(parts, "/")
}

// fileEnding returns the ending of a file's name by which readers know it: no label of a host name.
func fileEnding(name string) string {
	for _, e := range strings.Fields(".txt .json .log .yaml .yml .html .htm .md .csv .xml .eml .conf .out .err .tsv .gz .zip .tar") {
		if strings.HasSuffix(lower(name), e) {
			return name[len(name)-len(e):]
		}
	}
	return ""
}

// Finish writes the manifest and returns the leaks that were found; where there are any, nothing that was written may be
// used.
func (b *Redaction) Finish(w Writer) ([]Leak, error) {
	r := b.Redactor
	if b.writing != nil {
		if err := b.writing.wait(); err != nil {
			return nil, err
		}
		r.join(b.writing.all)
		b.writing = nil
	}
	if b.alone() {
		return b.leaks, nil
	}
	name := b.path(r, b.listPath)
	if b.listPath == "" {
		name = b.path(r, b.top) + "manifest.yaml"
	}
	text := b.manifest(name, b.list)
	b.leaks = append(b.leaks, r.Leaks(name, text)...)
	return b.leaks, w.Add(name, text)
}
