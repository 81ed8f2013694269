package analyze

// jsonKind is the kind of records read from JSON captures.
const jsonKind = "az-json"

// pointToRoots gives the lines of JSON captures that no element of the document stands for the pointer to the
// whole document.
func (e *Evidence) pointToRoots(d *Diagnosis) {
	files := map[string]bool{}
	for _, in := range e.inputs {
		for _, r := range in.Records {
			if r.Kind == jsonKind {
				files[r.Origin.File] = true
			}
		}
	}
	mend := func(cs []Cite) {
		for i, c := range cs {
			if c.Pointer == "" && c.Line > 0 && files[c.File] {
				cs[i].Pointer = Root
			}
		}
	}
	for _, f := range d.Findings {
		mend(f.Cites)
	}
	for _, p := range d.Predictions {
		for _, s := range p.Steps {
			mend(s.Cites)
		}
	}
	d.Facts.eachCites(mend)
}

// eachCites calls f for the lines of every fact.
func (f *Facts) eachCites(mend func([]Cite)) {
	for _, x := range f.Vantages {
		mend(x.Cites)
	}
	for _, x := range f.Lookups {
		mend(x.Cites)
	}
	for _, x := range f.Requests {
		mend(x.Cites)
	}
	if f.Vault != nil {
		mend(f.Vault.Cites)
	}
	for _, x := range f.Connections {
		mend(x.Cites)
	}
	for _, x := range f.Endpoints {
		mend(x.Cites)
	}
	for _, x := range f.Zones {
		mend(x.Cites)
	}
	for _, x := range f.Links {
		mend(x.Cites)
	}
	for _, x := range f.Records {
		mend(x.Cites)
	}
	for _, x := range f.Networks {
		mend(x.Cites)
	}
}
