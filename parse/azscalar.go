package parse

import (
	"strings"
)

// azureScalarReader reads what az prints where --query asks for a single value.
var azureScalarReader = reader{name: azJSONKind, match: matchAzureScalar, read: readAzureScalar}

// vaultPaths are the paths of --query whose values are read of a vault, with the values that they may have.
var vaultPaths = []struct {
	path   string
	values []string
	set    func(v *Vault, t Text)
}{
	{"properties.publicNetworkAccess", []string{"Enabled", "Disabled"}, func(v *Vault, t Text) { v.PublicNetworkAccess = t }},
	{"properties.networkAcls.defaultAction", []string{"Allow", "Deny"}, func(v *Vault, t Text) { v.ACLs = &NetworkACLs{At: t.Cite, DefaultAction: t} }},
	{"properties.networkAcls.bypass", []string{"AzureServices", "None"}, func(v *Vault, t Text) { v.ACLs = &NetworkACLs{At: t.Cite, Bypass: t} }},
}

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
			line, n = strings.TrimSpace(withoutColour(l)), n+1
		}
	}
	return line, n
}

// readAzureScalar reads a vault's property where the query is its path and the command tells the vault; any other value is
// recognised and left.
func readAzureScalar(src *Source, out *sink) {
	request := parseAzCommand(src.Command)
	var noise azNoise
	for sc := newScanner(src, out.origin); sc.next(); {
		if noise.skip(sc.text) {
			continue
		}
		text := strings.TrimSpace(withoutColour(sc.text))
		if v := scalarVault(request, text, sc.cite()); v != nil {
			out.add(v)
		} else {
			out.add(&Recognised{First: sc.cite()})
		}
	}
}

// scalarVault returns what a value tells of a vault; nil where it tells nothing. As tsv the word None may stand for null.
func scalarVault(request azRequest, text string, at Cite) *Vault {
	value := strings.Trim(text, `"`)
	if request.typ != TypeVault || !isVaultName(request.name) || value == text && value == "None" {
		return nil
	}
	for _, p := range vaultPaths {
		if p.path != request.query {
			continue
		}
		for _, known := range p.values {
			if strings.EqualFold(known, value) {
				v := &Vault{At: at, Name: Text{strings.Clone(request.name), at}}
				p.set(v, Text{known, at})
				return v
			}
		}
	}
	return nil
}
