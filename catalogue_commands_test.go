package main

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
)

// ownCommand is a command line of kvdoctor's in a text: in backquotes, or a line of its own.
var ownCommand = regexp.MustCompile("(?:`|^)kvdoctor ([^`]*)")

// ownFlag is a flag in backquotes that stands without its command.
var ownFlag = regexp.MustCompile("`(--[a-z-]+)[^`]*`")

// TestCatalogueNamesOwnCommands checks that the commands and flags of kvdoctor's that entries name exist.
func TestCatalogueNamesOwnCommands(t *testing.T) {
	for _, code := range analyze.Codes() {
		e, err := analyze.Lookup(code)
		if err != nil {
			t.Fatal(err)
		}
		fix := e.Fix
		texts := slices.Concat([]string{e.Means, e.Why, e.Confirm, fix.Summary, fix.Portal}, fix.Commands, fix.PowerShell, fix.Verify)
		for _, text := range texts {
			for _, m := range ownCommand.FindAllStringSubmatch(text, -1) {
				checkOwnCommand(t, code, strings.Fields(m[1]))
			}
		}
		for _, m := range ownFlag.FindAllStringSubmatch(fix.Summary, -1) {
			if m[1] != "--noproxy" {
				checkOwnCommand(t, code, []string{"analyze", m[1]})
			}
		}
	}
}

// checkOwnCommand checks that a command and its flags exist.
func checkOwnCommand(t *testing.T, code string, words []string) {
	t.Helper()
	at := slices.IndexFunc(commands(), func(c command) bool { return len(words) > 0 && c.name == words[0] })
	if at < 0 {
		t.Errorf("%s: no command kvdoctor %s", code, strings.Join(words, " "))
		return
	}
	flags := pflag.NewFlagSet(words[0], pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	commands()[at].setup(flags)
	for _, w := range words[1:] {
		name, _, _ := strings.Cut(strings.TrimPrefix(w, "--"), "=")
		if strings.HasPrefix(w, "--") && flags.Lookup(name) == nil {
			t.Errorf("%s: kvdoctor %s has no flag --%s", code, words[0], name)
		}
	}
}
