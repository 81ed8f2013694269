package collect

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"math"
)

// Sizes of the fixed parts of a zip archive (APPNOTE.TXT 4.3), and what may follow the end record.
const (
	localBytes     = 30
	entryBytes     = 46
	endBytes       = 22
	end64Bytes     = 56
	locator64Bytes = 20
	maxComment     = math.MaxUint16
	// entryCost is what the directory may spend on a member on average, names and notes included.
	entryCost = 1 << 10
)

// The marks that the parts of a zip archive begin with.
var (
	localMark     = []byte("PK\x03\x04")
	noteMark      = []byte("PK\x07\x08")
	entryMark     = []byte("PK\x01\x02")
	endMark       = []byte("PK\x05\x06")
	end64Mark     = []byte("PK\x06\x06")
	locator64Mark = []byte("PK\x06\x07")
)

// A directory is the part of a zip archive's directory that may be read. Package archive/zip takes in the whole
// directory, a million entries too; so it is shown an archive that ends after the last entry allowed.
type directory struct {
	base    int64 // where the archive begins in the file; offsets count from here
	offset  int64 // of the first entry, from base
	size    int64 // bytes of the entries allowed
	entries int
	more    bool // entries follow that are not allowed
}

// findDirectory looks for the directory of a zip archive and walks over it up to most entries.
func findDirectory(r io.ReaderAt, size int64, most int) (directory, bool) {
	end, at, ok := findEnd(r, size)
	if !ok {
		return directory{}, false
	}
	length, offset := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	if length64, offset64, at64, ok := findEnd64(r, at); ok {
		length, offset, at = length64, offset64, at64
	}
	if offset < 0 || length < 0 || offset >= math.MaxUint32 {
		return directory{}, false
	}
	// A program may stand before the archive: then offsets count from the archive's begin. As archive/zip
	// does, the begin of the file is tried first.
	for _, base := range []int64{0, at - length - offset} {
		d := directory{base: base, offset: offset}
		if base < 0 || base+offset > at {
			continue
		}
		if d.walk(io.NewSectionReader(r, base+offset, at-base-offset), most); d.entries > 0 || length == 0 {
			return d, true
		}
	}
	return directory{}, false
}

// walk counts entries and their bytes.
func (d *directory) walk(r io.Reader, most int) {
	br := bufio.NewReader(r)
	fixed := make([]byte, entryBytes)
	for {
		if _, err := io.ReadFull(br, fixed); err != nil || !bytes.HasPrefix(fixed, entryMark) {
			return
		}
		rest := 0
		for _, at := range []int{28, 30, 32} { // name, extra field, comment
			rest += int(binary.LittleEndian.Uint16(fixed[at:]))
		}
		next := d.size + entryBytes + int64(rest)
		if d.entries >= most || next > int64(most)*entryCost+maxComment {
			d.more = true
			return
		}
		if _, err := br.Discard(rest); err != nil {
			return
		}
		d.size, d.entries = next, d.entries+1
	}
}

// view is the archive up to the last entry allowed, with an end record of its own.
func (d directory) view(r io.ReaderAt) io.ReaderAt {
	end := make([]byte, endBytes)
	copy(end, endMark)
	binary.LittleEndian.PutUint16(end[8:], uint16(d.entries))
	binary.LittleEndian.PutUint16(end[10:], uint16(d.entries))
	binary.LittleEndian.PutUint32(end[12:], uint32(d.size))
	binary.LittleEndian.PutUint32(end[16:], uint32(d.offset))
	return spliced{r, d.base + d.offset + d.size, end}
}

func (d directory) viewSize() int64 { return d.base + d.offset + d.size + endBytes }

// findEnd looks for the end record, from the end of the file on.
func findEnd(r io.ReaderAt, size int64) (end []byte, at int64, ok bool) {
	n := min(size, endBytes+maxComment)
	buf := make([]byte, n)
	if k, _ := r.ReadAt(buf, size-n); int64(k) < n {
		return nil, 0, false
	}
	for i := len(buf) - endBytes; i >= 0; i-- {
		if bytes.HasPrefix(buf[i:], endMark) {
			comment := int(binary.LittleEndian.Uint16(buf[i+20:]))
			if i+endBytes+comment <= len(buf) {
				return buf[i : i+endBytes], size - n + int64(i), true
			}
		}
	}
	return nil, 0, false
}

// findEnd64 reads the 64-bit end record that a locator before the end record at points to.
func findEnd64(r io.ReaderAt, at int64) (length, offset, at64 int64, ok bool) {
	locator, end := make([]byte, locator64Bytes), make([]byte, end64Bytes)
	if n, _ := r.ReadAt(locator, max(at-locator64Bytes, 0)); n < locator64Bytes || !bytes.HasPrefix(locator, locator64Mark) {
		return 0, 0, 0, false
	}
	at64 = int64(binary.LittleEndian.Uint64(locator[8:]))
	if at64 < 0 || at64 > at {
		return 0, 0, 0, false
	}
	if n, _ := r.ReadAt(end, at64); n < end64Bytes || !bytes.HasPrefix(end, end64Mark) {
		return 0, 0, 0, false
	}
	return int64(binary.LittleEndian.Uint64(end[40:])), int64(binary.LittleEndian.Uint64(end[48:])), at64, true
}

// spliced is the first n bytes of r with a tail after them.
type spliced struct {
	r    io.ReaderAt
	n    int64
	tail []byte
}

// ReadAt implements io.ReaderAt.
func (s spliced) ReadAt(p []byte, off int64) (int, error) {
	done := 0
	if off < s.n {
		k := int(min(int64(len(p)), s.n-off))
		n, err := s.r.ReadAt(p[:k], off)
		if n < k {
			return n, err
		}
		done = k
	}
	if at := off + int64(done) - s.n; done < len(p) && at < int64(len(s.tail)) {
		done += copy(p[done:], s.tail[at:])
	}
	if done < len(p) {
		return done, io.EOF
	}
	return done, nil
}
