package analyze

import (
	"testing"

	"kvdoctor/parse"
)

// TestPagesFollowed holds that a list whose further pages were fetched one by one is whole, and that one is not where the last
// page, or its data, is missing.
func TestPagesFollowed(t *testing.T) {
	const list = "https://management.azure.com/subscriptions/s/providers/Microsoft.Network/privateDnsZones?api-version=2020-06-01"
	page := func(file, url, next string) parse.Source {
		text := `{"value": [{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/` + file + `.example"}], "nextLink": "` + next + `"}`
		return parse.Source{Text: text, Origin: parse.Origin{File: file, Line: 1, Command: "az rest --method get --url '" + url + "'"}}
	}
	first, second, third := page("1", list, list+"&$skipToken=2"), page("2", list+"&$skipToken=2", list+"&$skipToken=3"), page("3", list+"&$skipToken=3", "")
	failed := third
	failed.Text = `{"error": {"code": "AuthorizationFailed", "message": "no"}}`
	for _, tt := range []struct {
		name  string
		pages []parse.Source
		want  bool // it is cut
	}{
		{"one page of three", []parse.Source{first}, true},
		{"two of three", []parse.Source{first, second}, true},
		{"all", []parse.Source{third, first, second}, false},
		{"the last one holds an error", []parse.Source{first, second, failed}, true},
	} {
		var records []parse.Record
		for _, src := range tt.pages {
			records = append(records, parse.Read(src)...)
		}
		e := Gather([]Input{{Records: records}}, Options{})
		if e.cut(parse.TypeZone) != tt.want || (e.listed(parse.TypeZone) != nil) == tt.want {
			t.Errorf("%s: cut %v, listed %v", tt.name, e.cut(parse.TypeZone), e.listed(parse.TypeZone) != nil)
		}
	}
}
