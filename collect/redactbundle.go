package collect

import (
	"fmt"
	"path"
	"slices"
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

// Learn takes a member of the second walk and reports whether there is anything to learn in it.
func (b *Redaction) Learn(m Member) bool {
	if b.Done(m) || m.Binary && m.Path != b.listPath {
		return false
	}
	if m.Path == b.listPath {
		b.learnManifest(m)
		return false
	}
	b.Redactor.LearnText(m.Text)
	if inner := strings.TrimPrefix(m.Path, b.top); vantageOf(inner) != defaultVantage && !b.alone() && !b.folders[path.Dir(m.Path)] {
		b.Redactor.Learn(KindHost, vantageOf(inner))
	}
	return true
}

// learnManifest learns what a manifest tells.
func (b *Redaction) learnManifest(m Member) {
	list := readRedacted(m.Text)
	if list.seals[b.Key.seal(m.Path, sumOf(list.body))] {
		return
	}
	b.Redactor.LearnText(list.body)
	l := readList(m.Path, list.body)
	if l.manifest == nil {
		return
	}
	b.Redactor.Learn(KindVault, l.manifest.Vault)
	b.Redactor.Learn(KindDomain, l.manifest.Host)
	for _, v := range l.manifest.Vantages {
		b.Redactor.Learn(KindHost, v.Name)
	}
	for _, e := range l.entries {
		b.Redactor.Learn(KindHost, e.vantage)
	}
}

// A Writer takes the members of a redacted bundle.
type Writer interface {
	Add(path, text string) error
	Close() error
}

// Redact takes a member of the third walk and writes what becomes of it.
func (b *Redaction) Redact(m Member, w Writer) error {
	if m.Path == b.listPath {
		return nil // it is written last
	}
	name, text := m.Path, m.Raw
	if !b.Done(m) {
		name, text = b.path(m.Path), b.Redactor.Text(m.Text)
		if m.Binary {
			b.Notes = append(b.Notes, name+" holds no text: its content was left out")
			text = "This file held no text. kvdoctor left its content out.\n"
		}
		b.check(name, text)
	}
	b.sums[m.Sum] = sumOf(text)
	if b.alone() {
		if text != m.Raw || !b.Key.hasSeal(text) {
			text = b.Key.sealed(text)
		}
	} else {
		b.made = append(b.made, b.Key.seal(name, sumOf(text)))
	}
	if b.written[name] {
		return fmt.Errorf("two files would have the name %s", name)
	}
	b.written[name] = true
	return w.Add(name, text)
}

// path redacts the path of a member.
func (b *Redaction) path(p string) string {
	parts := strings.Split(p, "/")
	inner := strings.TrimPrefix(p, b.top)
	for i, part := range parts {
		if b.folders[strings.Join(strings.Split(p, "/")[:i+1], "/")] {
			continue
		}
		parts[i] = strings.TrimRight(b.Redactor.Text(part), "\n")
		if part == vantageOf(inner) && !b.Redactor.common.holds(lower(part)) && i < len(parts)-1 && !b.alone() {
			parts[i] = b.Redactor.placedName(part)
		}
	}
	return strings.Join(parts, "/")
}

// check looks for leaks in what is to be written.
func (b *Redaction) check(name, text string) {
	b.leaks = append(b.leaks, b.Redactor.Leaks(name, text)...)
}

// Finish writes the manifest and returns the leaks that were found; where there are any, nothing that was written may be
// used.
func (b *Redaction) Finish(w Writer) ([]Leak, error) {
	if b.alone() {
		return b.leaks, nil
	}
	name := b.path(b.listPath)
	if b.listPath == "" {
		name = b.path(b.top) + "manifest.yaml"
	}
	text := b.manifest(name, b.list)
	b.check(name, text)
	return b.leaks, w.Add(name, text)
}

// Entries returns what was replaced, for the map: pseudonym, original, kind, sorted by the pseudonym.
func (r *Redactor) Entries() [][3]string {
	var out [][3]string
	for _, p := range r.pairs {
		if p.was != p.is {
			out = append(out, [3]string{p.is, p.was, p.kind})
		}
	}
	slices.SortFunc(out, func(a, b [3]string) int { return slices.Compare(a[:], b[:]) })
	return out
}

// Left returns the names that were replaced in their places only, since they are words that stand elsewhere, too.
func (r *Redactor) Left() []string {
	var out []string
	for name := range r.learnt {
		if _, ok := r.spread[name]; !ok && !r.names.whole[name] && r.pairs[name].is != name {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
