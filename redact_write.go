package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"kvdoctor/collect"
)

// write redacts the bundle into a temporary file or folder beside the output, which gets its name only where no leak was
// found.
func (a *redaction) write(b *collect.Redaction, c *collect.Container) ([]collect.Leak, error) {
	if c.Form == collect.FormDirectory {
		if _, err := os.Lstat(a.output); err == nil {
			return nil, &outputError{a.output, errors.New("it is there already"), false}
		}
	}
	temporary := filepath.Join(filepath.Dir(a.output), fmt.Sprintf(".kvdoctor-%016x", rand.Uint64()))
	w, err := newOutput(temporary, c.Form)
	if err != nil {
		return nil, &outputError{a.output, err, false}
	}
	defer os.RemoveAll(temporary)
	_, err = collect.Walk(a.input, bytes.NewReader(a.stdin), a.limits, func(m collect.Member) error { return b.Redact(m, w) })
	var leaks []collect.Leak
	if err == nil {
		leaks, err = b.Finish(w)
	}
	if e := w.Close(); err == nil {
		err = e
	}
	switch {
	case err != nil:
		return nil, &outputError{a.output, err, true}
	case len(leaks) > 0:
		return leaks, nil
	}
	if err := os.Rename(temporary, a.output); err != nil {
		return nil, &outputError{a.output, err, true}
	}
	return nil, nil
}

// newOutput makes the temporary output.
func newOutput(name string, form collect.Form) (collect.Writer, error) {
	if form == collect.FormDirectory {
		if err := os.Mkdir(name, 0o777); err != nil {
			return nil, err
		}
		root, err := os.OpenRoot(name)
		if err != nil {
			return nil, err
		}
		return &folder{root, map[string]bool{}}, nil
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewWriterSize(f, 64<<10)
	return &outputFile{collect.NewWriter(form, buffered), buffered, f}, nil
}

// An outputFile is a container that is one file.
type outputFile struct {
	collect.Writer
	buffered *bufio.Writer
	file     *os.File
}

// Close implements collect.Writer.
func (o *outputFile) Close() error {
	err := o.Writer.Close()
	for _, end := range []func() error{o.buffered.Flush, o.file.Close} {
		if e := end(); err == nil {
			err = e
		}
	}
	return err
}

// A folder is a container that is a directory.
type folder struct {
	root *os.Root
	made map[string]bool
}

// Add implements collect.Writer.
func (f *folder) Add(path, text string) error {
	if dir := filepath.Dir(filepath.FromSlash(path)); !f.made[dir] {
		if err := f.root.MkdirAll(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		f.made[dir] = true
	}
	return f.root.WriteFile(filepath.FromSlash(path), []byte(text), 0o666)
}

// Close implements collect.Writer.
func (f *folder) Close() error { return f.root.Close() }
