package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/collect"
)

// A size is a number of bytes on the command line: 1000, 64KiB, 64MiB, 1GiB.
type size struct{ n *int64 }

// units are the endings of a size.
var units = []struct {
	suffix string
	factor int64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"", 1}}

// String implements pflag.Value.
func (s size) String() string {
	if s.n == nil {
		return ""
	}
	for _, u := range units {
		if *s.n >= u.factor && *s.n%u.factor == 0 {
			return strconv.FormatInt(*s.n/u.factor, 10) + u.suffix
		}
	}
	return "0"
}

// Type implements pflag.Value.
func (s size) Type() string { return "bytes" }

// Set implements pflag.Value.
func (s size) Set(text string) error {
	for _, u := range units {
		digits, ok := strings.CutSuffix(text, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n <= 0 || n > 1<<50/u.factor {
			return fmt.Errorf("%q is not a size, expected a number with KiB, MiB or GiB, or without", text)
		}
		*s.n = n * u.factor
		return nil
	}
	return nil
}

// limitFlags declares the flags of the limits.
func limitFlags(flags *pflag.FlagSet, l *collect.Limits) {
	flags.IntVar(&l.Members, "max-members", l.Members, "files and folders in a bundle")
	flags.Var(size{&l.FileBytes}, "max-file-bytes", "size of one file, unpacked")
	flags.Var(size{&l.TotalBytes}, "max-total-bytes", "size of all files, unpacked")
	flags.Int64Var(&l.Ratio, "max-ratio", l.Ratio, "unpacked bytes a packed byte")
	flags.IntVar(&l.PathDepth, "max-path-depth", l.PathDepth, "folders in a path")
	flags.Var(intSize{&l.LineBytes}, "max-line-bytes", "size of one line")
	flags.IntVar(&l.JSONDepth, "max-json-depth", l.JSONDepth, "nesting of JSON")
}

// An intSize is a size held as an int.
type intSize struct{ n *int }

// String implements pflag.Value.
func (s intSize) String() string {
	if s.n == nil {
		return ""
	}
	n := int64(*s.n)
	return size{&n}.String()
}

// Type implements pflag.Value.
func (s intSize) Type() string { return "bytes" }

// Set implements pflag.Value.
func (s intSize) Set(text string) error {
	var n int64
	if err := (size{&n}).Set(text); err != nil {
		return err
	}
	*s.n = int(n)
	return nil
}

// checkLimits refuses limits that let nothing through.
func checkLimits(l collect.Limits) error {
	for _, n := range []int64{int64(l.Members), l.Ratio, int64(l.PathDepth), int64(l.JSONDepth)} {
		if n <= 0 {
			return errors.New("a limit must be at least 1")
		}
	}
	return nil
}
