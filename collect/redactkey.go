package collect

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// keyBytes is the length of a key.
const keyBytes = 32

// A RedactionKey decides what names and addresses become. Whoever has it can undo the redaction.
type RedactionKey [keyBytes]byte

// ParseRedactionKey reads a key as hexadecimal digits.
func ParseRedactionKey(text string) (RedactionKey, error) {
	raw, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(raw) != keyBytes {
		return RedactionKey{}, fmt.Errorf("it holds no key, expected %d hexadecimal digits", 2*keyBytes)
	}
	return RedactionKey(raw), nil
}

// String returns the key as hexadecimal digits.
func (k RedactionKey) String() string { return hex.EncodeToString(k[:]) }

// ID returns eight digits that tell one key from another and tell nothing else of it.
func (k RedactionKey) ID() string {
	mac := k.sum("id")
	return hex.EncodeToString(mac[:4])
}

// sum returns the keyed hash of texts for one purpose.
func (k RedactionKey) sum(purpose string, texts ...string) [sha256.Size]byte {
	var room [128]byte
	buf := room[:0]
	add := func(t string) {
		buf = strconv.AppendInt(buf, int64(len(t)), 10) // so that ("a", "bc") and ("ab", "c") differ
		buf = append(append(buf, ':'), t...)
	}
	add(purpose)
	for _, t := range texts {
		add(t)
	}
	h := hmac.New(sha256.New, k[:])
	h.Write(buf)
	return [sha256.Size]byte(h.Sum(nil))
}

// seal returns the mark that a redacted file was written with this key: of its path and the checksum of its content. Nobody
// makes it without the key, so that a capture that is put among redacted ones is never taken for one of them.
func (k RedactionKey) seal(path, sum string) string {
	mac := k.sum("seal", path, sum)
	return hex.EncodeToString(mac[:16])
}

// sumOf returns the checksum of a text.
func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
