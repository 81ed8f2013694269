package parse

import "strings"

// azureTextReader reads the same JSON where other text stands before it: a prompt that was not split off, a
// log's line, what its author says. It is asked last, as the text may be any tool's.
var azureTextReader = reader{name: azJSONKind, match: matchAzureText, read: readAzureJSON}

// matchAzureText looks for a resource in the JSON that the first lines hold anywhere.
func matchAzureText(src *Source, head []string) bool {
	if src.Command != "" && !parseAzCommand(src.Command).az {
		return false
	}
	const most = 20 // places that are tried
	tries := 0
	for i, line := range head {
		start, form := jsonStart(line)
		text := strings.Join(head[i:], "\n")
		switch {
		case form == jsonNowhere:
			continue
		case form == jsonInLine:
			text = line[start:]
		case form == jsonBehind && (i+1 == len(head) || !continues(strings.Join(head[i+1:], "\n"))):
			continue
		default:
			text = text[start:]
		}
		if holdsResource(src, text) {
			return true
		}
		if tries++; tries == most {
			break
		}
	}
	return false
}
