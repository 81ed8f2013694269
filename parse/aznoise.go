package parse

import "strings"

// azNoise knows the lines that az prints beside its answer: warnings, progress, and the echo of a command.
type azNoise struct {
	warned bool // the line before is a Python warning, which shows its source line next
	echoed bool // the line before is a command that goes on
	// command is the command that was echoed last, as far as it was read.
	command string
}

// azNotices are the beginnings of az's notices.
var azNotices = []string{
	"WARNING:", "WARNING ", "[Coming breaking change]", "Command group '", "This command is ",
	"This command has been ", "This command group ", "Argument '", "Option '", "The default behavior of ",
	"The behavior of this command has been altered", "The default value of ", "The installed extension ",
	"You have ", "Readonly attribute ", "Skipping ",
}

// skip reports whether a line is such noise; blank lines are.
func (a *azNoise) skip(line string) bool {
	text := strings.TrimSpace(line)
	warned, echoed := a.warned, a.echoed
	a.warned = strings.Contains(text, "Warning: ") && strings.Contains(text, ".py:")
	command := echoOf(text)
	if a.echoed = command != "" || echoed; a.echoed {
		a.echoed = strings.HasSuffix(text, `\`) || strings.HasSuffix(text, "`")
		if command != "" {
			a.command = ""
		} else {
			command = text
		}
		a.command = strings.TrimSpace(a.command + " " + strings.TrimRight(command, "\\` "))
		return true
	}
	switch {
	case text == "", a.warned:
		return true
	case warned && text != line:
		return true
	}
	for _, n := range azNotices {
		if strings.HasPrefix(text, n) {
			return true
		}
	}
	return isSpinner(text)
}

// echoOf returns the az command that a line shows, alone or behind a prompt; "" where it shows none.
func echoOf(line string) string {
	if strings.HasPrefix(line, "az ") {
		return line
	}
	near := line[:min(len(line), 120)]
	for _, prompt := range []string{"$ az ", "# az ", "> az ", "% az "} {
		if i := strings.Index(near, prompt); i >= 0 {
			return line[i+2:]
		}
	}
	return ""
}

// isSpinner reports whether a text is what is left of az's progress display: "- Finished ..".
func isSpinner(text string) bool {
	text = strings.TrimLeft(text, `-\|/ `)
	text = strings.TrimSpace(strings.TrimRight(text, ". \t\r"))
	return text == "Starting" || text == "Running" || text == "Finished"
}
