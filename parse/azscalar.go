package parse

import "strings"

// azureScalarReader reads what az prints where --query asks for a single value.
var azureScalarReader = reader{name: azJSONKind, match: matchAzureScalar, read: readAzureScalar}

// matchAzureScalar takes the only line that az printed under a command with a query, if it is no error.
func matchAzureScalar(src *Source, head []string) bool {
	request := parseAzCommand(src.Command)
	if !request.data || !strings.Contains(src.Command, "--query") || len(src.Text) > maxLogLine {
		return false
	}
	line, n := scalarLine(head)
	_, _, isError := azError(line)
	return n == 1 && !isError && line != "" && strings.IndexByte("{[(-#", line[0]) < 0 && !strings.Contains(line, "\t") &&
		!strings.HasPrefix(line, "Traceback") && (len(strings.Fields(line)) == 1 || line[0] == '"')
}

// scalarLine returns the last line of a text that is no noise, and the number of those.
func scalarLine(lines []string) (line string, n int) {
	var noise azNoise
	for _, l := range lines {
		if !noise.skip(l) {
			line, n = strings.TrimSpace(l), n+1
		}
	}
	return line, n
}

// readAzureScalar recognises a value and leaves it: those that a query tells to be a field that is read have their own reader.
func readAzureScalar(src *Source, out *sink) {
	var noise azNoise
	for sc := newScanner(src, out.origin); sc.next(); {
		switch {
		case noise.skip(sc.text):
		case IdleState(sc.text) != "":
			out.unread(sc.cite())
		default:
			out.add(&Recognised{First: sc.cite()})
		}
	}
}
