package collect

import (
	"slices"
	"strings"
)

// vaultFollows reports whether what follows a label is the domain of vaults, so that the label is a vault's name.
func vaultFollows(rest string) bool {
	for _, p := range []string{"vault.", "privatelink.vaultcore.", "managedhsm.", "privatelink.managedhsm."} {
		if strings.HasPrefix(rest, p) {
			return true
		}
	}
	return false
}

// keepsLabel reports whether a label of a host name stays. A misspelt privatelink or vaultcore does: it is the fault.
func (r *Redactor) keepsLabel(low string) bool {
	return low == "" || slices.Contains(keptLabels, low) || strings.HasPrefix(low, "data-prod") || nearPrivatelink(low)
}

// nearPrivatelink reports whether a label is privatelink or vaultcore, or meant to be.
func nearPrivatelink(low string) bool {
	return len(low) > 6 && (distance(low, "privatelink") <= 2 || distance(low, "vaultcore") <= 2)
}

// distance is the number of letters that have to be added, dropped or changed to make one word of another; 3 stands for
// more.
func distance(a, b string) int {
	const most = 3
	if len(a)-len(b) >= most || len(b)-len(a) >= most {
		return most
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return min(row[len(b)], most)
}

// isPublic reports whether a host name belongs to no customer.
func (r *Redactor) isPublic(low string) bool {
	low = strings.TrimRight(low, ".")
	for _, p := range publicNames {
		if rest, ok := strings.CutSuffix(low, p); ok && (rest == "" || rest[len(rest)-1] == '.') {
			return true
		}
	}
	return strings.HasPrefix(low, "data-prod-")
}
