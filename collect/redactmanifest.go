package collect

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A redactedList is what a manifest says of its redaction: the block at its end.
//
//	redacted:
//	  key: 1a2b3c4d
//	  manifest: 00112233445566778899aabbccddeeff
//	  seals:
//	    - 00112233445566778899aabbccddeeff
type redactedList struct {
	body  string          // the manifest without the block
	seals map[string]bool // of the files, and of the body
}

// redactedBlock begins the block.
const redactedBlock = "redacted:\n  key: "

// readRedacted takes a manifest apart.
func readRedacted(text string) redactedList {
	l := redactedList{body: text, seals: map[string]bool{}}
	at := strings.LastIndex("\n"+text, "\n"+redactedBlock)
	if at < 0 {
		return l
	}
	l.body = text[:at]
	for line := range strings.Lines(text[at:]) {
		fields := strings.Fields(line)
		if len(fields) == 2 && (fields[0] == "-" || fields[0] == "manifest:") {
			l.seals[fields[1]] = true
		}
	}
	return l
}

// isManifest reports whether a path below the top folder is that of the manifest.
func isManifest(path string) bool { return path == "manifest.yaml" || path == "manifest.yml" }

// digests are the checksums in a manifest.
var digests = regexp.MustCompile(`\b[0-9a-fA-F]{64}\b`)

// manifest rewrites a manifest: names, checksums, and the block that says which files were redacted with which key. A checksum
// that did not agree goes on to disagree. An empty text makes a manifest of its own.
func (b *Redaction) manifest(path, text string) string {
	list := readRedacted(text)
	body := list.body
	done := list.seals[b.Key.seal(path, sumOf(body))]
	switch {
	case text == "":
		body = "schema: " + manifestSchema + "\n"
	case !done:
		body = b.Redactor.Text(body)
	}
	if !strings.HasSuffix(body, "\n") {
		body += "\n"
	}
	body = digests.ReplaceAllStringFunc(body, func(old string) string {
		if sum, ok := b.sums[strings.ToLower(old)]; ok {
			return sum
		}
		if done {
			return old
		}
		mac := b.Key.sum("altered", old)
		return hex.EncodeToString(mac[:])
	})
	var out strings.Builder
	fmt.Fprintf(&out, "%s%s%s\n  manifest: %s\n  seals:\n", body, redactedBlock, b.Key.ID(), b.Key.seal(path, sumOf(body)))
	slices.Sort(b.made)
	for _, s := range b.made {
		fmt.Fprintf(&out, "    - %s\n", s)
	}
	return out.String()
}
