package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"kvdoctor/analyze"
)

// Schema is the JSON Schema of the report.
//
//go:embed schema.json
var Schema string

// writeJSON prints the report, indented.
func writeJSON(w io.Writer, d *analyze.Diagnosis, _ Options) error { return encode(w, d, "  ") }

// writeNDJSON prints the report on one line.
func writeNDJSON(w io.Writer, d *analyze.Diagnosis, _ Options) error { return encode(w, d, "") }

// WriteValue prints any value as indented JSON with a final newline.
func WriteValue(w io.Writer, v any) error { return encode(w, v, "  ") }

// encode prints a value as JSON; control characters beyond ASCII's are escaped, so that no output steers a
// terminal. They can stand in strings only.
func encode(w io.Writer, v any, indent string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escapeHidden(b.Bytes()))
	return err
}

// escapeHidden writes hidden characters beyond ASCII and DEL as JSON escapes.
func escapeHidden(in []byte) []byte {
	steers := func(r rune) bool { return r >= 0x7f && hidden(r) }
	if !bytes.ContainsFunc(in, steers) {
		return in
	}
	var out bytes.Buffer
	for len(in) > 0 {
		r, size := utf8.DecodeRune(in)
		switch {
		case !steers(r):
			out.Write(in[:size])
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
		in = in[size:]
	}
	return out.Bytes()
}
