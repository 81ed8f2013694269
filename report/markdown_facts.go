package report

import (
	"kvdoctor/analyze"
)

// A factTable is a table of what was read or follows from it.
type factTable struct {
	title  string
	header []string
	rows   [][]string // captured text
}

// factTables returns the tables of a report; one without rows says that there is nothing to show.
func factTables(d *analyze.Diagnosis) []factTable {
	return []factTable{
		{"Lookups", []string{"vantage", "tool", "query", "server", "outcome", "addresses"}, lookupRows(d)},
		{"Requests", []string{"vantage", "url", "status", "conn_type", "seen as"}, requestRows(d)},
		{"Connections", []string{"endpoint", "state", "provisioning"}, connectionRows(d)},
		{"Predicted from the exports", []string{"vantage", "answer", "seen", "a request"}, predictionRows(d, addressList)},
	}
}

// lookupRows returns a row for every DNS query.
func lookupRows(d *analyze.Diagnosis) (rows [][]string) {
	for _, l := range d.Facts.Lookups {
		rows = append(rows, []string{l.Vantage, l.Tool, string(l.Query), string(l.Server), string(l.Outcome), addressList(l.Addresses)})
	}
	return rows
}

// requestRows returns a row for every HTTP request.
func requestRows(d *analyze.Diagnosis) (rows [][]string) {
	for _, r := range d.Facts.Requests {
		status, conn, addr := seenAs(r, addressList)
		rows = append(rows, []string{r.Vantage, dash(string(r.URL)), status, conn, addr})
	}
	return rows
}

// connectionRows returns a row for every private endpoint connection.
func connectionRows(d *analyze.Diagnosis) (rows [][]string) {
	for _, c := range d.Facts.Connections {
		rows = append(rows, []string{lastName(string(c.EndpointID)), dash(string(c.State)), dash(string(c.ProvisioningState))})
	}
	return rows
}
