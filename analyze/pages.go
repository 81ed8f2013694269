package analyze

import (
	"slices"
	"strings"

	"kvdoctor/parse"
)

// withoutFollowed returns the records without those that say of a list that its next page was not fetched, where a
// capture beside it holds that page: "az rest" follows no pages, so that people, and the collector, ask for them one by one.
func withoutFollowed(records []parse.Record) []parse.Record {
	partial := func(r parse.Record) bool { p, ok := r.Fact.(*parse.Partial); return ok && p.Next != "" }
	if !slices.ContainsFunc(records, partial) {
		return records
	}
	fetched := map[string]bool{}
	for _, r := range records {
		if _, failed := r.Fact.(*parse.ExportError); !failed {
			for _, url := range addressesAsked(r.Origin.Command) {
				fetched[url] = true
			}
		}
	}
	followed := func(r parse.Record) bool { return partial(r) && fetched[r.Fact.(*parse.Partial).Next] }
	return slices.DeleteFunc(slices.Clone(records), followed)
}

// addressesAsked returns the addresses that an "az rest" names.
func addressesAsked(command string) []string {
	if !strings.HasPrefix(command, "az rest ") {
		return nil
	}
	var out []string
	for _, word := range strings.Fields(command) {
		if url := strings.Trim(word, `'"`); strings.HasPrefix(url, "https://") {
			out = append(out, url)
		}
	}
	return out
}
