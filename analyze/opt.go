package analyze

import (
	"bytes"
	"encoding/json"
)

// An Opt is a string that may be unknown: the empty string is JSON null.
type Opt string

// MarshalJSON implements json.Marshaler.
func (o Opt) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(string(o))
	return b.Bytes(), err
}

// An OptInt is a number that may be unknown: a negative one is JSON null.
type OptInt int

// MarshalJSON implements json.Marshaler.
func (o OptInt) MarshalJSON() ([]byte, error) {
	if o < 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int(o))
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *OptInt) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*o = -1
		return nil
	}
	return json.Unmarshal(b, (*int)(o))
}

// A Pointer is a JSON Pointer (RFC 6901). The empty Pointer is JSON null: the line is of no JSON capture. The
// pointer to a whole document, which the RFC writes as the empty string, is Root.
type Pointer string

// Root is the pointer to a whole document.
const Root Pointer = "#"

// MarshalJSON implements json.Marshaler.
func (p Pointer) MarshalJSON() ([]byte, error) {
	if p == Root {
		return []byte(`""`), nil
	}
	return Opt(p).MarshalJSON()
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *Pointer) UnmarshalJSON(b []byte) error {
	if string(b) == `""` {
		*p = Root
		return nil
	}
	return json.Unmarshal(b, (*string)(p))
}

// orUnknown returns a text, or "unknown".
func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}
