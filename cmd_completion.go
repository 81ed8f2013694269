package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"
)

// completionExamples show how to use the completions.
var completionExamples = []example{
	{"completion bash > ~/.local/share/bash-completion/completions/kvdoctor", "for bash, with the package bash-completion; without it, source the file"},
	{"completion zsh > ~/.zsh/completions/_kvdoctor", "for zsh, where that folder is in fpath before compinit"},
	{"completion fish > ~/.config/fish/completions/kvdoctor.fish", "for fish"},
	{"completion powershell >> profile.ps1", "for PowerShell: the file that $PROFILE names"},
}

// shells are the shells for which completions can be printed.
var shells = []struct {
	name  string
	write func(w io.Writer, cs []completedCommand)
}{
	{"bash", bashCompletion},
	{"zsh", zshCompletion},
	{"fish", fishCompletion},
	{"powershell", powershellCompletion},
}

// shellNames returns the names of the shells.
func shellNames() []string {
	var out []string
	for _, s := range shells {
		out = append(out, s.name)
	}
	return out
}

// completionCommand prints the completions for a shell.
func completionCommand(*pflag.FlagSet) func([]string, streams) int {
	return func(args []string, s streams) int {
		const hint = "kvdoctor completion --help shows where to put them"
		switch {
		case len(args) == 0:
			return s.fail(exitUsage, "no shell named, expected one of "+strings.Join(shellNames(), ", "), hint)
		case len(args) > 1:
			return s.unexpected(args[1])
		}
		for _, shell := range shells {
			if shell.name == args[0] {
				shell.write(s.out, completed())
				return exitOK
			}
		}
		err := unknownValue("shell", args[0], shellNames())
		return s.fail(exitUsage, err.Error(), hintFor(err, hint))
	}
}

// A completedCommand is a command as completions see it.
type completedCommand struct {
	name, short string
	words       []string // what its arguments can be
	files       bool     // its arguments name files
	flags       []completedFlag
}

// A completedFlag is a flag as completions see it.
type completedFlag struct {
	name, short, usage string
	takes              string   // what its value is called; empty for a switch
	values             []string // the values that it takes; nil if any
	files              bool     // its value names a file
}

// completed returns the commands for completions, help among them.
func completed() []completedCommand {
	var out []completedCommand
	for _, c := range commands() {
		x := completedCommand{name: c.name, short: c.short, flags: flagsOf(c)}
		x.words, x.files = c.words()
		out = append(out, x)
	}
	return append(out, completedCommand{name: "help", short: "print help", words: names()})
}

// flagsOf returns the flags of a command in the order of its help.
func flagsOf(c command) []completedFlag {
	out := []completedFlag{{name: "help", short: "h", usage: "print this command's help"}}
	c.flagSet().VisitAll(func(f *pflag.Flag) {
		takes, usage := pflag.UnquoteUsage(f)
		out = append(out, completedFlag{name: f.Name, short: f.Shorthand, usage: usage, takes: takes,
			values: f.Annotations[valuesKey], files: takes == "file"})
	})
	return out
}

// spelled returns the ways to write a flag.
func (f completedFlag) spelled() []string {
	if f.short == "" {
		return []string{"--" + f.name}
	}
	return []string{"--" + f.name, "-" + f.short}
}

// quoted puts a text in single quotes; escape stands for a quote within.
func quoted(s, escape string) string { return "'" + strings.ReplaceAll(s, "'", escape) + "'" }

// commandNames returns the names of the commands.
func commandNames(cs []completedCommand) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.name)
	}
	return out
}

// The ways in which shells write a quote within single quotes.
const (
	posixQuote      = `'\''`
	fishQuote       = `\'`
	powershellQuote = `''`
)

// generated is the first line of every script of completions.
const generated = "# Completions of kvdoctor, printed by `kvdoctor completion %s`.\n"

// What stands before and behind the words in the script for bash.
const (
	bashHead = `_kvdoctor() {
    local word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD-1]} words='' files=''
    COMPREPLY=()
    if [ "$word" = '=' ]; then # bash takes --flag=value apart
        word=''
    elif [ "$last" = '=' ]; then
        last=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if [ "$COMP_CWORD" -eq 1 ]; then
`
	bashTail = `            esac ;;
        esac
    fi
    if [ -n "$files" ]; then
        compopt -o default 2>/dev/null
    else
        compopt +o default 2>/dev/null
        # shellcheck disable=SC2207 # words without blanks
        COMPREPLY=($(compgen -W "$words" -- "$word"))
    fi
}
complete -o default -F _kvdoctor kvdoctor
`
)

// bashCompletion prints a script for bash 3.2 and newer. It needs no package; without words of its own to offer, it
// leaves files to bash.
func bashCompletion(w io.Writer, cs []completedCommand) {
	fmt.Fprintf(w, generated, "bash")
	fmt.Fprint(w, bashHead)
	fmt.Fprintf(w, "        words='%s'\n    else\n        case ${COMP_WORDS[1]}:$last in\n", strings.Join(append(commandNames(cs), "--help", "--version"), " "))
	for _, c := range cs {
		for _, f := range c.flags {
			if f.takes == "" {
				continue
			}
			says := "files=yes"
			if !f.files {
				says = "words='" + strings.Join(f.values, " ") + "'"
			}
			fmt.Fprintf(w, "        %s) %s ;;\n", c.name+":"+strings.Join(f.spelled(), "|"+c.name+":"), says)
		}
	}
	fmt.Fprint(w, "        *) case ${COMP_WORDS[1]}:$word in\n")
	for _, c := range cs {
		var flags []string
		for _, f := range c.flags {
			flags = append(flags, f.spelled()...)
		}
		fmt.Fprintf(w, "            %s:-?*) words='%s' ;;\n", c.name, strings.Join(flags, " "))
		if c.files {
			fmt.Fprintf(w, "            %s:*) files=yes ;;\n", c.name)
		} else {
			fmt.Fprintf(w, "            %s:*) words='%s' ;;\n", c.name, strings.Join(c.words, " "))
		}
	}
	fmt.Fprint(w, bashTail)
}
