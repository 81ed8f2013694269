package collect

import (
	"math/bits"
	"regexp"
	"strings"
)

// withheld stands for a secret that was taken out. No reader takes the word for a masked address.
const withheld = "WITHHELD"

// A secretShape finds secrets.
type secretShape struct {
	kind  string
	signs []string       // without one of them, in lower case, a line has none
	shape *regexp.Regexp // its last group is the secret
}

// secretShapes are what is always taken out, whatever is kept.
var secretShapes = []secretShape{
	{"token", []string{"eyj"}, regexp.MustCompile(`\b(eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*)`)},
	{"authorization header", []string{"authorization"}, regexp.MustCompile(`(?i)\b(?:proxy-|x-ms-)?authorization(?:["']?\s*[:=]\s*["']?|\s+\{)(?:(?:bearer|basic|digest|negotiate|ntlm|sharedkey|pop)\s+)?([^\s"'{},][^"'\r\n]*)`)},
	{"credential", []string{"bearer ", "basic "}, regexp.MustCompile(`\b(?:Bearer|bearer|Basic) ([A-Za-z0-9+/_.~-]{16,}=*)`)},
	{"cookie", []string{"cookie"}, regexp.MustCompile(`(?i)\b(?:set-)?cookie2?["']?(?:\s*[:=]\s*|\s+)[\[{"']*([^\s"'\[{:=;][^"'=;\r\n]*=[^"'\r\n]+)`)},
	{"cookie", []string{"esctx", "fpc=", "buid=", "x-ms-gateway-slice", "stsservicecookie", "arraffinity", ".aspnet"},
		regexp.MustCompile(`(?i)\b(?:esctx[\w-]*|fpc|buid|x-ms-gateway-slice|stsservicecookie|arraffinity(?:samesite)?|\.aspnet[\w.]*)=([^;"'\s&}]+)`)},
	{"shared access signature", []string{"sig=", "sig%3d"}, regexp.MustCompile(`(?i)\bsig(?:=|%3d)([^&\s"'<>]+)`)},
	{"key", []string{"key=", "key:", `key"`, "key'", "key "}, regexp.MustCompile(`(?i)(?:account|sharedaccess|api|subscription|functions|access|private|client|storage|primary|secondary|encryption|instrumentation)[-_ ]?key["']?\s*[:=]\s*["']?([^\s"',;&{}\[\]]{8,})`)},
	{"token", []string{"token=", "token:", `token"`, "token'", "token "}, regexp.MustCompile(`(?i)(?:access|refresh|id|sas|auth|bearer|session|security|device|api|personal_access|github|identity|job|pat)[-_ ]?token["']?\s*[:=]\s*["']?([^\s"',;&{}\[\]]{8,})`)},
	{"token", []string{"skiptoken", "skip_token"}, regexp.MustCompile(`(?i)(?:\$|%24)?skip_?token=([^&\s"'<>]+)`)},
	{"secret", []string{"secret=", "secret:", `secret"`, "secret'", "secret "}, regexp.MustCompile(`(?i)(?:client|app|shared|api|identity|consumer|webhook)[-_ ]?secret["']?\s*[:=]\s*["']?([^\s"',;&{}\[\]]{4,})`)},
	{"secret", []string{"identity_header", "msi_secret"}, regexp.MustCompile(`(?i)(?:identity_header|msi_secret)["']?\s*[:=]\s*["']?([^\s"',;&]+)`)},
	{"password", []string{"pass", "pwd"}, regexp.MustCompile(`(?i)(?:^|[^a-z])(?:\w*password|passwd|\w*_pass|pwd|passphrase|passwort)["']?\s*[:=]\s*["']?([^\s"',;&{}\[\]/\\][^\s"',;&{}\[\]]*)`)},
	{"password", []string{"-u ", "--user ", "--proxy-user", "-password "}, regexp.MustCompile(`(?:\s-u|--user|--proxy-user|\s-U|--http-password=?|--proxy-password=?|-Password)\s+["']?([^\s"':]+:[^\s"']+|\S+)`)},
	{"password", []string{"login ", "sshpass "}, regexp.MustCompile(`(?:\blogin\b.*\s|sshpass )-p\s*["']?([^\s"']+)`)},
	{"password", []string{"--password", "--client-secret", "--sas-token", "--account-key", "--connection-string"},
		regexp.MustCompile(`--(?:password|client-secret|sas-token|account-key|connection-string)[ =]["']?([^\s"']+)`)},
	{"token", []string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "hvs.", "hvb.", "xoxb-", "xoxp-", "akia", "q~"},
		regexp.MustCompile(`\b((?:gh[pousr]_|github_pat_|glpat-|hv[sb]\.|xox[bp]-|AKIA)[\w-]{12,}|[\w.~-]{2,4}\dQ~[\w.~-]{8,})`)},
	{"token", []string{"x-vault-token", "x-auth-token", "x-consul-token", "private-token", "x-ms-token"}, regexp.MustCompile(`(?i)\b(?:x-vault|x-auth|x-consul|private|x-ms)-token["']?\s*[:=]\s*["']?([^\s"',;]+)`)},
	{"key", []string{"aaaa"}, regexp.MustCompile(`\b(AAAA[BCE][A-Za-z0-9+/]{16,}=*)`)},
	{"id of a machine", []string{"machine id", "boot id", "duid"}, regexp.MustCompile(`(?i)\b(?:machine id|boot id|duid)[ .]*: ?([0-9a-f-]{20,})`)},
	{"id cut short", []string{"...", "…"}, regexp.MustCompile(`(?i)\b([0-9a-f]{8}-[0-9a-f-]{0,27})(?:\.\.\.|…)`)},
	{"telephone number", []string{"+"}, regexp.MustCompile(`(?:^|[\s:"'(>|])(\+[1-9]\d{0,2}[ ./()-]{1,3}\d(?:[ ./()-]{0,2}\d){6,11}|\+[1-9]\d{9,13})\b`)},
	{"connection string", []string{"code="}, regexp.MustCompile(`(?i)[?&]code=([A-Za-z0-9_%/+=-]{16,})`)},
}

