package collect

import (
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
	{"connection string", []string{"code="}, regexp.MustCompile(`(?i)[?&]code=([A-Za-z0-9_%/+=-]{16,})`)},
}

// userInfo is the user and the password of a URL.
var userInfo = regexp.MustCompile(`://([^/\s:@"'<>]+(?::[^/\s@"'<>]*)?)@`)

// secretValue is the value of a secret of a vault, where its URL stands in the same text.
var secretValue = regexp.MustCompile(`(?i)"value"\s*:\s*"((?:[^"\\]|\\.)+)"`)

// A secrets takes secrets out of the lines of one text.
type secrets struct {
	pem    bool // inside of a certificate or a key
	values bool // the text holds secrets of a vault: their values are taken out
	found  func(kind string)
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
	low := lower(line)
	for i := range secretShapes {
		if sh := &secretShapes[i]; hasAny(low, sh.signs) {
			line = s.takeOut(line, sh.shape, sh.kind)
		}
	}
	if strings.Contains(low, "://") && strings.Contains(low, "@") {
		line = s.takeOut(line, userInfo, "password in a URL")
	}
	if s.values && strings.Contains(low, `"value"`) {
		line = s.takeOut(line, secretValue, "value of a secret")
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
	case kind == "value of a secret":
		_, end := quad(value, 0, '.')
		return end > 0 || strings.Contains(value, "::")
	case kind == "authorization header": // the challenge of a server is no credential
		return strings.HasPrefix(strings.ToLower(trimmed), "\"https://login.") || strings.HasPrefix(trimmed, "https://")
	}
	return false
}

func hasAny(low string, signs []string) bool {
	for _, s := range signs {
		if strings.Contains(low, s) {
			return true
		}
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
	s := secrets{}
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
