package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// completionCases are command lines with a word that is being typed, and what must and must not be offered for it.
var completionCases = []struct {
	line  string
	want  []string
	never []string
}{
	{"kvdoctor an", []string{"analyze"}, []string{"explain", "--format"}},
	{"kvdoctor ", append(names(), "completion"), []string{"KV603"}},
	{"kvdoctor explain KV60", []string{"KV601", "KV603", "KV609"}, []string{"KV501", "KV610"}},
	{"kvdoctor explain KV601 KV70", []string{"KV701", "KV705"}, []string{"KV601"}},
	{"kvdoctor completion ", shellNames(), []string{"analyze"}},
	{"kvdoctor collector ", []string{"sh"}, []string{"analyze"}},
	{"kvdoctor help cl", []string{"classify"}, []string{"analyze"}},
	{"kvdoctor analyze --form", []string{"--format"}, []string{"--fail-on", "analyze"}},
	{"kvdoctor analyze --format ", report.Names(), []string{"--format", "error", "bundle.txt"}},
	{"kvdoctor analyze --fail-on ", failOnNames, []string{"json"}},
	{"kvdoctor diff --format m", []string{"markdown"}, []string{"text", "ndjson"}},
	{"kvdoctor diff --color a", []string{"auto", "always"}, []string{"never"}},
	{"kvdoctor rules --format ", rulesFormats, []string{"ndjson"}},
	{"kvdoctor analyze bund", []string{"bundle.txt"}, []string{"other.txt"}},
	{"kvdoctor analyze --merge bund", []string{"bundle.txt"}, []string{"other.txt"}},
	{"kvdoctor analyze --output bund", []string{"bundle.txt"}, []string{"other.txt"}},
	{"kvdoctor classify bund", nil, []string{"bundle.txt"}},
	{"kvdoctor version bund", nil, []string{"bundle.txt"}},
	{"kvdoctor rules --max", nil, []string{"--max-ratio"}},
}

// completers run a real shell over the script and return what it offers for a line.
var completers = []struct {
	shell string
	run   func(t *testing.T, dir, script, line string) []string
	// joined says that the shell completes --flag=value too
	joined string
}{
	{"bash", completeInBash, "kvdoctor analyze --format=nd"},
	{"zsh", completeInZsh, "kvdoctor analyze --format=nd"},
	{"fish", completeInFish, "kvdoctor analyze --format=nd"},
}

// TestCompletions asks real shells what they offer. PowerShell's script is checked by TestPowershellCompletion alone.
func TestCompletions(t *testing.T) {
	for _, c := range completers {
		t.Run(c.shell, func(t *testing.T) {
			if _, err := exec.LookPath(c.shell); err != nil {
				t.Skipf("%s is not here", c.shell)
			}
			dir := t.TempDir()
			_, script, _ := kvdoctor("", "completion", c.shell)
			for name, text := range map[string]string{"completion": script, "bundle.txt": "", "other.txt": ""} {
				writeBelow(t, filepath.Join(dir, name), []byte(text))
			}
			for _, x := range completionCases {
				got := c.run(t, dir, "completion", x.line)
				for _, w := range x.want {
					if !slices.Contains(got, w) {
						t.Errorf("%q: %q is not offered: %q", x.line, w, got)
					}
				}
				for _, w := range x.never {
					if slices.Contains(got, w) {
						t.Errorf("%q: %q is offered: %q", x.line, w, got)
					}
				}
			}
			got := c.run(t, dir, "completion", c.joined)
			if !slices.Contains(got, "ndjson") && !slices.Contains(got, "--format=ndjson") {
				t.Errorf("%q: ndjson is not offered: %q", c.joined, got)
			}
		})
	}
}

// shellRun runs a shell in a folder and returns the lines that it prints.
func shellRun(t *testing.T, dir string, args ...string) []string {
	t.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "ZDOTDIR="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir, "TERM=dumb")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", args[0], err, out)
	}
	return strings.Split(strings.TrimSpace(strings.ReplaceAll(string(out), "\r", "")), "\n")
}

// completeInBash runs the function as readline does, with words broken at blanks and at "="; where the function leaves
// files to bash, it adds them as readline would.
func completeInBash(t *testing.T, dir, script, line string) []string {
	const driver = `
set -u
compopt() { case $1 in -o) default=yes ;; +o) default='' ;; esac; }
default=yes
. ./"$1"
complete -p kvdoctor >/dev/null
IFS=$'\n' COMP_WORDS=($2) IFS=$' \t\n'
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
[ "${COMP_WORDS[COMP_CWORD]}" = '""' ] && COMP_WORDS[COMP_CWORD]=
_kvdoctor kvdoctor "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
if [ ${#COMPREPLY[@]} -eq 0 ] && [ -n "$default" ]; then COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")); fi
[ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}"
`
	words := strings.Fields(strings.ReplaceAll(line, "=", " = "))
	if strings.HasSuffix(line, " ") {
		words = append(words, `""`)
	}
	return shellRun(t, dir, "bash", "--norc", "-c", driver, "bash", script, strings.Join(words, "\n"))
}