// userInfo is the user and the password of a URL.
var userInfo = regexp.MustCompile(`://([^/\s:@"'<>]+(?::[^/\s"'<>]*)?)@`)

// wrappedToken is the kind of what goes on on a second line.
const wrappedToken = "rest of a token"

// tokenRest is the rest of a token that a console or a mail broke.
var tokenRest = regexp.MustCompile(`^[>| \t]*([A-Za-z0-9_.~+/=-]{20,})`)

// secretValue is the value of a secret of a vault, where its URL stands in the same text.
var secretValue = regexp.MustCompile(`(?i)"value"\s*:\s*"((?:[^"\\]|\\.)+)"`)

// A secrets takes secrets out of the lines of one text.
type secrets struct {
	pem    bool // inside of a certificate or a key
	values bool // the text holds secrets of a vault: their values are taken out
	wraps  bool // the line before ended in a token, or in what stands before one
	found  func(kind string)
	signs  *signSet
}

// secretSigns returns the machine that finds the signs of secretShapes, and last those of the other shapes.
func secretSigns() *signSet {
	var lists [][]string
	for _, s := range secretShapes {
		lists = append(lists, s.signs)
	}
	return newSignSet(append(lists, []string{"://"}, []string{`"value"`}))
}

// reset begins with a text.
func (s *secrets) reset(text string) {
	s.values = strings.Contains(text, "/secrets/") && strings.Contains(text, `"value"`)
}

