package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
)

// manExamples show what man is for.
var manExamples = []example{
	{"man > kvdoctor.1", "for man -l kvdoctor.1, or to install it"},
}

// manDate is the day of the manual page, which names no clock's: that of the release.
const manDate = "November 22, 2026"

// manCommand prints the manual page.
func manCommand(*pflag.FlagSet) func([]string, streams) int {
	return func(args []string, s streams) int {
		if len(args) > 0 {
			return s.unexpected(args[0])
		}
		writeMan(s.out)
		return exitOK
	}
}

// writeMan prints the manual page in the macros of mdoc(7).
func writeMan(w io.Writer) {
	fmt.Fprintf(w, ".Dd %s\n.Dt KVDOCTOR 1\n.Os\n.Sh NAME\n.Nm kvdoctor\n", manDate)
	fmt.Fprint(w, ".Nd say why requests to an Azure Key Vault do not use Private Link\n.Sh SYNOPSIS\n")
	for _, c := range commands() {
		fmt.Fprintf(w, ".Nm\n.Cm %s\n", c.name)
		if c.flagSet().HasFlags() {
			fmt.Fprint(w, ".Op Ar flags\n")
		}
		for _, arg := range strings.Fields(c.args) {
			fmt.Fprintf(w, ".Ar %s\n", manWord(arg))
		}
	}
	fmt.Fprint(w, ".Sh DESCRIPTION\n.Nm\n")
	manText(w, "reads what was attached to a ticket, works out the root cause, quotes the lines that prove it, and says what to do. "+
		"It works offline: it opens no connection and runs no program.")
	fmt.Fprintln(w, ".Pp")
	manText(w, "A bundle is a directory, a .tar.gz, .tar or .zip file, one text file, or - for standard input. Nothing is extracted.")
	for _, c := range commands() {
		manSection(w, c)
	}
	manEnd(w)
}

// manSection prints what a command does, with its flags.
func manSection(w io.Writer, c command) {
	fmt.Fprintf(w, ".Ss %s\n", strings.TrimSpace("kvdoctor "+c.name+" "+manWord(c.args)))
	manText(w, strings.ToUpper(c.short[:1])+c.short[1:]+".")
	flags := c.flagSet()
	if flags.HasFlags() {
		fmt.Fprint(w, ".Bl -tag -width Ds\n")
		flags.VisitAll(func(f *pflag.Flag) {
			takes, usage := pflag.UnquoteUsage(f)
			item := ".It Fl -" + strings.ReplaceAll(f.Name, "-", `\-`)
			if f.Shorthand != "" {
				item = ".It Fl " + f.Shorthand + " , Fl -" + strings.ReplaceAll(f.Name, "-", `\-`)
			}
			if takes != "" {
				item += " Ar " + manWord(takes)
			}
			fmt.Fprintln(w, item)
			text := strings.ToUpper(usage[:1]) + usage[1:] + "."
			if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" {
				text += " The default is " + f.DefValue + "."
			}
			fmt.Fprintln(w, manLine(text))
		})
		fmt.Fprint(w, ".El\n")
	}
	if c.statuses != nil {
		fmt.Fprint(w, ".Pp\nThe exit status is one of\n.Bl -tag -width Ds -compact\n")
		for _, e := range c.statuses {
			fmt.Fprintf(w, ".It %d\n%s\n", e.status, manLine(e.means))
		}
		fmt.Fprint(w, ".El\n")
	}
}

// manEnd prints the sections behind the commands.
func manEnd(w io.Writer) {
	fmt.Fprint(w, ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n.It Ev NO_COLOR\n")
	fmt.Fprintln(w, manLine("If it is set to anything, the default is to use no colours."))
	fmt.Fprint(w, ".El\n.Sh EXIT STATUS\n")
	fmt.Fprintln(w, manLine("Commands without a list of their own end with 0, with 2 where the command line is wrong, and with 3 where a file cannot be read."))
	fmt.Fprint(w, ".Sh EXAMPLES\n")
	between := ""
	for _, c := range commands() {
		for _, e := range c.examples {
			fmt.Fprint(w, between)
			fmt.Fprintln(w, manLine(strings.ToUpper(e.does[:1])+strings.TrimSuffix(e.does[1:], "?")+":"))
			fmt.Fprintf(w, ".Bd -literal -offset indent\n%s\n.Ed\n", manPlain("kvdoctor "+e.line))
			between = ".Pp\n"
		}
	}
	codes := analyze.Codes()
	fmt.Fprint(w, ".Sh DIAGNOSTICS\n")
	fmt.Fprintln(w, manLine(fmt.Sprintf("There are %d checks, %s to %s: kvdoctor rules lists them, and kvdoctor explain CODE is the manual page of one.",
		len(codes), codes[0], codes[len(codes)-1])))
}

// manText prints a paragraph.
func manText(w io.Writer, text string) { fmt.Fprintln(w, manLine(text)) }

// manLine makes text plain, with no request and no escape in it, and breaks it into lines as mandoc wants them: a
// sentence begins a line, and none is longer than 78 characters.
func manLine(s string) string {
	const most = 78
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		word = manPlain(word)
		if line != "" && (len(line)+1+len(word) > most || strings.HasSuffix(line, ".") && !strings.HasSuffix(line, "...")) {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		} else if strings.HasPrefix(word, ".") {
			line = `\&`
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}

// manPlain writes the characters of which roff would make others as such.
func manPlain(s string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "~", `\(ti`, "^", `\(ha`).Replace(s)
}

// manWord makes words plain on a line of a macro, where some words are macros themselves.
func manWord(s string) string {
	var out []string
	for _, word := range strings.Fields(s) {
		name, more := strings.CutSuffix(word, "...")
		out = append(out, `\&`+manPlain(name)+map[bool]string{true: ` \&...\&`}[more])
	}
	return strings.Join(out, " ")
}
