package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
)

// An object is a JSON object whose members keep their order.
type object []member

// A member of an object.
type member struct {
	key   string
	value any
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encoder.Encode(m.key); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := encoder.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// get returns a member's value as text, or "".
func (o object) get(key string) string {
	for _, m := range o {
		if text, ok := m.value.(string); ok && m.key == key {
			return text
		}
	}
	return ""
}

// jsonList makes a JSON list, never null, of one object an element.
func jsonList[T any](elements []T, render func(T) any) []any {
	out := []any{}
	for _, e := range elements {
		out = append(out, render(e))
	}
	return out
}

// reference is the object that names another resource.
func reference(id string) object { return object{{"id", id}} }

// guid is a number that depends on the words alone.
func guid(words ...string) string {
	sum := sha256.Sum256([]byte(fold(strings.Join(words, "\x00"))))
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// etag is the version mark of a resource as the network provider writes it.
func etag(id string) string { return `W/"` + guid("etag", id) + `"` }

// fold is the form in which names and ids are compared: Azure does not tell their case apart.
func fold(text string) string { return strings.ToLower(text) }
