package collect

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// sniffBytes is how much of a container is looked at to tell its form: one tar header.
const sniffBytes = 512

// An Error says that a bundle cannot be opened at all.
type Error struct {
	Name   string // the bundle as it was named by the caller
	Detail string // what is wrong, without a final period
	Hint   string // the next step, naming the flag where a limit was met; empty if there is none
	Err    error  // the cause; nil if there is none
}

// Error implements error.
func (e *Error) Error() string { return e.Name + ": " + e.Detail }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Open reads the bundle of that name: a directory, a tar, tar.gz or zip archive, or one text file, told by
// content. The name "-" means stdin, which may hold any of these forms but a directory. A bundle that was
// read in part only comes with a Problem of kind Stopped or CutShort; the error, always an *Error, is for a
// bundle that cannot be opened.
func Open(name string, stdin io.Reader, limits Limits) (*Bundle, error) {
	in, err := take(name, stdin, limits, nil)
	if err != nil {
		return nil, err
	}
	return in.bundle(), nil
}

// take takes the members of the bundle of that name; visit, if it is not nil, gets them one by one.
func take(name string, stdin io.Reader, limits Limits, visit func(file) error) (*intake, error) {
	limits = limits.orDefaults()
	if name == "-" {
		in := newIntake("stdin", limits)
		in.visit = visit
		return in, in.stream("stdin", stdin)
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, &Error{Name: name, Detail: cause(err), Err: err}
	}
	in := newIntake(bundleName(name), limits)
	in.visit = visit
	switch {
	case info.IsDir():
		in.form = FormDirectory
		err = in.directory(name)
	case info.Mode().IsRegular():
		err = in.file(name)
	default:
		err = &Error{Name: name, Detail: "is neither a directory nor a regular file",
			Hint: "name - as the bundle to read a pipe from standard input"}
	}
	return in, err
}

// file reads a bundle that is one regular file.
func (in *intake) file(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return &Error{Name: name, Detail: cause(err), Err: err}
	}
	defer f.Close()
	return in.stream(name, f)
}

// stream reads an archive or a text, whichever its first bytes show.
func (in *intake) stream(name string, r io.Reader) error {
	at, random := randomAccess(r)
	src := &counter{r: r}
	br := bufio.NewReaderSize(src, 64<<10)
	head, err := br.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return &Error{Name: name, Detail: "cannot be read: " + cause(err), Err: err}
	}
	path := filepath.Base(name)
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return in.gzip(name, br, func() int64 { return src.n - int64(br.Buffered()) })
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		in.form = FormZip
		if random {
			in.zip(at, at.Size())
			return nil
		}
		return in.bufferedZip(name, br)
	case isTar(head):
		in.form = FormTar
		in.tar(br, false)
	case random:
		in.single(path, br, at.Size())
	default:
		in.single(path, br, -1)
	}
	return nil
}

// randomAccess returns the rest of a regular file for reading at any place.
func randomAccess(r io.Reader) (*io.SectionReader, bool) {
	f, ok := r.(*os.File)
	if !ok {
		return nil, false
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	pos, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, false
	}
	return io.NewSectionReader(f, pos, max(info.Size()-pos, 0)), true
}

// isTar reports whether a block is a tar header: by its magic, or, in the oldest form, by its checksum.
func isTar(block []byte) bool {
	if len(block) < sniffBytes {
		return false
	}
	if string(block[257:262]) == "ustar" {
		return true
	}
	field := strings.Trim(string(block[148:156]), " \x00")
	want, err := strconv.ParseInt(field, 8, 32)
	if err != nil || block[0] == 0 {
		return false
	}
	sum := int64(8 * ' ')
	for i, b := range block[:sniffBytes] {
		if i < 148 || i >= 156 {
			sum += int64(b)
		}
	}
	return sum == want
}

// suffixes are left out of a bundle's name; the longer come first.
var suffixes = []string{".tar.gz", ".tgz", ".tar", ".zip", ".gz", ".txt", ".log"}

// bundleName returns the base name of a bundle without its suffix.
func bundleName(name string) string {
	base := filepath.Base(name)
	if base == "." || base == ".." {
		if full, err := filepath.Abs(name); err == nil {
			base = filepath.Base(full)
		}
	}
	for _, s := range suffixes {
		if n := len(base) - len(s); n > 0 && strings.EqualFold(base[n:], s) {
			return base[:n]
		}
	}
	return base
}

// cause returns the text of an error without the operation and the path that the system puts before it.
func cause(err error) string {
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		err = pe.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "no such file or directory"
	}
	return err.Error()
}
