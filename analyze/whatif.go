package analyze

import "fmt"

// A WhatIf says what one change would do for one client, on the resolution model.
type WhatIf struct {
	Fix     string `json:"fix"`     // as given
	Vantage string `json:"vantage"` // the client
	Before  string `json:"before"`  // where the name leads, and what becomes of a request
	After   string `json:"after"`
	Breaks  *bool  `json:"breaks"` // whether it cuts off a client that the vault takes before; nil if that cannot be told
}

// An Aftermath is what the diagnosis would come to after all changes. Answers that cannot be foreseen count as not
// captured.
type Aftermath struct {
	Verdict      Verdict      `json:"verdict"`
	PrivatePath  PrivatePath  `json:"private_path"`
	PublicAccess PublicAccess `json:"public_access"`
	Findings     []Finding    `json:"-"`
	Codes        []string     `json:"findings"` // the codes that would still be found, each once
}

// Foresee makes changes one after the other on a copy of the evidence and adds to a diagnosis what they would do. The
// error names a change that does not fit what was captured.
func Foresee(e *Evidence, d *Diagnosis, edits []Edit) error {
	before := e
	for i, edit := range edits {
		after, err := e.after(edits[:i+1]...)
		if err != nil {
			return fmt.Errorf("%s: %w", edit.Text, err)
		}
		for _, v := range e.clients() {
			d.WhatIf = append(d.WhatIf, foreseen(edit, v.name, before, after))
		}
		before = after
	}
	end := diagnose(before)
	d.After = &Aftermath{Verdict: end.Verdict, PrivatePath: end.PrivatePath, PublicAccess: end.PublicAccess, Findings: end.Findings, Codes: []string{}}
	for _, f := range end.Findings {
		d.After.Codes = addCode(d.After.Codes, f.Code)
	}
	return nil
}

// foreseen tells what a change does for a client.
func foreseen(edit Edit, client string, before, after *Evidence) WhatIf {
	was, is := before.journeyOf(before.index.vantages[client]), after.journeyOf(after.index.vantages[client])
	w := WhatIf{Fix: edit.Text, Vantage: client, Before: before.outlook(client), After: after.outlook(client)}
	switch breaks := was.through == yes && is.through == no; {
	case breaks || was.through == no || is.through == yes:
		w.Breaks = &breaks
	}
	return w
}

// outlook says where the vault's name leads a client, and what becomes of its requests.
func (e *Evidence) outlook(client string) string {
	v := e.index.vantages[client]
	ends := e.sees(v).ends()
	if says := e.journeyOf(v).says; says != "" {
		return e.id.host + " -> " + ends + "; a request " + says
	}
	return e.id.host + " -> " + ends
}
