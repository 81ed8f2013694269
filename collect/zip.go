package collect

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strings"
)

// zip reads the members of a zip archive. One without a directory, as a cut one, is read from its front.
func (in *intake) zip(r io.ReaderAt, size int64) {
	dir, ok := findDirectory(r, size, in.limits.Members)
	if !ok {
		in.salvage(r, size)
		return
	}
	zr, err := zip.NewReader(dir.view(r), dir.viewSize())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		in.salvage(r, size)
		return
	}
	for _, f := range zr.File {
		if in.stopped || !in.count() {
			return
		}
		in.zipMember(zr, f)
	}
	if dir.more && !in.stopped {
		in.tooMany()
	}
}

// zipFault says why a member cannot be read, or "".
func zipFault(f *zip.File) string {
	mode := f.Mode()
	switch {
	case !mode.IsRegular() && !mode.IsDir():
		return fileTypes.of(mode)
	case f.Flags&1 != 0:
		return "member is encrypted"
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return fmt.Sprintf("member is packed by the unknown method %d", f.Method)
	}
	return ""
}

func (in *intake) zipMember(zr *zip.Reader, f *zip.File) {
	if fault := zipFault(f); fault != "" {
		in.refuse(f.Name, "%s", fault)
		return
	}
	if f.Mode().IsDir() || strings.HasSuffix(f.Name, `\`) {
		if _, fault := cleanName(f.Name, in.limits.PathDepth); fault != "" {
			in.refuse(f.Name, "%s", fault)
		}
		return
	}
	path, ok := in.admit(f.Name)
	if !ok {
		return
	}
	// The packed bytes that a member uses up are counted where they are read: the directory may lie.
	packed := &counter{}
	zr.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser {
		packed.r = r
		return flate.NewReader(packed)
	})
	rc, err := f.Open()
	if err != nil {
		in.refuse(path, "member cannot be read: %s", err)
		return
	}
	defer rc.Close()
	var body io.Reader = memberReader{rc}
	if f.Method == zip.Deflate {
		body = &gauge{r: body, packed: func() int64 { return packed.n }, ratio: in.limits.Ratio}
	}
	size := int64(min(f.UncompressedSize64, 1<<62))
	in.add(path, body, size)
}

// A memberReader marks errors as faults of one member.
type memberReader struct{ r io.Reader }

// Read implements io.Reader.
func (m memberReader) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if err != nil && err != io.EOF {
		err = &memberError{err}
	}
	return n, err
}

// bufferedZip reads a zip archive from a stream. Its directory stands at the end, so that it has to be held in
// memory as it is.
func (in *intake) bufferedZip(name string, r *bufio.Reader) error {
	most := in.limits.TotalBytes / 2
	var held chunks
	n, err := io.Copy(&held, io.LimitReader(r, most+1))
	if err != nil {
		return &Error{Name: name, Detail: "cannot be read: " + cause(err), Err: err}
	}
	if n > most {
		return &Error{Name: name,
			Detail: fmt.Sprintf("zip archive on standard input has more than %d packed bytes, half of --max-total-bytes", most),
			Hint:   "save it to a file and name the file, or raise --max-total-bytes"}
	}
	in.zip(&held, held.size)
	return nil
}

// chunkBytes is the size of the pieces in which chunks holds its bytes.
const chunkBytes = 1 << 20

// chunks holds bytes without ever copying them to grow.
type chunks struct {
	parts [][]byte
	size  int64
}

// Write implements io.Writer.
func (c *chunks) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		last := len(c.parts) - 1
		if last < 0 || len(c.parts[last]) == chunkBytes {
			c.parts = append(c.parts, make([]byte, 0, chunkBytes))
			last++
		}
		part := c.parts[last]
		n := copy(part[len(part):chunkBytes], rest)
		c.parts[last] = part[:len(part)+n]
		rest = rest[n:]
	}
	c.size += int64(len(p))
	return len(p), nil
}

// ReadAt implements io.ReaderAt.
func (c *chunks) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) && off < c.size {
		part := c.parts[off/chunkBytes]
		k := copy(p[n:], part[off%chunkBytes:])
		n += k
		off += int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
