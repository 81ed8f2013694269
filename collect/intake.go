package collect

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// A file is one member that was read.
type file struct {
	path     string
	text     string            // decoded, and cleaned once that is asked for
	original string            // the decoded text where it was cleaned; else empty
	encoding string            // how it was decoded
	spaced   bool              // every second line of the text is blank, and was not in the output
	clean    bool              // it was looked at for what is to be cleaned
	sum      [sha256.Size]byte // of the bytes as they stand in the bundle
	cut      bool              // the container ends within it
}

// An intake takes the members of one container and holds them to the limits.
type intake struct {
	limits   Limits
	name     string // of the bundle
	files    []file
	seen     map[string]bool
	problems []Problem
	members  int   // files and folders met so far
	total    int64 // bytes unpacked so far
	stopped  bool  // nothing more is to be read
	litter   []string
	buf      []byte
	form     Form
	visit    func(file) error // takes the members one by one in place of files; nil where they are kept
	halt     error            // what visit returned
}

func newIntake(name string, limits Limits) *intake {
	return &intake{name: name, limits: limits, seen: map[string]bool{}, buf: make([]byte, 32<<10)}
}

// A stopError says that a limit of the whole bundle was met while reading.
type stopError struct{ detail string }

func (e *stopError) Error() string { return e.detail }

// errTooLong says that a member has more bytes than a member may have.
var errTooLong = errors.New("member is too long")

// refuse tells that a member is not read.
func (in *intake) refuse(name, format string, args ...any) {
	in.problem(Refused, name, fmt.Sprintf(format, args...))
}

// problem tells what is wrong with a member, or with the bundle where the member has no name.
func (in *intake) problem(kind ProblemKind, name, detail string) {
	if name == "" {
		name = in.name
	}
	in.problems = append(in.problems, Problem{Kind: kind, File: clip(name), Detail: detail})
}

// stop ends the reading of the container.
func (in *intake) stop(name, detail string) {
	in.stopped = true
	in.problem(Stopped, name, detail)
}

// fail ends the reading of the container at an error: a limit, or damage.
func (in *intake) fail(err error) {
	if stop := (*stopError)(nil); errors.As(err, &stop) {
		in.stop(in.name, stop.detail)
		return
	}
	in.stopped = true
	in.problem(CutShort, in.name, fmt.Sprintf("%s after member %d", damage(err), in.members))
}

// damage says in words how a container is damaged.
func damage(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return "archive ends early"
	}
	return "archive is damaged (" + err.Error() + ")"
}

// count counts a file or folder and reports whether the limit allows it.
func (in *intake) count() bool {
	in.members++
	if in.members > in.limits.Members {
		in.tooMany()
		return false
	}
	return true
}

func (in *intake) tooMany() {
	in.stop(in.name, fmt.Sprintf("bundle has more than %d files and folders; --max-members raises this limit", in.limits.Members))
}

// charge counts unpacked bytes against the total.
func (in *intake) charge(n int64) error {
	in.total += n
	if in.total > in.limits.TotalBytes {
		return &stopError{fmt.Sprintf("bundle has more than %d bytes unpacked; --max-total-bytes raises this limit", in.limits.TotalBytes)}
	}
	return nil
}

// admit turns a member's name into a path and reports whether the member may be read. It tells what it refuses.
func (in *intake) admit(name string) (string, bool) {
	path, fault := cleanName(name, in.limits.PathDepth)
	if fault == "" && path == "" {
		fault = "name is empty"
	}
	switch {
	case fault != "":
		in.refuse(name, "%s", fault)
		return "", false
	case in.seen[path]:
		in.refuse(path, "a member of the same name came before; the first is used")
		return "", false
	}
	in.seen[path] = true
	return path, true
}

// single reads a container that is one text.
func (in *intake) single(path string, r io.Reader, size int64) {
	if in.count() {
		in.add(path, r, size)
	}
}

