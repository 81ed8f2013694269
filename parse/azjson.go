package parse

import (
	"fmt"
	"path"
	"strings"
)

// maxJSONDocuments bounds the JSON documents of one capture; a loop over resources prints one each.
const maxJSONDocuments = 10_000

// azureJSONReader reads what az, and the resource manager itself, print of vaults, endpoints, private DNS and
// networks: flattened or nested, as list, as {"value": [...]} or {"data": [...]}, or as single objects.
var azureJSONReader = reader{name: "az-json", match: matchAzureJSON, read: readAzureJSON}

// matchAzureJSON looks for a resource or an error of the resource manager in the JSON. A list that is
// empty, or cut off before its first type, is known by the command or by the file's name alone.
func matchAzureJSON(src *Source, head []string) bool {
	request := parseAzCommand(src.Command)
	at := jsonLine(head, request.az)
	if at < 0 {
		return false
	}
	if request.az || src.Command == "" && isExportName(src.File) {
		return true
	}
	return holdsResource(src, strings.Join(head[at:], "\n"))
}

// isExportName reports whether a file is named as an Azure export.
func isExportName(file string) bool {
	return isJSONName(file) && fileType(file) != ""
}

func isJSONName(file string) bool { return strings.EqualFold(path.Ext(file), ".json") }

// holdsResource reports whether the first object of a JSON text, which may be cut off, is a resource that is
// read, or an error. JSON that is nested too deeply to tell is taken too, so that the limit is told.
func holdsResource(src *Source, text string) bool {
	probe := *src
	probe.Text = text
	w := newJSONWalker(&probe)
	w.open()
	known := false
	top, list := w.document(func(n *jsonNode) bool {
		known = resourceKind(n).typ != ""
		return false
	})
	if list == nil {
		known = resourceKind(unwrap(top)).typ != ""
	}
	if !known && src.Command == "" && isJSONName(src.File) {
		code, message := errorNodes(top)
		// An inner error is told by vaults, not by the resource manager.
		known = code != nil && message != nil && top.get("error").get("innererror") == nil
	}
	return known || w.deep
}

// jsonLine returns the index of the line on which JSON begins, or -1. Under an az command any text may
// stand before it, else only what az prints there itself.
func jsonLine(lines []string, az bool) int {
	var noise azNoise
	for i, line := range lines {
		switch {
		case opensJSON(line):
			return i
		case !az && !noise.skip(line):
			return -1
		}
	}
	return -1
}

// opensJSON reports whether JSON may begin on a line. "[user@host ~]$" and "[Coming breaking change]" are none.
func opensJSON(line string) bool {
	line = strings.TrimSpace(line)
	if line == "" || line[0] != '{' && line[0] != '[' {
		return false
	}
	rest := strings.TrimLeft(line[1:], " \t")
	switch {
	case rest == "":
		return true
	case line[0] == '{':
		return rest[0] == '"' || rest[0] == '}' || isSpinner(rest)
	}
	return strings.IndexByte("[{]", rest[0]) >= 0
}

// readAzureJSON reads the JSON documents of a capture; what stands around them is told as unread. A
// capture in which nothing is understood is one that no reader knows.
func readAzureJSON(src *Source, out *sink) {
	e := newAzExport(src, out)
	w := e.w
	var noise azNoise
	for documents := 0; w.off < len(w.text) && w.stop == ""; {
		line := w.rest()
		switch {
		case !opensJSON(line):
			if !noise.skip(line) {
				out.unread(w.citeLine())
			}
			w.skip()
		case documents == maxJSONDocuments:
			w.halt(fmt.Sprintf("more than %d JSON documents in one capture", maxJSONDocuments), w.citeLine())
		default:
			documents++
			w.open()
			e.document()
		}
	}
	e.finish()
}
