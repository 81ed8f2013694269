package parse

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plain returns what a decoder makes of a node.
func (n *jsonNode) plain() any {
	switch n.kind {
	case jsonNull:
		return nil
	case jsonBool:
		return n.value == "true"
	case jsonNumber:
		return json.Number(n.value)
	case jsonString:
		return n.value
	case jsonArray:
		all := []any{}
		for _, c := range n.children {
			all = append(all, c.plain())
		}
		return all
	}
	all := map[string]any{}
	for _, c := range n.children {
		all[c.key] = c.plain()
	}
	return all
}

// FuzzJSONWalker holds that a valid document is read as any decoder reads it, without a word about harm, and
// that no other text stops the reading.
func FuzzJSONWalker(f *testing.F) {
	for _, seed := range []string{
		`{"a": [1, -2.5e+3, true, false, null, "x\u00e9\n\\\"\/", {}, []], "b": {"a": "1"}}`, `[[[]],"…",{"":0}]`, `"x"`, `1 `,
		`{"a": 1, // b` + "\n}", `[1,]`, `{"a": [...]}`, `{"a":"\ud83d\ude00\ud83d"}`, "[\n--\n]", `[1 2]`, `{]}[}`, "{\"a\":\n x\ny\nz\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		w := newJSONWalker(&Source{Origin: Origin{File: "x", Line: 1}, Text: text})
		w.open(len(text))
		var elements []any
		top, list := w.document(false, func(n *jsonNode) bool {
			if n != nil {
				elements = append(elements, n.plain())
			}
			return true
		})
		dec := json.NewDecoder(bytes.NewReader([]byte(text)))
		dec.UseNumber()
		var want any
		if err := dec.Decode(&want); err != nil {
			return
		}
		if _, err := dec.Token(); err != io.EOF || top == nil || strings.TrimSpace(text) != text && !top.container() {
			return
		}
		if !top.container() || strings.Contains(text, "\ufeff") {
			return
		}
		if w.stop != "" || len(w.harms) > 0 {
			t.Fatalf("stopped %q, harms %v in valid JSON", w.stop, w.harms)
		}
		got := top.plain()
		switch {
		case list == top:
			got = append([]any{}, elements...)
		case list != nil:
			got.(map[string]any)[list.key] = append([]any{}, elements...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("document (-want +got):\n%s", diff)
		}
	})
}
