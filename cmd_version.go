package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/pflag"
)

// release is the program's version.
const release = "0.1.0"

// version returns the version that reports name.
func version() string { return release }

// versionExamples show what version is for.
var versionExamples = []example{{"version", "what to name when reporting a fault of kvdoctor itself"}}

// versionCommand prints version, commit and Go version.
func versionCommand(*pflag.FlagSet) func([]string, streams) int {
	return func(args []string, s streams) int {
		if len(args) > 0 {
			return s.unexpected(args[0])
		}
		commit := "unknown"
		if info, ok := debug.ReadBuildInfo(); ok {
			for _, set := range info.Settings {
				if set.Key == "vcs.revision" {
					commit = set.Value
				}
			}
		}
		fmt.Fprintf(s.out, "kvdoctor %s, commit %s, %s\n", version(), commit, runtime.Version())
		return exitOK
	}
}