// line returns a line without its secrets.
func (s *secrets) line(line string) string {
	if s.pem || strings.Contains(line, "-----BEGIN ") {
		return s.pemLine(line)
	}
	if s.wraps {
		s.wraps = false
		line = s.takeOut(line, tokenRest, wrappedToken)
	}
	low := lower(line)
	if end := strings.TrimRight(low, "\r\n \"'"); strings.HasSuffix(end, "bearer") || strings.HasSuffix(end, "authorization:") {
		s.wraps = true
	}
	for signs := s.signs.in(low); signs != 0; signs &= signs - 1 {
		switch i := bits.TrailingZeros64(signs); {
		case i < len(secretShapes):
			line = s.takeOut(line, secretShapes[i].shape, secretShapes[i].kind)
		case i == len(secretShapes):
			line = s.takeOut(line, userInfo, "password in a URL")
		case s.values:
			line = s.takeOut(line, secretValue, "value of a secret")
		}
	}
	return line
}

// pemLine takes out the body of a certificate or a key.
func (s *secrets) pemLine(line string) string {
	body := strings.TrimSpace(line)
	switch begin, end := strings.Contains(line, "-----BEGIN "), strings.Contains(line, "-----END "); {
	case begin && end:
		s.pem = false
		s.tell("certificate or key")
		return withheld + line[len(strings.TrimRight(line, "\r\n")):]
	case begin:
		s.pem = true
		s.tell("certificate or key")
	case end:
		s.pem = false
	case body == "" || strings.Trim(body, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=>|# ") != "" && !strings.Contains(body, ": "):
		s.pem = false // it was cut off
	default:
		return withheld + line[len(strings.TrimRight(line, "\r\n")):]
	}
	return line
}

func (s *secrets) tell(kind string) {
	if s.found != nil {
		s.found(kind)
	}
}

// takeOut takes the secrets of one shape out of a line.
func (s *secrets) takeOut(line string, shape *regexp.Regexp, kind string) string {
	var b strings.Builder
	done := 0
	for _, m := range shape.FindAllStringSubmatchIndex(line, -1) {
		from, to := m[len(m)-2], m[len(m)-1]
		if from < done || harmless(line[from:to], kind) {
			continue
		}
		s.tell(kind)
		b.WriteString(line[done:from])
		b.WriteString(withheld)
		done = to
		if rest := line[to:]; to-from > 20 && strings.TrimRight(rest, "\r\n") == "" && (strings.HasSuffix(kind, "token") || kind == "credential" || kind == "authorization header") {
			s.wraps = true
		}
	}
	if done == 0 {
		return line
	}
	b.WriteString(line[done:])
	return b.String()
}

// harmless reports whether what stands in a secret's place is none: it was masked before, is a variable of a shell, or a
// network rule.
func harmless(value, kind string) bool {
	trimmed := strings.Trim(value, " \t\"'")
	switch {
	case strings.HasPrefix(trimmed, withheld), strings.Trim(trimmed, "*xX.•") == "", strings.HasPrefix(trimmed, "$"), strings.HasPrefix(trimmed, "<"):
		return true
	case strings.EqualFold(trimmed, "null"), strings.EqualFold(trimmed, "none"), strings.EqualFold(trimmed, "true"), strings.EqualFold(trimmed, "false"):
		return true
	case kind == wrappedToken: // a word or a host name is written in small letters, or has no digits
		return lower(value) == value || !strings.ContainsAny(value, "0123456789") || strings.ToUpper(value) == value
	case kind == "value of a secret":
		_, end := quad(value, 0, '.')
		return end > 0 || strings.Contains(value, "::")
	case kind == "authorization header": // the challenge of a server is no credential
		return strings.HasPrefix(strings.ToLower(trimmed), "\"https://login.") || strings.HasPrefix(trimmed, "https://")
	}
	return false
}

// A Secret is a secret that stands in a text: its line and its kind, never itself.
type Secret struct {
	Line int
	Kind string
}

// Secrets returns the secrets that a text shows; first is the number of its first line.
func Secrets(text string, first int) []Secret {
	var out []Secret
	s := secrets{signs: secretSigns()}
	s.reset(text)
	n := first
	s.found = func(kind string) {
		if len(out) == 0 || out[len(out)-1] != (Secret{n, kind}) {
			out = append(out, Secret{n, kind})
		}
	}
	for line := range strings.Lines(text) {
		s.line(line)
		n++
	}
	return out
}
