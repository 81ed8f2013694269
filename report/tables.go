package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"kvdoctor/analyze"
)

// tables prints what was read: lookups, requests and connections.
func (p *printer) tables(d *analyze.Diagnosis) {
	var rows [][]string
	for _, l := range d.Facts.Lookups {
		rows = append(rows, []string{l.Vantage, l.Tool, string(l.Query), string(l.Server), string(l.Outcome), addressList(l.Addresses)})
	}
	p.table("Lookups", []string{"vantage", "tool", "query", "server", "outcome", "addresses"}, rows)
	rows = nil
	for _, r := range d.Facts.Requests {
		status := "-"
		if r.Status != nil {
			status = strconv.Itoa(*r.Status)
		}
		conn, addr := "-", "-"
		if n := r.NetworkInfo; n != nil {
			conn = dash(string(n.ConnType))
			if n.Addr != nil {
				addr = addressList([]analyze.AddressFact{*n.Addr})
			}
		}
		rows = append(rows, []string{r.Vantage, dash(string(r.URL)), status, conn, addr})
	}
	p.table("Requests", []string{"vantage", "url", "status", "conn_type", "seen as"}, rows)
	rows = nil
	for _, c := range d.Facts.Connections {
		rows = append(rows, []string{lastName(string(c.EndpointID)), dash(string(c.State)), dash(string(c.ProvisioningState))})
	}
	p.table("Connections", []string{"endpoint", "state", "provisioning"}, rows)
	p.predictions(d)
}

// predictions prints what follows from the exports for every client, where they settle it.
func (p *printer) predictions(d *analyze.Diagnosis) {
	var rows [][]string
	for _, r := range d.Predictions {
		if r.Outcome == "" || r.Vantage == "" {
			continue
		}
		answer := addressList(r.Addresses)
		switch {
		case r.Public && len(r.Addresses) == 0:
			answer = "public"
		case len(r.Addresses) == 0:
			answer = string(r.Outcome)
		}
		seen := "-"
		if r.Observed != nil {
			seen = map[bool]string{true: "the same", false: "differs"}[*r.Observed]
		}
		rows = append(rows, []string{string(r.Vantage), answer, seen, dash(string(r.Request))})
	}
	p.table("Predicted from the exports", []string{"vantage", "answer", "seen", "a request"}, rows)
}

// addressList prints addresses with their classes.
func addressList(as []analyze.AddressFact) string {
	var out []string
	for _, a := range as {
		out = append(out, a.Address+" "+string(a.Class))
	}
	return dash(strings.Join(out, ", "))
}

// dash stands for what is not known.
func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// lastName returns the last name of a resource id.
func lastName(id string) string { return dash(id[strings.LastIndex(id, "/")+1:]) }

// table prints rows below a title; nothing where there are none.
func (p *printer) table(title string, header []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	const most = 72
	for _, r := range rows {
		for i := range r {
			r[i] = clip(Visible(r[i]), most)
		}
	}
	p.line("")
	p.b.WriteString(p.paint(bold, title) + "\n")
	p.b.WriteString(Table("  ", header, rows))
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
