package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The measures of a drawing, in units of its view box: a phone shows about one to a pixel.
const (
	drawWidth  = 400
	railX      = 38  // the line that the stops stand on
	laneX      = 13  // the line of a detour
	nameX      = 68  // where a stop's name begins
	valueX     = 134 // where its values begin, behind their labels
	lineHeight = 18
	nameChars  = 44 // that fit behind nameX
	boldChars  = 40 // the same in bold type
	valueChars = 35 // that fit behind valueX
	mostLines  = 3  // of one value
	mostValues = 3  // of one label
)

// A drawing is a path laid out as a picture. Its texts are made visible, not escaped.
type drawing struct {
	ID, Title, Desc string
	Height          int
	Rails           []rail
	Stops           []drawnStop
	Lane            *lane // nil without a detour
}

// A rail is the line between two stops.
type rail struct {
	Class    string
	From, To int // y
}

// A drawnStop is a stop with its place and texts.
type drawnStop struct {
	Class             string
	Top, Y, BoxHeight int
	Name, Word        string
	Lines             []drawnLine
}

// A drawnLine is one line of text.
type drawnLine struct {
	Class, Text string
	Full        string // the whole text where Text is shortened
	X, Y        int
}

// A lane is a detour: a sign, and a line from it past the endpoint to the vault.
type lane struct {
	Sign           drawnLine
	Top, From, To  int // y of the sign's upper edge, of the line's begin and of its end
	X, LaneX, Rail int
}

// stateClass gives the class of a state in the style sheet, whose shape the template draws.
var stateClass = map[StopState]string{Good: "good", Attention: "warn", Broken: "bad", Suspect: "bad", Affected: "warn", NotKnown: "open", NotReached: "off"}

// draw lays out a path.
func draw(p Path, id string) drawing {
	d := drawing{ID: id, Title: title(p), Desc: describe(p)}
	y := 8
	for _, s := range p.Stops {
		ds := drawStop(s, y)
		d.Stops = append(d.Stops, ds)
		y += ds.BoxHeight + 14
		if p.Detour != nil && p.Detour.From == s.Station {
			text, full := shortened(strings.ToUpper(p.Detour.Says[:1])+p.Detour.Says[1:]+".", 52)
			d.Lane = &lane{Sign: drawnLine{Class: "sign", Text: text, Full: full, X: laneX + 12, Y: y + 19}, Top: y, From: y + 28,
				X: laneX - 9, LaneX: laneX, Rail: railX}
			y += 28 + 14
		}
	}
	d.Height = y
	for i := 1; i < len(d.Stops); i++ {
		d.Rails = append(d.Rails, rail{Class: railClass(p, i), From: d.Stops[i-1].Y + 14, To: d.Stops[i].Y - 14})
	}
	if d.Lane != nil {
		d.Lane.To = d.Stops[int(p.Detour.To)-1].Y
	}
	return d
}

// railClass says how the line to a stop is drawn: green between two stops that are in order and nowhere else.
func railClass(p Path, to int) string {
	a, b := p.Stops[to-1], p.Stops[to]
	passed := func(s Stop) bool { return s.State != NotKnown && s.State != NotReached }
	switch {
	case p.Detour != nil && a.Station >= p.Detour.From && b.Station >= AtEndpoint, b.State == NotReached:
		return "off"
	case a.Sound() && b.Sound():
		return "good"
	case passed(a) && passed(b):
		return "to"
	}
	return "open"
}

// drawStop lays out one stop below a height.
func drawStop(s Stop, top int) drawnStop {
	ds := drawnStop{Class: stateClass[s.State], Top: top, Y: top + 20, Name: s.Station.String(), Word: string(s.State)}
	y := top + 25 + lineHeight
	put := func(class, label, text string, x, chars int) {
		if label != "" {
			ds.Lines = append(ds.Lines, drawnLine{Class: "label", Text: label, X: nameX, Y: y})
		}
		lines, full := wrapped(printable(text), chars)
		for _, l := range lines {
			ds.Lines = append(ds.Lines, drawnLine{Class: class, Text: l, Full: full, X: x, Y: y})
			y += lineHeight
		}
	}
	values := func(class, label string, list []string) {
		for i, text := range list {
			if i == mostValues {
				put("note", "", fmt.Sprintf("and %d more", len(list)-i), valueX, valueChars)
				break
			}
			put(class, label, text, valueX, valueChars)
			label = ""
		}
	}
	for i, b := range s.Breaks {
		put(map[bool]string{true: "mild", false: "break"}[b.Harmless], "", s.breakText(i), nameX, boldChars)
	}
	if len(s.Observed) == 0 {
		put("note", "seen", "nothing captured", valueX, valueChars)
	}
	values("seen", "seen", s.Observed)
	if !s.Sound() {
		values("wanted", "expected", s.Expected)
	}
	if len(s.Also) > 0 {
		put("note", "", "also found: "+strings.Join(s.Also, ", "), nameX, nameChars)
	}
	if len(s.Undecided) > 0 {
		put("note", "", "may lie here, not decided: "+some(s.Undecided, 3, false), nameX, nameChars)
	}
	ds.BoxHeight = y - lineHeight + 10 - top
	return ds
}

