package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// An outputError says why the file of --output cannot be written.
type outputError struct {
	name   string
	err    error
	opened bool // the file could be opened: the command line is not to blame
}

// Error implements error; the file is named as on the command line.
func (e *outputError) Error() string {
	return fmt.Sprintf("cannot write %s: %v", e.name, reason(e.err))
}

// reason returns the cause of a failed file operation, without the paths that it went through.
func reason(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// deliver prints data, to the file of --output or else to standard output, and returns the status: the given one
// where that succeeds.
func (a *analysis) deliver(data []byte, s streams, status int) int {
	if a.output == "" || a.output == "-" {
		if _, err := s.out.Write(data); err != nil {
			return s.fail(exitUnreadable, err.Error(), "")
		}
		return status
	}
	err := writeFileWhole(a.output, data)
	switch {
	case err == nil:
		return status
	case err.opened:
		return s.fail(exitUnreadable, err.Error(), "")
	}
	return s.fail(exitUsage, err.Error(), "--output takes a file in an existing folder that can be written to")
}

// writeFileWhole writes a file whole or not at all. What is there and is no regular file, such as a pipe, a device
// or a link, is written to and stays what it is.
func writeFileWhole(name string, data []byte) *outputError {
	info, err := os.Lstat(name)
	switch {
	case err != nil:
		return replaceFile(name, data, nil)
	case info.Mode().IsRegular():
		return replaceFile(name, data, info)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return &outputError{name, err, false}
	}
	if err := fill(f, data); err != nil {
		return &outputError{name, err, true}
	}
	return nil
}

// replaceFile writes a new file beside the named one and gives it that name. old is the file that is replaced, whose
// permissions are kept; nil if there is none.
func replaceFile(name string, data []byte, old fs.FileInfo) *outputError {
	mode := fs.FileMode(0o666)
	if old != nil {
		mode = old.Mode().Perm()
	}
	temporary := filepath.Join(filepath.Dir(name), fmt.Sprintf(".kvdoctor-%016x", rand.Uint64()))
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return &outputError{name, err, false}
	}
	if old != nil {
		err = f.Chmod(mode) // what the umask took away
	}
	if e := fill(f, data); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		os.Remove(temporary)
		return &outputError{name, err, true}
	}
	return nil
}

// fill writes a file's content and closes it.
func fill(f io.WriteCloser, data []byte) error {
	_, err := f.Write(data)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}
