package parse

import "strings"

// ranListLabels open the lines of the list that Invoke-AzVMRunCommand prints around the outputs of a command.
var ranListLabels = []string{"Code", "Level", "DisplayStatus", "Time", "Status", "Capacity", "Count"}

// unlisted takes the list of Invoke-AzVMRunCommand away from around the outputs in it, line by line: the first line of an
// output stands behind its last label.
func unlisted(src Source) Source {
	if src.folded || !strings.Contains(src.Text, "Value[0]") || !strings.Contains(src.Text, "ComponentStatus/Std") {
		return src
	}
	lines := strings.Split(src.Text, "\n")
	inside := false
	for i, line := range lines {
		label, value, ok := strings.Cut(line, ":")
		label = strings.TrimSpace(label)
		switch {
		case ok && strings.HasPrefix(label, "Value[") && strings.HasSuffix(label, "]") && strings.TrimSpace(value) == "":
			inside, lines[i] = true, ""
		case !inside || !ok:
		case label == "Message":
			lines[i] = strings.TrimLeft(value, " ")
		default:
			for _, l := range ranListLabels {
				if label == l {
					lines[i] = ""
				}
			}
		}
	}
	if src.Original == "" {
		src.Original = src.Text
	}
	src.Text = strings.Join(lines, "\n")
	return src
}
