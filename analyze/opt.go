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
