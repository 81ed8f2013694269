package analyze

import (
	"slices"
	"strings"
)

// A FactChange is a fact that differs between the two sides, with the lines of both.
type FactChange struct {
	List        string        `json:"list"` // of Facts
	Key         string        `json:"key"`  // what tells it apart within the list; "*" for the whole list
	Name        string        `json:"name"` // the key for people
	State       FactState     `json:"state"`
	Fields      []FieldChange `json:"fields"` // never nil, empty for a whole list
	BeforeCites []Cite        `json:"before_cites"`
	AfterCites  []Cite        `json:"after_cites"`
}

// A FactState says on which side a fact stands.
type FactState string

// The states of a fact. A list of which nothing was captured on one side is told once, not a fact at a time.
const (
	Changed           FactState = "changed"
	OnlyBefore        FactState = "only_before"
	OnlyAfter         FactState = "only_after"
	NotCapturedBefore FactState = "not_captured_before"
	NotCapturedAfter  FactState = "not_captured_after"
)

// A FieldChange is a value that differs; the empty Opt is not captured.
type FieldChange struct {
	Name   string `json:"name"`
	Before Opt    `json:"before"`
	After  Opt    `json:"after"`
}

// An item is one fact in a form that compares.
type item struct {
	list, key, name string
	vantage         string   // of lookups and requests
	ids             []string // the names of what it speaks of
	fields          []field
	cites           []Cite
}

// A field is one value of a fact.
type field struct{ name, value string }

// facts returns what differs, in the order of the lists.
func (c *comparison) facts() []FactChange {
	out := []FactChange{}
	before, after := merged(items(c.before)), merged(items(c.after))
	for _, list := range factLists {
		was, is := list.captured(&c.before.Facts), list.captured(&c.after.Facts)
		switch {
		case was && !is:
			out = append(out, wholeList(list.name, NotCapturedAfter))
		case is && !was:
			out = append(out, wholeList(list.name, NotCapturedBefore))
		case is:
			out = append(out, c.changes(list.name, before, after)...)
		}
	}
	return out
}

// wholeList tells of a list that one side lacks.
func wholeList(name string, state FactState) FactChange {
	return FactChange{List: name, Key: "*", Name: name, State: state, Fields: []FieldChange{}, BeforeCites: []Cite{}, AfterCites: []Cite{}}
}

// changes compares one list. What a machine saw that only one side knows is not listed: the machine is.
func (c *comparison) changes(list string, before, after *itemList) []FactChange {
	var out []FactChange
	for _, b := range before.all {
		if b.list != list || b.vantage != "" && vantageOf(c.after, b.vantage) == nil {
			continue
		}
		a := after.at[b.list+"\x00"+b.key]
		x := FactChange{List: list, Key: b.key, Name: b.name, State: Changed, Fields: fieldChanges(b, a), BeforeCites: append([]Cite{}, b.cites...), AfterCites: []Cite{}}
		if a == nil {
			x.State = OnlyBefore
		} else {
			x.AfterCites = append(x.AfterCites, a.cites...)
		}
		if len(x.Fields) > 0 || a == nil {
			out = append(out, x)
		}
	}
	for _, a := range after.all {
		if a.list == list && before.at[a.list+"\x00"+a.key] == nil && (a.vantage == "" || vantageOf(c.before, a.vantage) != nil) {
			out = append(out, FactChange{List: list, Key: a.key, Name: a.name, State: OnlyAfter, Fields: fieldChanges(nil, a),
				BeforeCites: []Cite{}, AfterCites: append([]Cite{}, a.cites...)})
		}
	}
	return out
}

// fieldChanges compares the values of a fact; one of the two may be nil.
func fieldChanges(b, a *item) []FieldChange {
	out := []FieldChange{}
	values := func(i *item, name string) string {
		if i == nil {
			return ""
		}
		at := slices.IndexFunc(i.fields, func(f field) bool { return f.name == name })
		return i.fields[at].value // the items of one list have the same fields
	}
	shape := b
	if b == nil {
		shape = a
	}
	for _, f := range shape.fields {
		if was, is := values(b, f.name), values(a, f.name); !strings.EqualFold(was, is) {
			out = append(out, FieldChange{f.name, Opt(was), Opt(is)})
		}
	}
	return out
}

// An itemList holds the items of a side, by list and key too.
type itemList struct {
	all []*item
	at  map[string]*item
}

// merged makes one item of those that share their key, such as the lookups of one name by several tools: what differs
// among them stands side by side.
func merged(all []item) *itemList {
	out := &itemList{at: map[string]*item{}}
	for i := range all {
		x := &all[i]
		first := out.at[x.list+"\x00"+x.key]
		if first == nil {
			out.at[x.list+"\x00"+x.key] = x
			out.all = append(out.all, x)
			continue
		}
		for j, f := range x.fields {
			first.fields[j].value = joinValues(first.fields[j].value, f.value)
		}
		for _, at := range x.cites {
			if len(first.cites) < mostCites && !slices.Contains(first.cites, at) {
				first.cites = append(slices.Clip(first.cites), at)
			}
		}
	}
	return out
}

// mostCites is the number of lines that a fact quotes.
const mostCites = 8

// joinValues adds a value to sorted ones, once.
func joinValues(have, more string) string {
	if more == "" || have == "" {
		return have + more
	}
	list := strings.Split(have, "; ")
	for _, v := range strings.Split(more, "; ") {
		list = addCode(list, v)
	}
	return strings.Join(list, "; ")
}
