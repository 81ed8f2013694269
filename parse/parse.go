// Package parse turns the text of one capture into records.
//
// It knows the formats of tools and exports; it does not know what is good or bad, which vault is meant,
// or how captures relate to each other. A reader does no input or output and returns no error: what it
// cannot read is itself a record, and reading goes on.
package parse

import (
	"net/netip"
	"time"
)

// An Origin says where a capture comes from.
type Origin struct {
	File        string    // path inside the bundle
	Line        int       // 1-based number, in the file, of the capture's first line
	Vantage     string    // name of the machine it was taken on
	Machine     string    // name that the prompt gives its machine; "elsewhere" after a session was left, "elsewhere-12" below words on line 12 that are not understood; empty if unknown
	Command     string    // the command line; empty if unknown
	CommandLine int       // line of the prompt that shows Command; 0 if there is none
	Prompt      string    // that line as the file has it; empty if there is none
	Carried     bool      // the command was run on Machine from another one (kubectl exec, docker run, ssh)
	Exit        *int      // exit status; nil if unknown
	Whole       bool      // the capture is known to be all of the command's output
	Started     time.Time // zero if unknown
}

// A Source is one capture, ready to be read.
type Source struct {
	Origin
	// Text is UTF-8; lines end in LF or CRLF.
	Text string
	// Original is the text as it stands in the file, where Text was cleaned of what a mail, a ticket or a web page
	// put around it; line by line it fits Text. Quotes are taken from it. Empty where Text is the file's own.
	Original string
	// Spaced says that every second line of Text is blank, and was not in what the tool printed.
	Spaced bool
	// Stderr is what the command wrote to standard error, if that was kept apart; else nil.
	Stderr *Source
	// MaxJSONDepth bounds the nesting of JSON; 0 means 512.
	MaxJSONDepth int
	folded       bool // all of Text stands on the line Line, in a string of JSON; Original is that line
}

// A Record is one thing read from a capture.
type Record struct {
	// Kind is the name of the reader: "nslookup", "host", "dig", "curl", "az-json" ...
	Kind string
	// Origin is the capture it was read from; shared by all records of that capture.
	Origin *Origin
	// Fact is one of the exported fact types of this package, as a pointer.
	Fact Fact
}

// A Fact is the content of a record.
type Fact interface {
	// Cites returns every line that the fact rests on.
	Cites() []Cite
}

// A Cite is one line of a capture, quoted.
type Cite struct {
	File    string // path inside the bundle
	Line    int    // 1-based; 0 for an empty file
	Text    string // the line, blanks around it trimmed, at most 500 characters
	Pointer string // JSON Pointer (RFC 6901) for JSON captures; else empty
	Quoted  bool   // the line stands behind the mark of a quote or of a comment
}

// A Text is a captured scalar with its place. The zero Text means "not captured"; JSON null is not captured.
type Text struct {
	Value string
	Cite  Cite
}

// Known reports whether the scalar was captured.
func (t Text) Known() bool { return t.Cite.File != "" }

// An Unread fact tells lines of a known kind that its reader did not understand.
type Unread struct {
	Count int  // number of lines
	First Cite // the first of them
	// Refusal is the reason of a refusal that the words of one of them tell, or Refusal403; zero if none does.
	Refusal Text
	States  []Cite // those that look like a row with the state of a connection that is not approved; at most 20
}

// Cites implements Fact.
func (u *Unread) Cites() []Cite { return append([]Cite{u.First}, u.States...) }

// An Unrecognised fact stands for a capture that no reader knows.
type Unrecognised struct {
	Empty   bool   // the capture holds no text at all
	First   Cite   // its first line that is not blank
	Refusal Text   // as that of Unread
	States  []Cite // those that look like a row with the state of a connection that is not approved; at most 20
}

// Cites implements Fact.
func (u *Unrecognised) Cites() []Cite { return append([]Cite{u.First}, u.States...) }

// A Masked fact tells a place where an address should stand and its author hid it: "10.0.x.x", "***". It is no value.
type Masked struct {
	Text string // the masked word as captured
	Cite Cite
}

// Cites implements Fact.
func (m *Masked) Cites() []Cite { return []Cite{m.Cite} }

// An Addr is a captured address.
type Addr struct {
	Addr netip.Addr // never an IPv4-mapped IPv6 address
	TTL  int        // seconds; -1 if not told
	Cite Cite
}

// A Name is a captured DNS name: lower case, without the final dot.
type Name struct {
	Name string
	Cite Cite
}
