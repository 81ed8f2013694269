package parse

import (
	"net/netip"
	"strings"
)

// A kvSentence is how a refusal of Key Vault begins, with the codes that come with it for certain.
type kvSentence struct{ text, code, inner string }

// kvSentences are the known refusals; a longer sentence stands before one that it begins with.
var kvSentences = []kvSentence{
	{"is not authorized and caller is not a trusted service", codeForbidden, innerFirewall}, // behind "Client address"
	{"is not authorized and caller was ignored because bypass is set to None", codeForbidden, innerFirewall},
	{"Request was not allowed by NSP rules and the client address is not authorized and caller was ignored because bypass is set to None", codeForbidden, innerFirewall},
	{"Request was not allowed by NSP rules and the client address is not authorized", codeForbidden, innerFirewall},
	{"Public network access is disabled and request is not from a trusted service nor via an approved private link", codeForbidden, innerConnection},
	{"Connection is not an approved private link and caller was ignored because bypass is not set to 'AzureServices' and PublicNetworkAccess is set to 'Disabled'", codeForbidden, innerConnection},
	{"Connection is not an approved private link and caller was ignored", codeForbidden, innerConnection},
	{wrongResourceText, "", ""},
	{"Caller is not authorized to perform action on resource", codeForbidden, "ForbiddenByRbac"},
	{"The policy requires the caller '", codeForbidden, "ForbiddenByPolicy"},
	{"The user, group or application '", codeForbidden, "AccessDenied"},
	{"AKV10000: Request is missing a Bearer or PoP token", "Unauthorized", ""},
	{"Request is missing a Bearer or PoP token", "Unauthorized", ""},
	{"AKV10", "Unauthorized", ""}, // with three more digits, and what is wrong with the token
	{"[TokenExpired] Error validating token", "Unauthorized", ""},
	{codeAboveCaller, codeForbidden, ""},
	{"A secret with (name/id)", "SecretNotFound", ""},
	{"A key with (name/id)", "KeyNotFound", ""},
	{"A certificate with (name/id)", "CertificateNotFound", ""},
}

// The codes that refusals for the network's sake have.
const (
	codeForbidden   = "Forbidden"
	innerFirewall   = "ForbiddenByFirewall"
	innerConnection = "ForbiddenByConnection"
)

// codeAboveCaller is how Go prints a refusal whose sentence a person left out.
const codeAboveCaller = "ERROR CODE: Forbidden Caller:"

// behindClient reports whether a sentence goes on behind "Client address", or "Client address (20.1.2.3)".
func (s kvSentence) behindClient() bool { return strings.HasPrefix(s.text, "is not authorized") }

// fits reports whether a message with a sentence that other services begin too goes on as Key Vault's does.
func (s kvSentence) fits(message string) bool {
	switch {
	case strings.HasPrefix(s.text, "The user, group"):
		return strings.Contains(message, "on key vault '")
	case strings.HasPrefix(s.text, "The policy requires"):
		return strings.Contains(message, "OBO")
	case strings.Contains(s.text, "(name/id)"):
		return strings.Contains(message, "in this key vault")
	case s.text == codeAboveCaller:
		return strings.Contains(message, "Microsoft.KeyVault/vaults/")
	case s.text == "AKV10":
		return len(message) > 9 && isDigits(message[5:8]) && message[8] == ':'
	}
	return true
}

// Reason returns the inner code: the captured one, or else the one that comes for certain with the message's known
// wording. Empty if neither is there.
func (e *ServiceError) Reason() string {
	if e.Inner != "" {
		return e.Inner
	}
	for _, s := range kvSentences {
		told := strings.Contains(e.Message, s.text) && (!s.behindClient() || strings.Contains(e.Message, "Client address"))
		if s.inner != "" && told && agree(e.Code, s.code) && s.fits(e.Message) {
			return s.inner
		}
	}
	return ""
}

// kvCodes are codes that only Key Vault has; the first are inner ones.
var kvCodes = []struct {
	code  string
	inner bool
}{
	{innerFirewall, true}, {innerConnection, true}, {"ForbiddenByRbac", true}, {"ForbiddenByPolicy", true}, {"AccessDenied", true},
	{"SecretDisabled", true}, {"KeyDisabled", true}, {"CertificateDisabled", true},
	{"SecretNotFound", false}, {"KeyNotFound", false}, {"CertificateNotFound", false},
}

// kvLabels open the lines that follow a refusal's sentence.
var kvLabels = []string{
	"Client address:", "Caller:", "Vault:", "If role assignments, deny assignments or role definitions were changed recently",
	"Action:", "Resource:", "Assignment:", "DenyAssignmentId:", "DecisionReason:", "Operation:",
}

// opensLabel reports whether a text begins with a label of a refusal.
func opensLabel(text string) bool {
	for _, label := range kvLabels {
		if strings.HasPrefix(text, label) {
			return true
		}
	}
	return false
}

// kvDetails are what a refusal's message tells beside its sentence. Empty: not told.
type kvDetails struct {
	client, vault, location string
	masked                  bool // client is no address: its author hid it
	located                 bool // the place of the region is there, masked perhaps
}

