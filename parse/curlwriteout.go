package parse

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// A writeOut is one value that "curl -w" printed.
type writeOut struct {
	name, value string
	cite        Cite
}

// writeOutNames are the variables of -w that are read.
var writeOutNames = []string{
	"http_code", "response_code", "remote_ip", "url_effective", "ssl_verify_result", "http_connect",
	"url", "errormsg", "exitcode", "proxy_used", // only by a format, since others use these words too
}

// A formatPart is a literal or a variable of a format.
type formatPart struct{ literal, name string }

// formatLines splits a format of -w into what it prints on each line. A whole object is known by itself.
func formatLines(format string) [][]formatPart {
	var lines [][]formatPart
	for _, line := range strings.Split(strings.NewReplacer(`\r`, "", `\n`, "\n", `\t`, "\t", "\r", "").Replace(format), "\n") {
		var parts []formatPart
		for line != "" && len(parts) < maxTried {
			literal, rest, found := strings.Cut(line, "%{")
			if literal != "" {
				parts = append(parts, formatPart{literal: literal})
			}
			name, after, _ := strings.Cut(rest, "}")
			if found {
				parts = append(parts, formatPart{name: name})
			}
			line = after
		}
		object := slices.ContainsFunc(parts, func(p formatPart) bool { return strings.HasSuffix(p.name, "json") })
		if !object && slices.ContainsFunc(parts, func(p formatPart) bool { return p.name != "" }) {
			lines = append(lines, parts)
		}
	}
	return lines
}

// matchFormat reads a line that a part of the format printed. A value reaches to the literal behind it.
func matchFormat(parts []formatPart, line string, cite Cite) ([]writeOut, bool) {
	var list []writeOut
	for i, p := range parts {
		if p.literal != "" {
			rest, ok := strings.CutPrefix(line, p.literal)
			if !ok {
				return nil, false
			}
			line = rest
			continue
		}
		value := line
		if i+1 < len(parts) && parts[i+1].literal != "" {
			at := strings.Index(line, parts[i+1].literal)
			if at < 0 {
				return nil, false
			}
			value = line[:at]
		}
		if !validOut(p.name, value) {
			return nil, false
		}
		line = line[len(value):]
		list = append(list, writeOut{p.name, strings.Clone(value), cite})
	}
	told := slices.ContainsFunc(list, func(w writeOut) bool { return w.value != "" })
	return list, strings.TrimSpace(line) == "" && told
}

// validOut reports whether a text can be the value of a variable.
func validOut(name, value string) bool {
	switch {
	case name == "http_code" || name == "response_code" || name == "http_connect":
		return len(value) == 3 && isDigits(value)
	case name == "remote_ip" || name == "local_ip":
		return value == "" || originAddr(value).IsValid() || isMasked(value)
	case name == "exitcode" || name == "ssl_verify_result" || name == "proxy_used":
		return isDigits(value)
	case strings.HasPrefix(name, "time_"):
		return strings.Trim(value, "0123456789.,") == ""
	}
	return true
}

// labelled reads values with their names in front: "http_code=200 remote_ip=10.1.2.3", "remote_ip: 10.1.2.3".
func labelled(line string, cite Cite) []writeOut {
	var list []writeOut
	if at := strings.IndexAny(line[:min(len(line), 32)], "=:"); at < len("url") || !strings.Contains(line[:at], "_") {
		return nil
	}
	words := strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(" \t,;|", c) })
	for i := 0; i < len(words) && i < maxTried; i++ {
		name, value, ok := strings.Cut(words[i], "=")
		if !ok {
			if name, value, ok = strings.Cut(words[i], ":"); ok && value == "" && i+1 < len(words) {
				i++
				value = words[i]
			}
		}
		name = strings.ToLower(name)
		timing := strings.HasPrefix(name, "time_")
		if !ok || value == "" || !timing && !slices.Contains(writeOutNames[:6], name) || !validOut(name, strings.TrimSuffix(value, "s")) && !validOut(name, value) {
			return nil
		}
		list = append(list, writeOut{strings.Clone(name), strings.Clone(value), cite})
	}
	return list
}

// isLabelled reports whether a line tells the status or the address in the words of -w.
func isLabelled(line string) bool {
	return slices.ContainsFunc(labelled(line, Cite{}), func(w writeOut) bool {
		return w.name == "http_code" || w.name == "response_code" || w.name == "remote_ip"
	})
}

// writeOutJSON reads the object that "-w '%{json}'" prints.
func writeOutJSON(lines []string, cites []Cite) []writeOut {
	text := strings.Join(lines, "\n")
	if !strings.Contains(text, `"http_code"`) || !strings.Contains(text, `"url_effective"`) {
		return nil
	}
	var all map[string]json.RawMessage
	if !decodeFirst(text, &all) {
		return nil
	}
	var list []writeOut
	for _, name := range writeOutNames {
		raw, ok := all[name]
		if !ok || bytes.Equal(raw, []byte("null")) {
			continue
		}
		value := string(raw)
		if s, err := strconv.Unquote(value); err == nil {
			value = s
		}
		if value != "" {
			list = append(list, writeOut{name, value, citeOf(`"`+name+`"`, lines, cites)})
		}
	}
	return list
}

// isWriteOutJSON reports whether a capture is such an object. It is asked before the readers of Azure's JSON.
func isWriteOutJSON(_ *Source, head []string) bool {
	text := strings.Join(head, "\n")
	return strings.HasPrefix(strings.TrimPrefix(strings.TrimSpace(text), "true"), "{") && strings.Contains(text, `"http_code"`) &&
		strings.Contains(text, `"url_effective"`)
}