// breakText says what the i-th break of a stop is; one that says the same as that before it, only for what.
func (s Stop) breakText(i int) string {
	b := s.Breaks[i]
	if i > 0 && s.Breaks[i-1].Finding.Code == b.Finding.Code {
		return fmt.Sprintf("Root cause %d: the same, for %s", b.Number, b.Finding.Subject)
	}
	return b.Words()
}

// Words say what a break is, in a line of text.
func (b Break) Words() string {
	lead := "Break"
	switch {
	case b.Harmless:
		lead = "Root cause"
	case !b.Certain:
		lead = "Fault shows here, root cause"
	}
	if b.Finding.Accepted {
		lead = "Accepted, root cause"
	}
	return fmt.Sprintf("%s %d: %s, %s", lead, b.Number, b.Finding.Title, b.Finding.Code)
}

// title names a path's clients and says whether it works.
func title(p Path) string {
	who := "No client was captured"
	switch n := len(p.Clients); {
	case n == 1:
		who = printable(p.Clients[0])
	case n > 1:
		who = fmt.Sprintf("%s and %s like it", printable(p.Clients[0]), counted(n-1, "client"))
	}
	return who + ": Private Link " + map[string]string{"working": "works", "broken": "does not work"}[string(p.State)] +
		map[bool]string{true: "is not shown to work or to fail"}[p.State == "unknown"]
}

// describe says in a few sentences what the picture shows.
func describe(p Path) string {
	var out []string
	for _, s := range p.Stops {
		out = append(out, s.Station.String()+": "+string(s.State)+".")
		for _, b := range s.Breaks {
			out = append(out, printable(b.Words())+".")
		}
		if p.Detour != nil && p.Detour.From == s.Station {
			out = append(out, "After it "+p.Detour.Says+".")
		}
	}
	return strings.Join(out, " ")
}

// wrapped breaks a text into lines of at most a number of columns, at blanks where that is possible. A
// text of too many lines is shortened, and returned whole as well.
func wrapped(text string, most int) (lines []string, full string) {
	line, wide := "", 0
	for _, piece := range pieces(text, most) {
		if wide > 0 && wide+columnsIn(strings.TrimRight(piece, " ")) > most {
			lines, line, wide = append(lines, strings.TrimRight(line, " ")), "", 0
		}
		for columnsIn(strings.TrimRight(piece, " ")) > most {
			cut := fitting(piece, most)
			lines = append(lines, piece[:cut])
			piece = piece[cut:]
		}
		line, wide = line+piece, wide+columnsIn(piece)
	}
	if line != "" || lines == nil {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	if len(lines) > mostLines {
		last := lines[mostLines-1]
		lines = append(lines[:mostLines-1], last[:fitting(last, most-1)]+"…")
		return lines, text
	}
	return lines, ""
}

// pieces cuts a text behind each blank, and a word that is too long for a line behind each mark that names are made of.
func pieces(text string, most int) []string {
	var out []string
	for _, word := range strings.SplitAfter(text, " ") {
		if columnsIn(strings.TrimRight(word, " ")) <= most {
			out = append(out, word)
			continue
		}
		from := 0
		for i, r := range word {
			if strings.ContainsRune("./-,:_", r) {
				out = append(out, word[from:i+1])
				from = i + 1
			}
		}
		out = append(out, word[from:])
	}
	return out
}

// shortened cuts a text to one line, and returns it whole as well where that was needed.
func shortened(text string, most int) (short, full string) {
	if text = printable(text); columnsIn(text) <= most {
		return text, ""
	}
	return text[:fitting(text, most-1)] + "…", text
}

// fitting returns how many bytes of a text fit in a number of columns; at least one character.
func fitting(text string, most int) int {
	wide := 0
	for i, r := range text {
		if wide += columnsOf(r); wide > most && i > 0 {
			return i
		}
	}
	return len(text)
}

// columnsIn returns how many columns a text takes up.
func columnsIn(text string) int {
	if n := utf8.RuneCountInString(text); n == len(text) {
		return n
	}
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

// columnsOf returns the columns of a character; those of East Asian scripts and pictures are wide.
func columnsOf(r rune) int {
	if r >= 0x2e80 || r >= 0x1100 && r < 0x1160 {
		return 2
	}
	return 1
}
