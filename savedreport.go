package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"

	"kvdoctor/analyze"
)

// savedReport reads a report that analyze saved as JSON. It is nil where the file is something else: a bundle, or
// nothing that can be opened, of which whoever opens the bundle tells.
func savedReport(name string, most int64) (*analyze.Diagnosis, error) {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil
	}
	defer f.Close()
	start := make([]byte, 256)
	n, _ := io.ReadFull(f, start)
	schema := regexp.MustCompile(`^\s*\{\s*"schema":\s*"(kvdoctor\.report/v[0-9]+)"`).FindSubmatch(start[:n])
	switch {
	case schema == nil:
		return nil, nil
	case string(schema[1]) != analyze.Schema:
		return nil, fmt.Errorf("%s: a report of schema %s, expected %s", name, schema[1], analyze.Schema)
	case info.Size() > most:
		return nil, fmt.Errorf("%s: the report has %d bytes, more than --max-file-bytes", name, info.Size())
	}
	rest, err := io.ReadAll(io.LimitReader(f, most))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, reason(err))
	}
	d, err := decodeReport(append(start[:n], rest...))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

// decodeReport reads the text of one report.
func decodeReport(text []byte) (*analyze.Diagnosis, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	d := &analyze.Diagnosis{}
	if err := dec.Decode(d); err != nil {
		return nil, fmt.Errorf("not a whole report: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("more than one report")
	}
	return d, checkSaved(d)
}

// checkSaved refuses a report with words that analyze does not write: what is printed without a look at it.
func checkSaved(d *analyze.Diagnosis) error {
	code := regexp.MustCompile(`^KV[0-9]{3}$`)
	for _, f := range append(slices.Clone(d.Findings), d.RootCauses...) {
		if !code.MatchString(f.Code) || !slices.Contains([]analyze.Severity{analyze.Error, analyze.Warning, analyze.Notice}, f.Severity) || len(f.Cites) == 0 {
			return fmt.Errorf("not a report: a finding has code %q, severity %q and %d lines", f.Code, f.Severity, len(f.Cites))
		}
	}
	for _, c := range d.Checks {
		if !code.MatchString(c.Code) || !slices.Contains([]analyze.Outcome{analyze.Pass, analyze.Fail, analyze.Unknown, analyze.NotApplicable}, c.Outcome) {
			return fmt.Errorf("not a report: a check has code %q and outcome %q", c.Code, c.Outcome)
		}
	}
	switch {
	case !slices.Contains([]analyze.Verdict{analyze.Problem, analyze.Attention, analyze.Healthy, analyze.Inconclusive}, d.Verdict):
		return fmt.Errorf("not a report: the verdict is %q", d.Verdict)
	case !slices.Contains([]analyze.PrivatePath{analyze.PathWorking, analyze.PathBroken, analyze.PathUnknown}, d.PrivatePath):
		return fmt.Errorf("not a report: the private path is %q", d.PrivatePath)
	case !slices.Contains([]analyze.PublicAccess{analyze.AccessClosed, analyze.AccessRestricted, analyze.AccessOpen, analyze.AccessUnknown}, d.PublicAccess):
		return fmt.Errorf("not a report: the public access is %q", d.PublicAccess)
	}
	return nil
}
