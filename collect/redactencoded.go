package collect

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// cores returns what a name looks like in hexadecimal digits, and inside of base64, wherever it begins there, in lower case: its own letters in the
// usual cases, as UTF-8 and as UTF-16. Parts that depend on what stands around the name are left out.
func cores(low string) []string {
	var out []string
	for _, form := range []string{low, strings.ToUpper(low), strings.ToUpper(low[:1]) + low[1:]} {
		for _, raw := range []string{form, wide(form)} {
			out = append(out, hex.EncodeToString([]byte(raw)))
			for shift := range 3 {
				enc := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + raw))
				from := (shift*8 + 5) / 6
				to := (shift + len(raw)) * 8 / 6
				if core := lower(enc[from:to]); len(core) >= leastInside && !strings.ContainsAny(core, "+/") {
					out = append(out, core)
				}
			}
		}
	}
	return out
}

// wide returns a text of ASCII as UTF-16, little endian.
func wide(s string) string {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return string(out)
}

// base64Run returns the run of base64 around a place; it is empty where it is too short to be one.
func base64Run(s string, from, to int) (int, int) {
	const least = 12
	in := func(c byte) bool { return isAlnum(c) || strings.IndexByte("+/_-=", c) >= 0 }
	for from > 0 && in(s[from-1]) {
		from--
	}
	for to < len(s) && in(s[to]) {
		to++
	}
	if to-from < least {
		return from, from
	}
	return from, to
}
