package parse

import "strings"

// azureYAMLReader reads what az prints with -o yaml: the same resources as in JSON.
var azureYAMLReader = reader{name: "az-yaml", match: matchAzureYAML, read: readAzureYAML}

// matchAzureYAML looks for a resource in the YAML of the first lines.
func matchAzureYAML(src *Source, head []string) bool {
	request := parseAzCommand(src.Command)
	if src.Command != "" && !request.az {
		return false
	}
	probe := *src
	probe.Text = strings.Join(head, "\n")
	w := newJSONWalker(&probe)
	w.left = maxJSONNodes
	t := newYAMLTree(w)
	if len(t.lines) == 0 {
		return false
	}
	first := strings.TrimPrefix(t.lines[0].text, "- ")
	if _, _, ok := yamlPair(first); !ok {
		return false
	}
	return len(resourcesIn(t.block(nil, ""), 0)) > 0
}

// readAzureYAML reads the YAML of a capture.
func readAzureYAML(src *Source, out *sink) {
	e := newAzExport(src, out)
	e.w.pathless = true
	e.w.left = maxJSONNodes
	t := newYAMLTree(e.w)
	for t.i < len(t.lines) && e.w.stop == "" {
		before, first := t.i, Cite{}
		records := len(out.records)
		l := azListing{complete: true}
		top := t.block(nil, "")
		if top == nil {
			break
		}
		first = e.w.cite(top)
		if top.kind == jsonArray {
			for _, n := range top.children {
				e.element(&l, n)
			}
			e.list(&l, top, top)
		} else {
			e.single(top)
		}
		e.close(records, first)
		e.w.harms = nil
		if t.i == before {
			e.w.line, e.w.start = t.lines[t.i].line, t.lines[t.i].start
			out.unread(e.w.citeLine())
			t.i++
		}
	}
	e.finish()
}
