package main

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
)

// TestDiffOfTheSame compares every bundle with itself: nothing differs, and no change worked.
func TestDiffOfTheSame(t *testing.T) {
	all := specimensOf(t)
	inParallel(len(all), func(i int) {
		d := diagnoseFiles(t, all[i])
		if d == nil || d.Nothing() {
			return
		}
		delta, err := analyze.Compare(d, d, nil)
		if err != nil {
			t.Errorf("%s: %v", all[i].name, err)
			return
		}
		if len(delta.Checks)+len(delta.Facts)+len(delta.Notes) > 0 || delta.Worse(analyze.Notice) {
			t.Errorf("%s: differs from itself: %v %v %v", all[i].name, delta.Checks, delta.Facts, delta.Notes)
		}
		for _, f := range delta.Findings {
			if f.State != analyze.Remains {
				t.Errorf("%s: %s of %s is %s", all[i].name, f.Code, f.Subject, f.State)
			}
		}
		if slices.Contains([]analyze.Answer{analyze.Yes, analyze.Partly, analyze.Worsened}, delta.Answer) {
			t.Errorf("%s: the answer is %s: %s", all[i].name, delta.Answer, delta.Headline)
		}
	})
}

// TestLostFilesAreNoChange takes a file, and then each top folder, out of every bundle and asks whether that change
// worked, and the other way round, where more was captured. Nothing was changed, so nothing may be told as fixed, and no
// answer may be a success or a worsening.
func TestLostFilesAreNoChange(t *testing.T) {
	all := specimensOf(t)
	switch { // a sample; all of them with KVDOCTOR_ALL_LOSSES set
	case testing.Short():
		all = everyNth(all, 8)
	case os.Getenv("KVDOCTOR_ALL_LOSSES") == "":
		all = everyNth(all, 3)
	}
	inParallel(len(all), func(i int) {
		before := diagnoseFiles(t, all[i])
		if before == nil || before.Nothing() || len(all[i].files) < 2 {
			return
		}
		names := slices.Sorted(maps.Keys(all[i].files))
		for _, name := range append(names, "azure/", "vantage/") {
			rest := maps.Clone(all[i].files)
			maps.DeleteFunc(rest, func(file, _ string) bool {
				return file == name || strings.HasSuffix(name, "/") && strings.HasPrefix(file, name)
			})
			after := diagnoseFiles(t, specimen{all[i].name, all[i].flags, rest})
			if after == nil || after.Nothing() {
				continue
			}
			checkLoss(t, all[i].name+" without "+name, before, after)
			checkLoss(t, all[i].name+" with "+name, after, before)
		}
	})
}

// checkLoss checks the comparison of a diagnosis with one of less evidence, or of more.
func checkLoss(t *testing.T, name string, before, after *analyze.Diagnosis) {
	delta, err := analyze.Compare(before, after, nil)
	if err != nil {
		return // another vault is left
	}
	if slices.Contains([]analyze.Answer{analyze.Yes, analyze.Partly, analyze.Worsened}, delta.Answer) {
		t.Errorf("%s: the answer is %s: %s", name, delta.Answer, delta.Headline)
	}
	for _, f := range delta.Findings {
		if f.State == analyze.Fixed && f.Before.Severity.AtLeast(analyze.Warning) && !strings.HasPrefix(f.Code, "KV0") {
			t.Errorf("%s: %s of %s is told as fixed: %s", name, f.Code, f.Subject, cmp.Diff(f.Before, f.After))
		}
	}
}
