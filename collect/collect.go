// Package collect opens a bundle and hands out its captures.
//
// It knows containers (directory, tar, tar.gz, zip, one file, standard input), limits, text encodings,
// console prompts, the manifest and checksums, and how names, addresses and secrets are taken out of a bundle. It does
// not know what a capture means: that is the work of package parse; what only parse reads, a Redactor is told by its
// caller. It opens files for reading only and makes none.
package collect

import "time"

// A Capture is the output of one command, or one file that a person attached.
type Capture struct {
	// Path is the slash-separated path inside the bundle, without a single top folder.
	Path string
	// Line is the 1-based number, in the file, of the first line of Text. It is greater than 1 only for
	// a part of a console transcript.
	Line int
	// Text is the decoded text: UTF-8 without byte-order mark. Lines end in LF or CRLF. It may be empty.
	Text string
	// Original is the text as it stands in the file, where Text was cleaned of what a mail, a ticket or a web page put
	// around it; line by line it fits Text. Empty where Text is the file's own.
	Original string
	// Encoding is how the file was decoded: "UTF-8", "UTF-16LE", "code page 850 (guessed)", "UTF-16LE, then UTF-8".
	Encoding string
	// Spaced says that every second line of Text is blank, and was not in what the tool printed.
	Spaced bool
	// Vantage is the name of the machine the capture was taken on.
	Vantage string
	// Machine is the machine that the prompt above the capture names, in lower case: "vm" of `app@vm:~$`,
	// `[app@vm ~]$` or `[vm]: PS C:\>`. It is "elsewhere" at a prompt that names none after the session on a
	// machine was left (`exit` typed at a prompt that names a machine, or the output `logout` or
	// `Connection to 10.1.2.3 closed.`), until a prompt names the machine that was left. Else it is empty: there
	// is no prompt, or it names no machine. Where the command was run on another machine (kubectl exec, docker
	// run, ssh), it is that one's name: "elsewhere" if that is not told.
	Machine string
	// Command is the command line, from the manifest or from the prompt above the output; of one that was run on
	// another machine by kubectl, docker or ssh, what that machine ran. Empty if unknown.
	Command string
	// CommandLine is the 1-based line, in the file, of the prompt that shows Command; 0 if there is none.
	CommandLine int
	// Prompt is that line as the file has it; empty if there is none.
	Prompt string
	// Carried says that the command was run on Machine from another one.
	Carried bool
	// Exit is the exit status from the manifest; nil if unknown.
	Exit *int
	// Whole says that Text is known to be all of the output: another prompt follows it in the
	// transcript, or the manifest gives exit status 0.
	Whole bool
	// Started is when the command was run, from the manifest; zero if unknown.
	Started time.Time
	// Stderr is what the command wrote to standard error, kept in a file of its own; nil if there is none.
	Stderr *Capture
}

// A Bundle is everything that was found in one container.
type Bundle struct {
	// Name is the base name of the bundle without its suffix; "stdin" for standard input.
	Name string
	// Captures holds the captures in the order of their paths, then of their lines.
	Captures []Capture
	// Manifest is what manifest.yaml says; nil if there is none or nothing in it could be used.
	Manifest *Manifest
	// Problems holds what was refused, cut short, altered or malformed, in the order of their paths.
	Problems []Problem
	// Verified says whether the files agree with the manifest's checksums: nil where there is nothing to
	// verify, false where at least one differs.
	Verified *bool
}

// A Manifest is the readable part of manifest.yaml (schema kvdoctor.bundle/v1).
type Manifest struct {
	Vault, Host, Cloud string // empty if not given
	Collector          string // name and version of the collector; empty if not given
	Created            time.Time
	Vantages           []Vantage
	// Missing holds the listed captures whose files are not in the bundle: evidence that was lost.
	Missing []Capture
}

// A Vantage is a machine that the manifest describes.
type Vantage struct {
	Name   string
	Role   string // "client" or "internet"; empty if not given
	System string // for example "Linux 6.1 x86_64"; empty if not given
}

// A ProblemKind says what is wrong with the bundle itself.
type ProblemKind string

// The kinds of Problem.
const (
	Refused  ProblemKind = "refused"   // a member was refused: link, device, "..", absolute name, over a limit, duplicate
	CutShort ProblemKind = "cut-short" // the container ends early
	Stopped  ProblemKind = "stopped"   // a total, member-count or ratio limit stopped the reading (exit status 3)
	Altered  ProblemKind = "altered"   // a file differs from its sha256 in the manifest
	Invalid  ProblemKind = "manifest"  // the manifest is malformed, or lists a file that is not there
)

// A Problem is something wrong with the bundle itself.
type Problem struct {
	Kind ProblemKind
	// File is the path inside the bundle, or the bundle's name where no member is to blame.
	File string
	// Line is the 1-based line in File; 0 where the problem has none.
	Line int
	// Text is the text at Line; empty where Line is 0.
	Text string
	// Detail is one sentence without a final period: what was found, what was expected, and for a limit
	// the flag that raises it.
	Detail string
}
