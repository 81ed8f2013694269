package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
)

// TestLabBundles diagnoses the bundles that the lab captured of its scenarios. What each must lead to stands beside the
// scenario in testdata/lab; the golden table tells of everything else that changes. scripts/recapture.sh captures them;
// KVDOCTOR_LAB_BUNDLES names a folder with others that were captured just now.
func TestLabBundles(t *testing.T) {
	dir := cmp.Or(os.Getenv("KVDOCTOR_LAB_BUNDLES"), "testdata/bundles/lab")
	var table strings.Builder
	for _, name := range labNames(t, dir, ".tar.gz") {
		words := labExpectation(t, name)
		d, status := diagnose(t, append(words.flags, filepath.Join(dir, name+".tar.gz"))...)
		for key, want := range words.want {
			if got, ok := compare(key, want, status, d); !ok {
				t.Errorf("%s: %s: want %s, got %s\n%s", name, key, want, got, summary(status, d))
			}
		}
		fmt.Fprintln(&table, strings.Join([]string{name, fmt.Sprint(status), string(d.Verdict), string(d.PrivatePath), string(d.PublicAccess),
			proofsOf(d.RootCauses), codes(d.Findings)}, "\t"))
	}
	const golden = "testdata/bundles/lab.tsv"
	header := "scenario\tstatus\tverdict\tprivate path\tpublic access\troots and proofs\tfindings\n"
	if *update {
		if err := os.WriteFile(golden, []byte(header+table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := gocmp.Diff(readFile(t, golden), header+table.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}

// TestLabScenariosAreCaptured checks that every scenario of the lab has its bundle and its expectation, and no other is there.
func TestLabScenariosAreCaptured(t *testing.T) {
	scenarios := labNames(t, "testdata/lab", ".yaml")
	if diff := gocmp.Diff(scenarios, labNames(t, "testdata/bundles/lab", ".tar.gz")); diff != "" {
		t.Errorf("scenarios and bundles; scripts/recapture.sh captures them (-scenarios +bundles):\n%s", diff)
	}
	if diff := gocmp.Diff(scenarios, labNames(t, "testdata/lab", ".expect")); diff != "" {
		t.Errorf("scenarios and expectations (-scenarios +expectations):\n%s", diff)
	}
}

// labNames lists the files of a folder with that ending, without it.
func labNames(t *testing.T, dir, ending string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"+ending))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files that end in %s (%v)", dir, ending, err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ending)
	}
	slices.Sort(files)
	return files
}

// labExpectation reads what a scenario must lead to: the words of a line "expect" in testdata/script, without the bundle.
func labExpectation(t *testing.T, name string) scenarioRun {
	t.Helper()
	var words []string
	for line := range strings.Lines(readFile(t, filepath.Join("testdata/lab", name+".expect"))) {
		if !strings.HasPrefix(line, "#") {
			words = append(words, scriptWords(line)...)
		}
	}
	return newRun(name, "", words)
}

// proofsOf prints the codes of roots with the states of their fixes' proofs.
func proofsOf(roots []analyze.Finding) string {
	var out []string
	for _, f := range roots {
		out = append(out, f.Code+" "+f.Fix.Proof.State)
	}
	if out == nil {
		return "-"
	}
	return strings.Join(out, ", ")
}
