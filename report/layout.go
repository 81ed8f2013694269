package report

import (
	"fmt"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// joined is a blank within a cell at which the cell is not broken.
const joined = "\x1f"

// Fit lays out rows in columns of a terminal: where they are too wide, cells are broken at blanks; where single words are
// too wide for that, long ones of the first column stand on lines of their own; and where that is not enough, each row
// becomes a list of its cells.
func Fit(indent string, header []string, rows [][]string) string {
	shown := make([][]string, len(rows))
	for i, r := range rows {
		shown[i] = make([]string, len(r))
		for j, c := range r {
			parts := strings.Split(c, joined)
			for k := range parts {
				parts[k] = ascii(parts[k])
			}
			shown[i][j] = strings.Join(parts, joined)
		}
	}
	alone := map[int]string{} // first cells that stand on a line of their own, by their row
	widths, ok := columns(header, shown, width-len(indent))
	if !ok {
		alone = tooLong(header, shown)
		widths, ok = columns(header, shown, width-len(indent))
	}
	if !ok {
		for i, first := range alone {
			shown[i][0] = first
		}
		return listed(indent, header, shown)
	}
	var lines [][]string
	above := map[int]string{} // of alone, by the line below
	for i, r := range shown {
		if first := alone[i]; first != "" {
			above[len(lines)+1] = first
		}
		lines = append(lines, broken(r, widths)...)
	}
	return inserted(Table(indent, header, lines), indent, above)
}

// inserted puts lines between those of a text, above the lines of the given numbers, from 0.
func inserted(text, indent string, above map[int]string) string {
	if len(above) == 0 {
		return text
	}
	var out strings.Builder
	n := 0
	for line := range strings.Lines(text) {
		if first := above[n]; first != "" {
			out.WriteString(indent + first + "\n")
		}
		out.WriteString(line)
		n++
	}
	return out.String()
}

// tooLong takes long words out of the first column and returns them by their rows.
func tooLong(header []string, rows [][]string) map[int]string {
	const most = 20
	out := map[int]string{}
	for i, r := range rows {
		if len(r[0]) > most && len(header) > 1 {
			out[i], r[0] = r[0], ""
		}
	}
	return out
}

// columns returns the widths of columns that leave room for all within so many characters; ok is false if there are none.
func columns(header []string, rows [][]string, room int) (widths []int, ok bool) {
	const gap = 2
	widths, least := make([]int, len(header)), make([]int, len(header))
	for j, h := range header {
		widths[j], least[j] = len(h), len(h)
	}
	for _, r := range rows {
		for j, c := range r {
			widths[j] = max(widths[j], len(c))
			for _, word := range strings.Fields(c) {
				least[j] = max(least[j], len(word))
			}
		}
	}
	over := gap*(len(header)-1) - room
	for _, w := range widths {
		over += w
	}
	for ; over > 0; over-- {
		widest := -1
		for j := range widths {
			if widths[j] > least[j] && (widest < 0 || widths[j] > widths[widest]) {
				widest = j
			}
		}
		if widest < 0 {
			return nil, false
		}
		widths[widest]--
	}
	return widths, true
}

// broken breaks the cells of a row into lines of the columns' widths.
func broken(row []string, widths []int) [][]string {
	var out [][]string
	for j, c := range row {
		for i, part := range breakAt(c, widths[j]) {
			if i == len(out) {
				out = append(out, make([]string, len(row)))
			}
			out[i][j] = strings.ReplaceAll(part, joined, " ")
		}
	}
	return out
}

// breakAt breaks a text at blanks into lines of so many characters; a longer word has a line of its own.
func breakAt(text string, most int) []string {
	if len(text) <= most {
		return []string{text}
	}
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) > most:
			out = append(out, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(out, line)
}

// listed prints each row as a list of its cells with their names, the first cell above them.
func listed(indent string, header []string, rows [][]string) string {
	longest := 0
	for _, h := range header[1:] {
		longest = max(longest, len(h))
	}
	p := &printer{}
	for _, r := range rows {
		p.line("%s%s", indent, strings.ReplaceAll(r[0], joined, " "))
		for j, c := range r[1:] {
			p.wrap(fmt.Sprintf("%s  %-*s  ", indent, longest, header[j+1]), strings.ReplaceAll(c, joined, " "))
		}
	}
	return p.b.String()
}

// Table lays out rows in columns, each line behind an indent. Cells are made printable ASCII, since the
// layout counts columns; trailing blanks are cut.
func Table(indent string, header []string, rows [][]string) string {
	var b strings.Builder
	t := tablewriter.NewTable(&b,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{Borders: tw.BorderNone,
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone}})),
		tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAlignment(tw.AlignLeft), tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithPadding(tw.Padding{Left: "", Right: "  ", Overwrite: true}))
	t.Header(header)
	for _, r := range rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = ascii(c)
		}
		if err := t.Append(cells); err != nil {
			return indent + err.Error() + "\n"
		}
	}
	if err := t.Render(); err != nil {
		return indent + err.Error() + "\n"
	}
	var out strings.Builder
	for line := range strings.Lines(b.String()) {
		if line = strings.TrimRight(line, " \n"); line != "" {
			out.WriteString(indent + line + "\n")
		}
	}
	return out.String()
}

// ascii makes a cell printable ASCII, in the notation of Visible.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range Visible(s) {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u{%04x}`, r)
		}
	}
	return b.String()
}
