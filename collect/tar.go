package collect

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// gzip reads a packed tar archive or a packed text; packed tells the packed bytes used up so far.
func (in *intake) gzip(name string, r io.Reader, packed func() int64) error {
	zr, err := gzip.NewReader(r)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		in.fail(io.ErrUnexpectedEOF)
		return nil
	}
	if err != nil {
		return &Error{Name: name, Detail: "is not a valid gzip file: " + err.Error(), Err: err}
	}
	out := bufio.NewReaderSize(&gauge{r: zr, packed: packed, ratio: in.limits.Ratio}, 64<<10)
	head, err := out.Peek(sniffBytes)
	switch {
	case isTar(head):
		in.form = FormTarGzip
		in.tar(out, true)
	case err != nil && !errors.Is(err, io.EOF) && bytes.IndexByte(head, '\n') < 0: // too little to tell a text from a tar header
		in.fail(err)
	default:
		in.form = FormGzip
		in.single(strings.TrimSuffix(filepath.Base(name), ".gz"), out, -1)
	}
	return nil
}

// tar reads the members of a tar archive; packed says that skipping a member costs as much as reading it.
func (in *intake) tar(r io.Reader, packed bool) {
	tail := &tailReader{r: r}
	tr := tar.NewReader(tail)
	for !in.stopped {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			in.tarEnd(tail, packed)
			return
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			in.fail(err)
			return
		}
		if !in.count() {
			return
		}
		in.tarMember(tr, h)
		if packed && !in.stopped {
			if err := in.skip(tr); err != nil {
				in.fail(err)
			}
		}
	}
}

// tarEnd looks at what follows the last member: a whole archive has blocks of zeros there, and a whole gzip
// stream its checksum. Bytes after the gzip stream are of no account.
func (in *intake) tarEnd(tail *tailReader, packed bool) {
	if !tail.zero() {
		in.fail(io.ErrUnexpectedEOF)
		return
	}
	if packed {
		if err := in.skip(tail); err != nil && !errors.Is(err, gzip.ErrHeader) {
			in.fail(err)
		}
	}
}

// tarTypes says why members that are neither files nor folders are refused.
var tarTypes = map[byte]string{
	tar.TypeLink:    "member is a hard link; links are not followed",
	tar.TypeSymlink: "member is a symbolic link; links are not followed",
	tar.TypeChar:    "member is a character device; only folders and regular files are read",
	tar.TypeBlock:   "member is a block device; only folders and regular files are read",
	tar.TypeFifo:    "member is a named pipe; only folders and regular files are read",
}

// tarMember reads one member. Folders and the archive's own notes hold no text.
func (in *intake) tarMember(tr *tar.Reader, h *tar.Header) {
	switch h.Typeflag {
	case tar.TypeXGlobalHeader:
	case tar.TypeDir:
		if _, fault := cleanName(h.Name, in.limits.PathDepth); fault != "" {
			in.refuse(h.Name, "%s", fault)
		}
	case tar.TypeReg, tar.TypeCont, tar.TypeGNUSparse:
		if path, ok := in.admit(h.Name); ok {
			in.add(path, tr, h.Size)
		}
	default:
		detail, ok := tarTypes[h.Typeflag]
		if !ok {
			detail = fmt.Sprintf("member is of the unknown type %q", h.Typeflag)
		}
		in.refuse(h.Name, "%s", detail)
	}
}

// skip unpacks what is left of a member, at the cost of the total.
func (in *intake) skip(r io.Reader) error {
	for {
		n, err := r.Read(in.buf)
		if over := in.charge(int64(n)); over != nil {
			return over
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// A counter counts the bytes that are read through it.
type counter struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ratioFrom is the number of unpacked bytes from which on the ratio is judged.
const ratioFrom = 1 << 20

// A gauge reads unpacked bytes and fails where they are too many for the packed ones.
type gauge struct {
	r        io.Reader
	packed   func() int64
	ratio    int64
	unpacked int64
}

// Read implements io.Reader.
func (g *gauge) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.unpacked += int64(n)
	if g.unpacked >= ratioFrom && g.unpacked/g.ratio > g.packed() {
		return 0, &stopError{fmt.Sprintf("bundle unpacks to more than %d bytes a packed byte; --max-ratio raises this limit", g.ratio)}
	}
	return n, err
}

// A tailReader remembers the last block that was read through it.
type tailReader struct {
	r    io.Reader
	tail []byte
}

// Read implements io.Reader.
func (t *tailReader) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.tail = append(t.tail, p[max(n-sniffBytes, 0):n]...)
	if over := len(t.tail) - sniffBytes; over > 0 {
		t.tail = t.tail[:copy(t.tail, t.tail[over:])]
	}
	return n, err
}

// zero reports whether the last block is one of zeros.
func (t *tailReader) zero() bool {
	return len(t.tail) == sniffBytes && len(bytes.Trim(t.tail, "\x00")) == 0
}
