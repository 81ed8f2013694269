package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"kvdoctor/analyze"
)

// blindMisses are the expectations of testdata/blind that the program does not meet, by file and line of expectation, each
// with the reason. A miss that is gone must be taken out.
var blindMisses = map[string]string{
	"kv405_172_32: also KV405":          "the address lies in an exported network of that range, and membership counts before the class",
	"two_301_403: root KV301":           "of two warnings, closing public access comes last",
	"two_301_403: root KV403":           "of two warnings, closing public access comes last",
	"two_pending_and_hosts: root KV202": "while the hosts file fixes the name, approving changes nothing for anyone: a fault without effect today is not first",
	"two_pending_and_hosts: root KV802": "while the hosts file fixes the name, approving changes nothing for anyone: a fault without effect today is not first",
}

// TestBlind diagnoses bundles whose diagnosis was written down before, by people who saw neither the program nor its
// output, and counts what is met.
func TestBlind(t *testing.T) {
	files, err := filepath.Glob("testdata/blind/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no bundles", err)
	}
	met, asked := map[string]int{}, map[string]int{}
	bundles := map[string][2]int{} // by the first word of the name: with nothing missed, all
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		d, _ := diagnose(t, unpacked(t, archive))
		sort, _, _ := strings.Cut(name, "_")
		if strings.HasPrefix(sort, "kv") {
			sort = "single"
		}
		count := bundles[sort]
		whole := true
		for _, want := range expectations(archive.Comment) {
			key, _, _ := strings.Cut(want, " ")
			asked[key]++
			miss := name + ": " + want
			switch got, ok := meets(d, want, expectations(archive.Comment)); {
			case ok && blindMisses[miss] != "":
				t.Errorf("%s: is met now, take it out of the table", miss)
			case ok:
				met[key]++
			case blindMisses[miss] == "":
				whole = false
				t.Errorf("%s: got %s", miss, got)
			default:
				whole = false
			}
		}
		if count[1]++; whole {
			count[0]++
		}
		bundles[sort] = count
	}
	for _, key := range []string{"root", "also", "not", "path", "public", "verdict", "check"} {
		t.Logf("%-8s %3d of %3d", key, met[key], asked[key])
	}
	for _, sort := range []string{"single", "two", "near", "ok", "thin"} {
		t.Logf("%-8s %3d of %3d bundles with nothing missed", sort, bundles[sort][0], bundles[sort][1])
	}
}

// expectations returns what a bundle's comment expects, without the lead.
func expectations(comment []byte) []string {
	var out []string
	for line := range strings.Lines(string(comment)) {
		if want, ok := strings.CutPrefix(strings.TrimSpace(line), "expect: "); ok {
			out = append(out, strings.Join(strings.Fields(want), " "))
		}
	}
	return out
}

// unpacked writes an archive to a directory of the test.
func unpacked(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	dir := t.TempDir()
	unpack(t, dir, archive)
	return dir
}

// meets reports whether a diagnosis meets one expectation, and what it has in its place. The roots that are expected are
// the first ones found, in that order.
func meets(d *analyze.Diagnosis, want string, all []string) (got string, ok bool) {
	words := strings.Fields(want)
	found := strings.Split(codes(d.Findings), ",")
	switch words[0] {
	case "root":
		roots := strings.Split(codes(d.RootCauses), ",")
		var listed []string
		for _, other := range all {
			if code, ok := strings.CutPrefix(other, "root "); ok {
				listed = append(listed, code)
			}
		}
		place := slices.Index(listed, words[1])
		return codes(d.RootCauses), place < len(roots) && roots[place] == words[1]
	case "also":
		return codes(d.Findings), slices.Contains(found, words[1])
	case "not":
		return codes(d.Findings), !slices.Contains(found, words[1])
	case "path":
		return string(d.PrivatePath), string(d.PrivatePath) == words[1]
	case "public":
		return string(d.PublicAccess), string(d.PublicAccess) == words[1]
	case "verdict":
		return string(d.Verdict), string(d.Verdict) == words[1]
	case "check":
		return undecided(d), slices.Contains(strings.Split(undecided(d), ","), words[1])
	}
	return "no such expectation", false
}