// completeInFish asks fish itself.
func completeInFish(t *testing.T, dir, script, line string) []string {
	var out []string
	for _, l := range shellRun(t, dir, "fish", "--no-config", "-c", `source $argv[1]; complete -C $argv[2]`, script, line) {
		word, _, _ := strings.Cut(l, "\t") // a description follows
		out = append(out, word)
	}
	return out
}

// completeInZsh types the line into an interactive zsh and takes down every word that is handed to compadd.
func completeInZsh(t *testing.T, dir, script, line string) []string {
	const driver = `
zmodload zsh/zpty || exit 3
zpty shell zsh -f -i
zpty -w shell 'PROMPT= RPROMPT=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -d ./dump; source ./'$1
zpty -w shell 'compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return $?; fi
  local -a hits; builtin compadd -A hits "$@"
  local hit; for hit in $hits; do print -r -- "offer:$IPREFIX$hit:" >>./offers; done
  builtin compadd "$@"
}'
zpty -w shell 'zstyle ":completion:*" insert-tab false; finished() { print end >>./offers }; comppostfuncs=(finished); bindkey "^I" list-choices; : >./offers; : ready'
while zpty -r shell reply '*: ready*'; do break; done
zpty -n -w shell "$2"$'\t'
repeat 400; do
  [[ -s ./offers && "$(<./offers)" == *end* ]] && break
  zpty -r -t shell reply
  sleep 0.05
done
zpty -d shell
[[ "$(<./offers)" == *end* ]] || { print "no end"; exit 4 }
cat ./offers
`
	var out []string
	os.Remove(filepath.Join(dir, "offers"))
	for _, l := range shellRun(t, dir, "zsh", "-f", "-c", driver, "zsh", script, line) {
		if word, ok := strings.CutPrefix(l, "offer:"); ok {
			out = append(out, strings.TrimSuffix(word, ":"))
		}
	}
	return out
}

// TestCompletionsKnowEverything checks that the scripts name every command, flag and code.
func TestCompletionsKnowEverything(t *testing.T) {
	for _, shell := range shellNames() {
		_, script, _ := kvdoctor("", "completion", shell)
		for _, c := range commands() {
			holds(t, shell, script, []string{c.name})
			c.flagSet().VisitAll(func(f *pflag.Flag) {
				spelled := map[bool]string{true: "-l " + f.Name, false: "--" + f.Name}[shell == "fish"]
				holds(t, shell, script, append([]string{spelled}, f.Annotations[valuesKey]...))
			})
		}
		holds(t, shell, script, analyze.Codes())
	}
}

// TestEnumeratedFlags checks that every flag whose help lists words offers just these, and refuses others.
func TestEnumeratedFlags(t *testing.T) {
	for _, c := range commands() {
		c.flagSet().VisitAll(func(f *pflag.Flag) {
			_, list, ok := strings.Cut(f.Usage, ": ")
			words := strings.Split(list, ", ")
			if !ok || f.Value.Type() != "string" || len(words) < 2 {
				return
			}
			if diff := cmp.Diff(words, f.Annotations[valuesKey]); diff != "" {
				t.Errorf("%s --%s: help and values (-help +values):\n%s", c.name, f.Name, diff)
			}
			if status, _, stderr := kvdoctor("", c.name, "--"+f.Name, "nonsense", "testdata", "testdata"); status != exitUsage {
				t.Errorf("%s --%s nonsense: status %d\n%s", c.name, f.Name, status, stderr)
			}
		})
	}
}

// TestPowershellCompletion checks what can be checked of PowerShell's script without PowerShell: quotes and brackets
// are closed, and quotes within quotes are doubled.
func TestPowershellCompletion(t *testing.T) {
	_, script, _ := kvdoctor("", "completion", "powershell")
	var open []rune
	var quote rune
	closes := map[rune]rune{')': '(', '}': '{', ']': '['}
	for _, r := range script[strings.IndexByte(script, '\n'):] {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
			if r == '\n' {
				t.Fatalf("a quote is open at the end of a line")
			}
		case r == '\'' || r == '"':
			quote = r
		case strings.ContainsRune("({[", r):
			open = append(open, r)
		case closes[r] != 0:
			if len(open) == 0 || open[len(open)-1] != closes[r] {
				t.Fatalf("%q closes nothing: %q", r, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 || quote != 0 {
		t.Errorf("left open: %q %q", open, quote)
	}
}
