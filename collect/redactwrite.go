package collect

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"io"
	"time"
)

// NewWriter returns a writer of a container of that form. What an archive tells of its members besides names and contents
// is not taken over: it may name the person who made it. A directory is written by the caller.
func NewWriter(form Form, w io.Writer) Writer {
	switch form {
	case FormTar:
		return &tarWriter{tw: tar.NewWriter(w)}
	case FormTarGzip:
		packed := gzip.NewWriter(w)
		return &tarWriter{tar.NewWriter(packed), packed}
	case FormZip:
		return &zipWriter{zip.NewWriter(w)}
	case FormGzip:
		packed := gzip.NewWriter(w)
		return &textWriter{packed, packed}
	}
	return &textWriter{w, nil}
}

// written is the time that archives give their members: none of the customer's.
func written() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }

// A tarWriter writes a tar archive, packed or not.
type tarWriter struct {
	tw     *tar.Writer
	packed io.Closer // nil if it is not
}

// Add implements Writer.
func (t *tarWriter) Add(path, text string) error {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: path, Mode: 0o644, Size: int64(len(text)), ModTime: written()}
	if err := t.tw.WriteHeader(h); err != nil {
		return err
	}
	_, err := io.WriteString(t.tw, text)
	return err
}

// Close implements Writer.
func (t *tarWriter) Close() error {
	err := t.tw.Close()
	if t.packed != nil {
		if e := t.packed.Close(); err == nil {
			err = e
		}
	}
	return err
}

// A zipWriter writes a zip archive.
type zipWriter struct{ zw *zip.Writer }

// Add implements Writer.
func (z *zipWriter) Add(path, text string) error {
	w, err := z.zw.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: written()})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

// Close implements Writer.
func (z *zipWriter) Close() error { return z.zw.Close() }

// A textWriter writes one text, packed or not.
type textWriter struct {
	w      io.Writer
	packed io.Closer // nil if it is not
}

// Add implements Writer.
func (t *textWriter) Add(_, text string) error {
	_, err := io.WriteString(t.w, text)
	return err
}

// Close implements Writer.
func (t *textWriter) Close() error {
	if t.packed == nil {
		return nil
	}
	return t.packed.Close()
}
