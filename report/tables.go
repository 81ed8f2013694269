package report

import (
	"slices"
	"strconv"
	"strings"

	"kvdoctor/analyze"
)

// tables prints what was read: addresses, lookups, requests and connections.
func (p *printer) tables(d *analyze.Diagnosis) {
	p.addresses(d)
	p.lookups(d.Facts.Lookups)
	p.requests(d)
	var rows [][]string
	for _, c := range d.Facts.Connections {
		rows = append(rows, []string{lastName(string(c.EndpointID)), dash(string(c.State)), dash(string(c.ProvisioningState))})
	}
	p.table("Connections", []string{"endpoint", "state", "provisioning"}, rows)
	p.predictions(d)
}

// addresses prints every address that matters once, with its class and what it is.
func (p *printer) addresses(d *analyze.Diagnosis) {
	var rows [][]string
	at := map[string]int{}
	add := func(a analyze.AddressFact, what string) {
		i, known := at[a.Address]
		if !known {
			i = len(rows)
			at[a.Address] = i
			rows = append(rows, []string{a.Address, string(a.Class), ""})
		}
		what = strings.ReplaceAll(what, " ", joined)
		if have := strings.Split(rows[i][2], ", "); !slices.Contains(have, what) {
			rows[i][2] = strings.TrimPrefix(rows[i][2]+", "+what, ", ")
		}
	}
	for _, e := range d.Facts.Endpoints {
		if strings.EqualFold(lastName(string(e.TargetID)), string(d.Vault.Name)) {
			for _, a := range e.Addresses {
				add(a, "endpoint "+lastName(string(e.ID)))
			}
		}
	}
	for _, l := range d.Facts.Lookups {
		for _, a := range l.Addresses {
			add(a, "answer to "+l.Vantage)
		}
	}
	for _, r := range d.Facts.Requests {
		if n := r.NetworkInfo; n != nil && n.Addr != nil {
			add(*n.Addr, "where the vault saw "+r.Vantage)
		}
	}
	for _, v := range d.Facts.Vantages {
		for _, a := range v.Addresses {
			if !p.all && (a.Class == analyze.ClassLoopback || a.Class == analyze.ClassLinkLocal) {
				continue // every machine has them
			}
			add(a, "own address of "+v.Name)
		}
		for _, a := range v.Resolvers {
			add(a, "name server of "+v.Name)
		}
	}
	p.table("Addresses", []string{"address", "class", "what it is"}, rows)
}

// lookups prints the lookups of each name; the tools that got the same answer share a row.
func (p *printer) lookups(all []analyze.LookupFact) {
	const most = 8
	var names []string
	rows := map[string][][]string{}
	for _, l := range all {
		name := string(l.Query)
		if rows[name] == nil {
			names = append(names, name)
		}
		answer := addressCell(l.Addresses)
		switch {
		case l.Outcome != "answer":
			answer = string(l.Outcome)
		case len(l.Addresses) == 0:
			answer = "no address"
		}
		rows[name] = fold(rows[name], []string{l.Vantage, answer, dash(string(l.Server)), dash(l.Tool)})
	}
	for i, name := range names {
		if i == most && !p.all {
			p.line("")
			p.line("Lookups of %d more names; --all lists them", len(names)-most)
			break
		}
		p.table("Lookups of "+dash(name), []string{"vantage", "answer", "server", "tool"}, rows[name])
	}
}

// fold adds a row, or only its last cell to the row that is the same up to there.
func fold(rows [][]string, row []string) [][]string {
	last := len(row) - 1
	for _, r := range rows {
		if slices.Equal(r[:last], row[:last]) {
			if !slices.Contains(strings.Split(r[last], ", "), row[last]) {
				r[last] += ", " + row[last]
			}
			return rows
		}
	}
	return append(rows, row)
}

// requests prints the requests; those to the vault by their path.
func (p *printer) requests(d *analyze.Diagnosis) {
	var rows [][]string
	for _, r := range d.Facts.Requests {
		status, conn, addr := seenAs(r, addressCell)
		rows = fold(rows, []string{r.Vantage, dash(p.asked(string(r.URL), d)), status, conn, addr, ""})
	}
	for i, r := range rows {
		rows[i] = r[:len(r)-1] // what fold adds to
	}
	p.table("Requests", []string{"vantage", "request", "status", "conn_type", "seen as"}, rows)
}

// seenAs returns a request's status, and how the vault saw it come; list prints addresses.
func seenAs(r analyze.RequestFact, list func([]analyze.AddressFact) string) (status, conn, addr string) {
	status, conn, addr = "-", "-", "-"
	if r.Status != nil {
		status = strconv.Itoa(*r.Status)
	}
	if n := r.NetworkInfo; n != nil {
		conn = dash(string(n.ConnType))
		if n.Addr != nil {
			addr = list([]analyze.AddressFact{*n.Addr})
		}
	}
	return status, conn, addr
}

// asked shortens what a request asked for: the scheme that is always the same, the vault's own host and what follows the
// path say little.
func (p *printer) asked(url string, d *analyze.Diagnosis) string {
	if p.all {
		return url
	}
	url, _, _ = strings.Cut(strings.TrimPrefix(url, "https://"), "?")
	if path, ok := strings.CutPrefix(url, string(d.Vault.Host)+"/"); ok {
		return "/" + path
	}
	return url
}

// predictions prints what follows from the exports for every client.
func (p *printer) predictions(d *analyze.Diagnosis) {
	p.table("Predicted from the exports", []string{"vantage", "answer", "seen", "a request"}, predictionRows(d, addressCell))
}

// predictionRows returns what follows from the exports for every client, where they settle it; list prints addresses.
func predictionRows(d *analyze.Diagnosis, list func([]analyze.AddressFact) string) (rows [][]string) {
	for _, r := range d.Predictions {
		if r.Outcome == "" || r.Vantage == "" {
			continue
		}
		answer := list(r.Addresses)
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
	return rows
}

// addressList prints addresses with their classes.
func addressList(as []analyze.AddressFact) string { return addresses(as, " ") }

// addressCell is addressList for a cell of a terminal's table, which keeps an address beside its class.
func addressCell(as []analyze.AddressFact) string { return addresses(as, joined) }

// addresses prints addresses with their classes, and something between the two.
func addresses(as []analyze.AddressFact, between string) string {
	var out []string
	for _, a := range as {
		out = append(out, a.Address+between+string(a.Class))
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
	const most = 40
	if len(rows) == 0 {
		return
	}
	p.title(clip(Visible(title), width))
	for _, r := range rows {
		for j := range r {
			r[j] = short(r[j])
		}
	}
	if len(rows) > most && !p.all {
		p.b.WriteString(Fit("  ", header, rows[:most]))
		p.line("  and %d more; --all lists them", len(rows)-most)
		return
	}
	p.b.WriteString(Fit("  ", header, rows))
}

// short cuts what a cell holds: captured words may be longer than any name, and lists longer than a screen.
func short(cell string) string {
	const longest, most = 72, 400
	words := strings.Split(cell, " ")
	for i, w := range words {
		words[i] = clip(w, longest)
	}
	return clip(strings.Join(words, " "), most)
}
