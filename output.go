package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
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
	if err := writeFileWhole(a.output, data); err != nil {
		return s.refuse(err)
	}
	return status
}

// writeFileWhole writes a file whole or not at all.
func writeFileWhole(name string, data []byte) *outputError {
	p, err := create(name)
	if err != nil {
		return err
	}
	p.Write(data) // keep tells what went wrong
	return p.keep()
}

// refuse tells why a file cannot be written and returns the exit status.
func (s streams) refuse(err *outputError) int {
	if err.opened {
		return s.fail(exitUnreadable, err.Error(), "")
	}
	return s.fail(exitUsage, err.Error(), "--output takes a file in an existing folder that can be written to")
}
