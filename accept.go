package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"kvdoctor/analyze"
)

// readAccepts reads the file of --accept and judges --as-of.
func (a *analysis) readAccepts() error {
	switch {
	case a.accept == "" && a.asOf != "":
		return errors.New("--as-of is the day for the entries of --accept, which is not given")
	case a.asOf != "" && !analyze.IsDay(a.asOf):
		return fmt.Errorf("--as-of is %q, expected a day as YYYY-MM-DD", a.asOf)
	case a.accept == "":
		return nil
	}
	f, err := os.Open(a.accept)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", a.accept, reason(err))
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, analyze.MaxAcceptBytes+1))
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", a.accept, reason(err))
	}
	if a.accepts, err = analyze.ReadAccepts(a.accept, text); err != nil {
		return err
	}
	for _, entry := range a.accepts {
		if entry.Expires != "" && a.asOf == "" {
			return fmt.Errorf("%s:%d: the entry expires on %s; --as-of YYYY-MM-DD must say which day it is, since no clock is read",
				a.accept, entry.Line, entry.Expires)
		}
	}
	return nil
}
