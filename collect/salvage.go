package collect

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"math"
)

// salvage reads a zip archive that has lost its directory: member after member from the front, each by the
// header that stands before it.
func (in *intake) salvage(r io.ReaderAt, size int64) {
	for pos := int64(0); !in.stopped; {
		h, ok := readLocal(r, pos)
		if !ok || !in.count() {
			break
		}
		if pos, ok = in.salvageMember(r, size, h); !ok {
			break
		}
	}
	if !in.stopped {
		in.fail(io.ErrUnexpectedEOF)
	}
}

// A local is the header that stands before a member of a zip archive.
type local struct {
	flags, method uint16
	packed        int64 // bytes; 0 where the sizes follow the data
	name          string
	body          int64 // where the data begins
}

// streamed reports whether the sizes follow the data.
func (h local) streamed() bool { return h.flags&8 != 0 }

func readLocal(r io.ReaderAt, pos int64) (local, bool) {
	fixed := make([]byte, localBytes)
	if n, _ := r.ReadAt(fixed, pos); n < localBytes || !bytes.HasPrefix(fixed, localMark) {
		return local{}, false
	}
	name := make([]byte, binary.LittleEndian.Uint16(fixed[26:]))
	extra := int64(binary.LittleEndian.Uint16(fixed[28:]))
	if n, _ := r.ReadAt(name, pos+localBytes); n < len(name) {
		return local{}, false
	}
	return local{
		flags: binary.LittleEndian.Uint16(fixed[6:]), method: binary.LittleEndian.Uint16(fixed[8:]),
		packed: int64(binary.LittleEndian.Uint32(fixed[18:])),
		name:   string(name), body: pos + localBytes + int64(len(name)) + extra,
	}, true
}

// salvageMember reads one member and returns where the next begins, if that is known.
func (in *intake) salvageMember(r io.ReaderAt, size int64, h local) (int64, bool) {
	known := !h.streamed() && h.packed < math.MaxUint32
	data := io.NewSectionReader(r, h.body, max(size-h.body, 0))
	fault := zipFault(&zip.File{FileHeader: zip.FileHeader{Flags: h.flags, Method: h.method}})
	path, ok := "", false
	switch last := h.name[max(len(h.name)-1, 0):]; {
	case fault != "":
		in.refuse(h.name, "%s", fault)
	case last == "/" || last == `\`:
	default:
		path, ok = in.admit(h.name)
	}
	if !ok {
		return h.body + h.packed, known
	}
	if h.method == zip.Store {
		if known {
			in.add(path, &wholeReader{io.NewSectionReader(data, 0, h.packed), h.packed}, -1)
		}
		return h.body + h.packed, known
	}
	src := &counter{r: data}
	br := bufio.NewReader(src)
	used := func() int64 { return src.n - int64(br.Buffered()) }
	in.add(path, &gauge{r: flate.NewReader(br), packed: used, ratio: in.limits.Ratio}, -1)
	if known {
		return h.body + h.packed, true
	}
	return afterNote(r, h.body+used())
}

// afterNote returns the place after the sizes that follow a member's data, in whichever of their forms.
func afterNote(r io.ReaderAt, pos int64) (int64, bool) {
	buf := make([]byte, 24+len(localMark))
	n, _ := r.ReadAt(buf, pos)
	for _, form := range []struct {
		mark []byte
		size int
	}{{noteMark, 16}, {noteMark, 24}, {nil, 12}, {nil, 20}} {
		if bytes.HasPrefix(buf[:n], form.mark) && n >= form.size && bytes.HasPrefix(buf[form.size:n], localMark) {
			return pos + int64(form.size), true
		}
	}
	return 0, false
}

// A wholeReader reads a stored member and fails where it ends before its length.
type wholeReader struct {
	r    io.Reader
	left int64
}

// Read implements io.Reader.
func (w *wholeReader) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.left -= int64(n)
	if err == io.EOF && w.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