// readKVDetails reads the message of a refusal. Blanks inside the values come from broken lines.
func readKVDetails(message string) kvDetails {
	var d kvDetails
	client := ""
	if _, rest, ok := strings.Cut(message, "Client address:"); ok {
		rest, _, _ = strings.Cut(rest, "\n")
		for _, end := range []string{"from unknown subnet", "Caller:", "Vault:"} {
			rest, _, _ = strings.Cut(rest, end)
		}
		client = rest
	} else if _, rest, ok := strings.Cut(message, "Client address ("); ok {
		rest, _, _ = strings.Cut(rest, ")")
		client = rest
	}
	d.client = addressWord(client)
	_, err := netip.ParseAddr(d.client)
	if d.masked = d.client != "" && err != nil; d.masked && strings.Contains(client, "<") { // words, of a placeholder
		d.client = strings.Join(strings.Fields(client), " ")
	}
	_, rest, ok := strings.Cut(message, "Vault:")
	if !ok {
		_, rest, ok = strings.Cut(message, "on key vault '")
		rest, _, _ = strings.Cut(rest, "'")
	}
	if ok {
		d.readVault(rest)
	}
	return d
}

// readVault reads what stands behind "Vault:": the name, with the region mostly.
func (d *kvDetails) readVault(rest string) {
	name, location, _ := strings.Cut(rest, ";")
	location, d.located = strings.CutPrefix(withoutBlanks(location), "location=") // its message ends where the region does
	if !d.located {
		name, _, _ = strings.Cut(rest, "\n")
		if words := strings.Fields(name); len(words) > 1 && words[1][0] == '(' {
			name = words[0]
		} else if len(words) != 1 {
			return
		}
	}
	if name = withoutBlanks(name); !isVaultName(name) {
		return
	}
	d.vault = name
	end := strings.IndexFunc(location, func(r rune) bool { return !isNameByte(r) })
	if end < 0 || location[end] != '*' && !strings.HasPrefix(location[end:], "..") && !strings.HasPrefix(location[end:], "…") {
		d.location = location[:max(end, 0)]
		if end < 0 {
			d.location = location
		}
	}
}

// withoutBlanks takes all blanks and breaks out of a text.
func withoutBlanks(text string) string { return strings.Join(strings.Fields(text), "") }

// isVaultName reports whether a text can be a vault's name, and not a placeholder for one.
func isVaultName(name string) bool {
	return name != "" && len(name) <= 127 && strings.IndexFunc(name, func(r rune) bool { return !isNameByte(r) }) < 0
}

// isNameByte reports whether a character may stand in the name of a vault or of a region.
func isNameByte(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-'
}

// describe takes over what the message tells of client and vault; cite tells the line in which a text stands.
func (e *ServiceError) describe(cite func(text string) Cite) *Masked {
	d := readKVDetails(e.Message)
	if d.vault != "" {
		place := "Vault:"
		if d.located {
			place = d.vault + ";location"
		}
		e.Vault = Text{strings.Clone(d.vault), cite(place)}
		if d.location != "" {
			e.Location = Text{strings.Clone(d.location), e.Vault.Cite}
		}
	}
	addr, err := netip.ParseAddr(d.client)
	switch {
	case err == nil:
		e.Client = Addr{addr.Unmap(), -1, cite("Client address")}
	case d.client != "":
		return &Masked{Text: strings.Clone(d.client), Cite: cite("Client address")}
	}
	return nil
}

// cites returns the lines that the error rests on.
func (e *ServiceError) cites() []Cite {
	cs := []Cite{e.Cite}
	for _, c := range []Cite{e.Client.Cite, e.Vault.Cite, e.Location.Cite} {
		if c.File != "" {
			cs = append(cs, c)
		}
	}
	return cs
}

// tidied puts back the blanks of what is known of a refusal's message, where broken lines took some out or put more in.
func tidied(text string) string {
	for _, s := range kvSentences {
		text = respace(text, s.text)
	}
	for _, label := range kvLabels {
		text = respace(text, label)
	}
	text = respace(text, "from unknown subnet")
	d := readKVDetails(text)
	if i := strings.LastIndex(text, "Vault:"); i >= 0 && d.vault != "" && d.location != "" {
		return text[:i] + "Vault: " + d.vault + ";location=" + d.location
	}
	return text
}

// respace replaces a phrase that stands in a text with other blanks than its own.
func respace(text, phrase string) string {
	if strings.Contains(text, phrase) {
		return text
	}
	dense := squeezed(phrase)
	for start := 0; start < len(text); start++ {
		if text[start] != dense[0] {
			continue
		}
		at, n := start, 0
		for at < len(text) && n < len(dense) {
			if text[at] == dense[n] {
				n++
			} else if text[at] != ' ' && text[at] != '\r' && text[at] != '\n' {
				break
			}
			at++
		}
		if n == len(dense) {
			return text[:start] + phrase + text[at:]
		}
	}
	return text
}
