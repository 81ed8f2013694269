package parse

import (
	"slices"
	"strings"
)

// dataNouns are in the names of the cmdlets of Az PowerShell that ask a vault itself, and not the resource manager.
var dataNouns = []string{"AzKeyVaultSecret", "AzKeyVaultKey", "AzKeyVaultCertificate", "AzureKeyVaultSecret", "AzureKeyVaultKey", "AzureKeyVaultCertificate"}

// isDataCmdlet reports whether an error begins with the name of such a cmdlet.
func isDataCmdlet(line string) bool {
	name, _, _ := strings.Cut(line, ":")
	return containsAny(name, dataNouns)
}

// cmdletVault returns the vault that a command line names with -VaultName; "" where it names none, or by a variable.
func cmdletVault(line string) string {
	const option = "-vaultname"
	at := strings.Index(strings.ToLower(line[:min(len(line), maxErrorBytes)]), option)
	if at < 0 || at+len(option) >= len(line) || !containsAny(line[:at], dataNouns) || strings.IndexByte(" :\t", line[at+len(option)]) < 0 {
		return ""
	}
	name := strings.Trim(firstField(strings.TrimLeft(line[at+len(option):], " :\t")), `'"`)
	if !isVaultName(name) {
		return ""
	}
	return strings.Clone(name)
}

// vaultMask returns the host of a vault, as the last thing in quotes of an error, whose name its author hid; else "".
func vaultMask(text string) string {
	_, quoted, ok := strings.Cut(text, ": '")
	host, closed := strings.CutSuffix(strings.TrimRight(quoted, ". "), "'")
	if !ok || !closed || !maskedHost(host) {
		return ""
	}
	for _, suffix := range vaultSuffixes {
		if strings.HasSuffix(host, suffix) {
			return host
		}
	}
	return ""
}

// readCmdlet takes what an error of a cmdlet tells that other errors do not: the status by its name, the vault, and a
// host whose name was hidden.
func (r *tableReading) readCmdlet(req *Request, e *errorReading) {
	text, kind := req.Failure.Text, r.out.kind
	r.out.kind = kindRequestError
	defer func() { r.out.kind = kind }()
	if masked := vaultMask(text); masked != "" {
		r.out.add(&Masked{Text: strings.Clone(masked), Cite: req.Failure.Cite})
		if req.Failure.Class == FailOther {
			req.Failure.Class = FailResolve
		}
	}
	if req.Error == nil && containsAny(text, kvHints) {
		r.readRefusal(req, e)
	}
	status := statusNamed(text)
	if status < 400 {
		return
	}
	_, name, _ := strings.Cut(text, "status code '")
	name, _, _ = strings.Cut(name, "'")
	req.Blocks = []Block{{Status: status, Reason: strings.Clone(name), At: req.Failure.Cite}}
	vault := Text{cmdletVault(r.src.Command), req.Failure.Cite}
	if vault.Value == "" {
		vault = e.vault
	}
	if vault.Value != "" && req.Host == "" && req.Error == nil {
		req.Error = &ServiceError{Vault: vault, Cite: req.Failure.Cite}
	}
}

// readRefusal takes the refusal of Key Vault that the message of an error holds.
func (r *tableReading) readRefusal(req *Request, e *errorReading) {
	l := logTextOf(e.lines)
	found := l.refusals()
	if len(found) == 0 {
		return
	}
	f := found[0]
	cite := func(line int) Cite { return e.cites[l.lines[line].n] }
	req.Error = &ServiceError{Code: f.code, Message: f.message, Cite: cite(max(f.at, f.innerAt))}
	if f.innerAt >= 0 {
		req.Error.Inner = f.inner
	}
	if masked := req.Error.describe(func(text string) Cite { return cite(f.line(text)) }); masked != nil {
		r.out.add(masked)
	}
	for _, m := range f.remarks {
		r.out.remark(m.text, cite(m.line))
	}
}

// restWords returns the words behind "az" of the "az rest" that asks what Invoke-AzRestMethod asks; nil where the line does
// not run that cmdlet.
func restWords(words []string) []string {
	at := slices.IndexFunc(words, func(w string) bool { return strings.EqualFold(strings.Trim(w, "(@$"), "Invoke-AzRestMethod") })
	if at < 0 || at > 0 && words[at-1] != "=" {
		return nil
	}
	asked := []string{"rest"}
	for i := at + 1; i+1 < len(words); i++ {
		if strings.EqualFold(words[i], "-Path") || strings.EqualFold(words[i], "-Uri") {
			asked = append(asked, "--url", words[i+1])
		}
	}
	return asked
}
