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
var azureJSONReader = reader{name: azJSONKind, opens: opensAzureJSON, match: matchAzureJSON, read: readAzureJSON}

const azJSONKind = "az-json"

// azFirstKeys are the members with which az and the resource manager begin what they print of a resource.
var azFirstKeys = []string{
	`"id": "/subscriptions/`, `"id":"/subscriptions/`, `"aRecords":`, `"customDnsConfigs":`, `"addressSpace":`,
	`"etag": "W/`, `"dnsSettings":`, `"newVNet":`, `"NewNIC":`, `"NewNSG":`, `"publicIp":`, `"addressPrefix": "`,
	`"allowForwardedTraffic":`, `"applicationSecurityGroups":`, `"auxiliaryMode":`, `"privateDnsZoneConfigs":`,
}

// opensAzureJSON reports whether a line opens a resource, given the line below it; of a list whose brackets stand
// alone it is given several, as its elements may tell their ids behind their names.
func opensAzureJSON(line, next string) bool {
	list := line == "[{"
	if !list && strings.TrimRight(line, " \t") != "{" {
		return strings.HasPrefix(line, `{"id":"/subscriptions/`) || strings.HasPrefix(line, `[{"id":"/subscriptions/`) ||
			strings.HasPrefix(line, `{"value":[{"id":"/subscriptions/`)
	}
	next = strings.TrimLeft(next, " \t")
	for _, key := range azFirstKeys {
		if strings.HasPrefix(next, key) {
			return true
		}
	}
	return list && (strings.Contains(next, "\n\"id\": \"/subscriptions/") || strings.Contains(next, "\n\"id\":\"/subscriptions/"))
}

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

// holdsResource reports whether the first object of a JSON text, which may be cut off, is a resource, or an
// error. JSON that is nested too deeply to tell is taken too, so that the limit is told.
func holdsResource(src *Source, text string) bool {
	probe := *src
	probe.Text = text
	w := newJSONWalker(&probe)
	start, form := jsonStart(w.rest())
	w.advance(start)
	w.open(len(text))
	known := false
	top, list := w.document(form == jsonFragment, func(n *jsonNode) bool {
		known = len(resourcesIn(n, 0)) > 0
		return false
	})
	if list == nil {
		known = len(resourcesIn(top, 0)) > 0 || isExample(top) && top.get("parameters").get("api-version") != nil
	}
	if !known && src.Command == "" {
		code, message := errorNodes(top)
		// An inner error is told by vaults, not by the resource manager.
		known = code != nil && message != nil && top.get("error").get("innererror") == nil &&
			(isJSONName(src.File) || isARMCode(code.value))
	}
	return known || w.deep
}

// jsonLine returns the index of the line on which JSON begins, or -1. Under an az command any text may
// stand before it, else only what az prints there itself.
func jsonLine(lines []string, az bool) int {
	var noise azNoise
	for i, line := range lines {
		_, form := jsonStart(line)
		switch {
		case form != jsonNowhere && form != jsonInLine:
			return i
		case !az && !noise.skip(line):
			return -1
		}
	}
	return -1
}

// readAzureJSON reads the JSON documents of a capture; what stands around them is told as unread. A
// capture in which nothing is understood is one that no reader knows.
func readAzureJSON(src *Source, out *sink) {
	e := newAzExport(src, out)
	w := e.w
	var noise azNoise
	for documents := 0; w.off < len(w.text) && !w.over; {
		line := w.rest()
		start, form := jsonStart(line)
		if form == jsonBehind && !continues(w.text[w.off+len(line):]) {
			form = jsonNowhere
		}
		noisy := form != jsonWhole && form != jsonFragment && noise.skip(line)
		switch {
		case noisy || form == jsonNowhere:
			if !noisy && !e.leftover(line) {
				out.unread(w.citeLine())
			}
			e.follow(&noise)
			w.skip()
		case documents == maxJSONDocuments:
			w.halt(fmt.Sprintf("more than %d JSON documents in one capture", maxJSONDocuments))
			out.add(&Partial{Type: e.holds(), Reason: w.stop, Cite: w.stopAt})
		default:
			documents++
			e.open(start, form)
		}
	}
	e.finish()
}

// open reads a document that begins in the current line.
func (e *azExport) open(start int, form jsonForm) {
	w := e.w
	end := len(w.text)
	if form == jsonInLine {
		end = brokenEnd(w.text, w.off+start, w.off+len(w.rest()))
	}
	w.advance(w.off + start)
	w.open(end)
	e.document(form == jsonFragment)
	if form == jsonInLine {
		w.skip()
	}
}
