package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// exitInterrupted is the status of a run that a signal ended, as shells give it.
const exitInterrupted = 130

// A pending is a file of --output while it is written: its name leads to it only when it is whole. What is there and is
// no regular file, such as a pipe, a device or a link, is written to and stays what it is.
type pending struct {
	name      string
	temporary string // the passing name; empty where the file is written in place
	f         *os.File
	err       error // the first that went wrong
	shut      bool  // the file could not be opened
}

// create opens a file that is to be written.
func create(name string) (*pending, *outputError) {
	info, err := os.Lstat(name)
	switch {
	case err != nil:
		return createBeside(name, nil)
	case info.Mode().IsRegular():
		return createBeside(name, info)
	}
	return &pending{name: name}, nil
}

// open opens a file that is written in place: not before there is something to write, since that empties it.
func (p *pending) open() {
	p.f, p.err = os.OpenFile(p.name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	p.shut = p.err != nil
}

// createBeside opens a new file beside the named one. old is the file that it will replace, whose permissions are kept; nil
// if there is none.
func createBeside(name string, old fs.FileInfo) (*pending, *outputError) {
	mode := fs.FileMode(0o666)
	if old != nil {
		mode = old.Mode().Perm()
	}
	temporary := filepath.Join(filepath.Dir(name), fmt.Sprintf(".kvdoctor-%016x", rand.Uint64()))
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, &outputError{name, err, false}
	}
	p := &pending{name: name, temporary: temporary, f: f}
	if old != nil {
		p.err = f.Chmod(mode) // what the umask took away
	}
	return p, nil
}

// Write implements io.Writer.
func (p *pending) Write(data []byte) (int, error) {
	if p.f == nil && p.err == nil {
		p.open()
	}
	if p.shut {
		return 0, p.err
	}
	n, err := p.f.Write(data)
	if p.err == nil {
		p.err = err
	}
	return n, err
}

// keep closes the file and gives it its name; where anything went wrong, nothing is left behind.
func (p *pending) keep() *outputError {
	if p.f == nil && p.err == nil {
		p.open()
	}
	if !p.shut {
		if err := p.f.Close(); p.err == nil {
			p.err = err
		}
	}
	if p.err == nil && p.temporary != "" {
		p.err = os.Rename(p.temporary, p.name)
	}
	if p.err == nil {
		return nil
	}
	if p.temporary != "" {
		os.Remove(p.temporary)
	}
	return &outputError{p.name, p.err, !p.shut}
}

// drop closes the file and leaves nothing behind.
func (p *pending) drop() {
	if p.f != nil && !p.shut {
		p.f.Close()
	}
	if p.temporary != "" {
		os.Remove(p.temporary)
	}
}

// dropOnSignal leaves nothing behind where the run is interrupted, until stop is called.
func (p *pending) dropOnSignal() (stop func()) {
	signals, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
			p.drop()
			os.Exit(exitInterrupted)
		case <-done:
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}
