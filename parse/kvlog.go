package parse

import "strings"

// keyVaultErrorReader reads the refusals of Key Vault in whatever wrapping a program has logged them.
var keyVaultErrorReader = reader{name: kindKeyVaultError, opens: opensKeyVaultError, match: matchKeyVaultError, read: readErrorLog}

const kindKeyVaultError = "keyvault-error"

// kvHints are short pieces of text of which every refusal holds at least one, however its lines are broken.
var kvHints = []string{"Forbidden", "trusted", "approved", "location=", "NotFound", "AKV10", "Bearer or PoP", "Vault:", "TCP connection does", "TF400898", "[TokenExpired]"}

// matchKeyVaultError looks for an error of Key Vault in a text that is no answer with headers, which other readers
// know better.
func matchKeyVaultError(src *Source, head []string) bool {
	if parseHTTPCommand(src.Command).tool != "" || parseAzCommand(src.Command).data || answersHTTP(src, head) {
		return false
	}
	for _, s := range bothOutputs(src) {
		if containsAny(s.Text, kvHints) && !isExport(s, head) {
			if l := newLogText(s, &s.Origin); l.refuses() || len(l.hiddenErrors()) > 0 {
				return true
			}
		}
	}
	return false
}

// bothOutputs returns a capture and what was kept of its standard error.
func bothOutputs(src *Source) []*Source {
	if src.Stderr == nil {
		return []*Source{src}
	}
	return []*Source{src, src.Stderr}
}

// answersHTTP reports whether a capture is that of a tool that makes requests.
func answersHTTP(src *Source, head []string) bool {
	for _, line := range head {
		text := plainLine(line)
		_, isStatus := statusLine(text)
		_, isError := curlFailure(text)
		if isStatus || isError {
			return true
		}
	}
	return isPowerShell(head) || isHealthstatus(src.File)
}

// isExport reports whether a text is JSON of the resource manager, and not the body of an error of Key Vault.
func isExport(src *Source, head []string) bool {
	text := strings.TrimLeft(src.Text[:min(len(src.Text), 200)], " \t\r\n\ufeff")
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") || strings.HasPrefix(squeezed(text), `{"error":{`) {
		return false
	}
	return matchAzureJSON(src, head)
}

// containsAny reports whether a text contains one of the pieces.
func containsAny(text string, pieces []string) bool {
	for _, p := range pieces {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// opensKeyVaultError reports whether a line is the first of an error as Azure's libraries print it.
func opensKeyVaultError(line, _ string) bool {
	text := newLogLine(line).text
	for _, start := range []string{"Azure.RequestFailedException: ", "azure.core.exceptions.HttpResponseError: (",
		"com.azure.core.exception.", "(Forbidden) ", "ERROR: (Forbidden) ", "Error: (Forbidden) "} {
		if rest, ok := strings.CutPrefix(text, start); ok {
			return opensSentence(rest) || strings.HasPrefix(start, "com.") && strings.Contains(rest, "Status code 40")
		}
	}
	return strings.Contains(text, `keyvault.BaseClient#`) && strings.Contains(text, `Status=40`)
}

// opensSentence reports whether a text begins with a refusal's sentence, behind its code perhaps.
func opensSentence(text string) bool {
	if _, rest, ok := strings.Cut(text, ") "); ok && len(text)-len(rest) < 20 {
		text = rest
	}
	if strings.HasPrefix(text, "Client address") {
		return true
	}
	for _, s := range kvSentences {
		if strings.HasPrefix(text, s.text) {
			return true
		}
	}
	return false
}

// unescaped turns escaped line breaks and quotes of a text into real ones, however often they are escaped.
func unescaped(text string) string {
	if !strings.Contains(text, `\`) {
		return strings.TrimSpace(text)
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		end := i
		for end < len(text) && text[end] == '\\' {
			end++
		}
		switch next := text[min(end, len(text)-1)]; {
		case end == i:
			b.WriteByte(text[i])
		case next == 'r' || next == 'n':
			if !strings.HasSuffix(b.String()[max(0, b.Len()-1):], "\n") {
				b.WriteString(map[byte]string{'r': "\r\n", 'n': "\n"}[next])
			}
			i = end
		case next == 'u' && end+5 <= len(text) && escapedQuote(text[end+1:end+5]) != 0:
			b.WriteByte(escapedQuote(text[end+1 : end+5]))
			i = end + 4
		default:
			i = end - 1
		}
	}
	return strings.TrimSpace(b.String())
}

// vaultSuffixes end the host names of vaults and managed HSMs in the clouds (failure-modes, section 6).
var vaultSuffixes = []string{".vault.azure.net", ".managedhsm.azure.net", ".vault.azure.cn", ".managedhsm.azure.cn",
	".vault.usgovcloudapi.net", ".managedhsm.usgovcloudapi.net", ".vault.microsoftazure.de"}

// vaultURL returns the first URL in a line whose host is a vault's, or "". A URL within another's query is none.
func vaultURL(line string) string {
	for {
		i := strings.Index(line, "https://")
		if i < 0 {
			return ""
		}
		inner := strings.Contains(line[strings.LastIndexAny(line[:i], " \t\"'`<>(,")+1:i], "://")
		url := line[i:]
		if end := strings.IndexAny(url, " \t\"'<>()[]{}|\\,"); end >= 0 {
			url = url[:end]
		}
		line = line[i+len(url):]
		if url = strings.TrimRight(url, ".:;"); isVaultHost(hostOfURL(url)) && !inner {
			return url
		}
	}
}

// isVaultHost reports whether a host name is that of a vault.
func isVaultHost(host string) bool {
	for _, suffix := range vaultSuffixes {
		if label, ok := strings.CutSuffix(host, suffix); ok && isVaultName(strings.ReplaceAll(label, ".", "-")) {
			return true
		}
	}
	return false
}