// add reads one member. Size is what the container says of its length, -1 if nothing. After it, stopped tells
// whether the container can be read on.
func (in *intake) add(path string, r io.Reader, size int64) {
	if size > in.limits.FileBytes {
		in.tooLong(path)
		return
	}
	raw, sum, err := in.slurp(r, size)
	stop := (*stopError)(nil)
	switch {
	case err == nil:
		in.keep(file{path: path, text: raw, sum: sum})
	case errors.Is(err, errTooLong):
		in.tooLong(path)
	case errors.As(err, &stop):
		in.stop(path, stop.detail)
	case isMemberFault(err):
		in.refuse(path, "member cannot be read: %s", cause(err))
	default:
		in.stopped = true
		in.problem(CutShort, path, damage(err)+" within this member; what was read of it is used")
		in.keep(file{path: path, text: raw, sum: sum, cut: true})
	}
}

// A memberError is a fault of one member that leaves the rest of the container readable.
type memberError struct{ error }

// isMemberFault tells a fault of one member from damage of the container.
func isMemberFault(err error) bool {
	member, system := (*memberError)(nil), (*fs.PathError)(nil)
	return errors.As(err, &member) || errors.As(err, &system)
}

func (in *intake) tooLong(path string) {
	in.refuse(path, "member has more than %d bytes; --max-file-bytes raises this limit", in.limits.FileBytes)
}

// keep decodes a member and keeps it, unless its text breaks a limit.
func (in *intake) keep(f file) {
	if isLitter(f.path) && strings.IndexByte(f.text, 0) >= 0 {
		in.litter = append(in.litter, f.path)
		return
	}
	text, encoding, ok := decode(f.text, in.limits.FileBytes)
	if !ok {
		in.refuse(f.path, "member has more than %d bytes as UTF-8; --max-file-bytes raises this limit", in.limits.FileBytes)
		return
	}
	if err := in.charge(int64(max(len(text)-len(f.text), 0))); err != nil {
		in.stop(f.path, err.Error())
		return
	}
	if n := longLine(text, in.limits.LineBytes); n > 0 {
		in.refuse(f.path, "line %d has more than %d bytes; --max-line-bytes raises this limit", n, in.limits.LineBytes)
		return
	}
	if f.cut && text == "" {
		return
	}
	raw := f.text
	f.text, f.encoding = cutSeal(lineEnds(text)), encoding
	if in.visit != nil {
		f.original = raw
		if in.halt = in.visit(f); in.halt != nil {
			in.stopped = true
		}
		return
	}
	in.files = append(in.files, f)
}

// trustedSize is the memory that is set aside on the word of a container alone.
const trustedSize = 1 << 20

// slurp reads all of r and its checksum, within the limits of a member and of the total. What was read stands
// in the result also where there is an error.
func (in *intake) slurp(r io.Reader, size int64) (string, [sha256.Size]byte, error) {
	var text strings.Builder
	hash := sha256.New()
	text.Grow(int(min(max(size, 0), trustedSize)))
	for {
		n, err := r.Read(in.buf)
		if n > 0 {
			if int64(text.Len()+n) > in.limits.FileBytes {
				return "", [sha256.Size]byte{}, errTooLong
			}
			if err := in.charge(int64(n)); err != nil {
				return "", [sha256.Size]byte{}, err
			}
			if text.Cap()-text.Len() < n && size > int64(text.Len()+n) {
				text.Grow(int(size) - text.Len())
			}
			text.Write(in.buf[:n])
			hash.Write(in.buf[:n])
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return text.String(), [sha256.Size]byte(hash.Sum(nil)), err
		}
	}
}

// longLine returns the number of the first line that is longer than most bytes, or 0.
func longLine(text string, most int) int {
	n := 1
	for ; len(text) > most; n++ {
		i := strings.IndexByte(text, '\n')
		if i > most || i < 0 {
			return n
		}
		text = text[i+1:]
	}
	return 0
}
