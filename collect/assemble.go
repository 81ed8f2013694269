package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// bundle makes the bundle of what was read.
func (in *intake) bundle() *Bundle {
	b := &Bundle{Name: in.name}
	in.tellLitter()
	in.leaveOut(topFolder(in.files))
	slices.SortStableFunc(in.files, func(a, b file) int { return strings.Compare(a.path, b.path) })
	a := assembly{bundle: b, files: map[string]*file{}, role: map[string]bool{}, most: in.limits.Members, cuts: in.limits.Members}
	for i := range in.files {
		a.files[in.files[i].path] = &in.files[i]
	}
	list := a.readManifest()
	for i := range list.entries {
		a.listed(&list.entries[i])
	}
	for i := range in.files {
		if f := &in.files[i]; !a.role[f.path] {
			base := Capture{Path: f.path, Vantage: vantageOf(f.path)}
			b.Captures = append(b.Captures, a.captures(f, base)...)
		}
	}
	slices.SortStableFunc(b.Captures, func(a, b Capture) int { return strings.Compare(a.Path, b.Path) })
	b.Problems = append(in.problems, b.Problems...)
	slices.SortStableFunc(b.Problems, func(a, b Problem) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return a.Line - b.Line
	})
	return b
}

// tellLitter tells in one problem of the members that macOS leaves behind.
func (in *intake) tellLitter() {
	if len(in.litter) > 0 {
		slices.Sort(in.litter)
		in.refuse(in.litter[0], "member holds notes of macOS and no text, as %d in the bundle do", len(in.litter))
	}
}

// leaveOut takes the top folder off all paths.
func (in *intake) leaveOut(top string) {
	for i := range in.files {
		in.files[i].path = strings.TrimPrefix(in.files[i].path, top)
	}
	for i := range in.problems {
		in.problems[i].File = strings.TrimPrefix(in.problems[i].File, top)
	}
}

// An assembly makes captures of files, as the manifest describes them.
type assembly struct {
	bundle *Bundle
	files  map[string]*file
	role   map[string]bool // files that need no capture of their own any more
	most   int             // cuts allowed in all transcripts together
	cuts   int             // those left
}

// readManifest reads the manifest, if there is one.
func (a *assembly) readManifest() *list {
	for _, name := range []string{"manifest.yaml", "manifest.yml"} {
		if f := a.files[name]; f != nil {
			a.role[name] = true
			l := readList(name, f.text)
			a.bundle.Manifest, a.bundle.Problems = l.manifest, l.problems
			return l
		}
	}
	return &list{}
}

// listed makes the capture that an entry of the manifest describes.
func (a *assembly) listed(e *entry) {
	c := Capture{Path: e.path, Line: 1, Vantage: e.vantage, Command: e.command, Exit: e.exit, Started: e.started}
	if c.Vantage == "" {
		c.Vantage = vantageOf(c.Path)
	}
	if f := a.files[e.stderr]; f != nil {
		sound := a.verify(f, e.stderrSum)
		a.role[f.path] = true
		errs := c
		errs.Path, errs.Whole = f.path, sound && e.succeeded()
		errs.take(f, e.stderrSum)
		c.Stderr = &errs
	} else if e.stderr != "" {
		a.absent(e, e.stderr, e.stderrLine)
	}
	f := a.files[e.path]
	if f == nil {
		a.absent(e, e.path, e.pathLine)
		a.bundle.Manifest.Missing = append(a.bundle.Manifest.Missing, c)
		return
	}
	a.role[f.path] = true
	whole := a.verify(f, e.sum) && e.succeeded()
	if c.Command == "" {
		list := a.captures(f, c)
		list[len(list)-1].Whole = list[len(list)-1].Whole || whole
		a.bundle.Captures = append(a.bundle.Captures, list...)
		return
	}
	c.Whole = whole
	c.take(f, e.sum)
	a.bundle.Captures = append(a.bundle.Captures, c)
}

// take makes a file's text that of a capture. One with a checksum is as the collector wrote it: nothing is to be cleaned but
// the colours that a program gave it.
func (c *Capture) take(f *file, sum string) {
	if sum == "" {
		f.cleanText(c.Command)
	} else {
		f.cleanColours()
	}
	c.Text, c.Original, c.Spaced, c.Encoding = f.text, f.original, f.spaced, f.encoding
}

// absent tells of a file that the manifest lists and the bundle does not hold.
func (a *assembly) absent(e *entry, path string, line int) {
	a.bundle.Problems = append(a.bundle.Problems, Problem{
		Kind: Invalid, File: e.file, Line: line, Text: e.lines.text(line),
		Detail: fmt.Sprintf("%q is listed but not in the bundle, or was not read", clip(path)),
	})
}

// verify compares a file with the checksum that the manifest gives, and reports whether the file is whole and as
// it was written.
func (a *assembly) verify(f *file, want string) bool {
	if want == "" {
		return !f.cut
	}
	got := hex.EncodeToString(f.sum[:])
	same := strings.EqualFold(got, want)
	if a.bundle.Verified == nil {
		a.bundle.Verified = new(bool)
		*a.bundle.Verified = true
	}
	*a.bundle.Verified = *a.bundle.Verified && same
	if !same && !f.cut {
		const shown, maxText = 12, 400
		first, _, _ := strings.Cut(f.text, "\n")
		line := 1
		if f.text == "" {
			line = 0
		}
		a.bundle.Problems = append(a.bundle.Problems, Problem{
			Kind: Altered, File: f.path, Line: line, Text: strings.TrimSpace(first[:min(len(first), maxText)]),
			Detail: fmt.Sprintf("sha256 is %s..., the manifest says %s...", got[:shown], strings.ToLower(want[:shown])),
		})
	}
	return same && !f.cut
}

// Prefix puts a name and a slash before every path of the bundle, to tell its files from another bundle's. A
// problem that no member is to blame for keeps the bundle's name.
func (b *Bundle) Prefix(name string) {
	name += "/"
	prefix := func(list []Capture) {
		for i := range list {
			list[i].Path = name + list[i].Path
			if list[i].Stderr != nil {
				list[i].Stderr.Path = name + list[i].Stderr.Path
			}
		}
	}
	prefix(b.Captures)
	if b.Manifest != nil {
		prefix(b.Manifest.Missing)
	}
	for i := range b.Problems {
		if p := &b.Problems[i]; p.File != b.Name {
			p.File = name + p.File
		}
	}
}

// digest reports whether a text is a sha256 in hexadecimal.
func digest(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha256.Size
}
