package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStatusLine(t *testing.T) {
	tests := []struct {
		in   string
		want Block
		ok   bool
	}{
		{"HTTP/1.1 200 OK", Block{Proto: "HTTP/1.1", Status: 200, Reason: "OK"}, true},
		{"HTTP/2 200 ", Block{Proto: "HTTP/2", Status: 200}, true},
		{"HTTP/2 403", Block{Proto: "HTTP/2", Status: 403}, true},
		{"HTTP/1.0 200 Connection established", Block{Proto: "HTTP/1.0", Status: 200, Reason: "Connection established"}, true},
		{"    HTTP/1.1 100 Continue", Block{Proto: "HTTP/1.1", Status: 100, Reason: "Continue"}, true},
		{"HTTP/1.1 2000 OK", Block{}, false},
		{"HTTP/1.1 +20 OK", Block{}, false},
		{"HTTP/x 200 OK", Block{}, false},
		{"HTTP/1.1", Block{}, false},
		{"GET / HTTP/1.1", Block{}, false},
		{"http/1.1 200 OK", Block{}, false},
	}
	for _, tt := range tests {
		got, ok := statusLine(tt.in)
		if ok != tt.ok {
			t.Errorf("statusLine(%q) is read: %v, want %v", tt.in, ok, tt.ok)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("statusLine(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestHeaderField(t *testing.T) {
	tests := []struct {
		in, name, value string
		ok              bool
	}{
		{"Cache-Control: no-cache", "cache-control", "no-cache", true},
		{"X-Powered-By:", "x-powered-by", "", true},
		{"expires:-1", "expires", "-1", true},
		{"WWW-Authenticate: Bearer authorization=\"https://login.windows.net/1\"", "www-authenticate", "Bearer authorization=\"https://login.windows.net/1\"", true},
		{"**Location:** https://fabrikam.example/", "location", "https://fabrikam.example/", true},
		{"**Location**: https://fabrikam.example/", "location", "https://fabrikam.example/", true},
		{"**Server: Kestrel**", "server", "Kestrel", true},
		{"**Note that:** x", "", "", false},
		{`C:\>dir`, "", "", false},
		{"https://fabrikam.vault.azure.net/healthstatus", "", "", false},
		{"Client address: 10.1.2.3", "", "", false},
		{`"code": "Forbidden"`, "", "", false},
		{"true", "", "", false},
		{": x", "", "", false},
	}
	for _, tt := range tests {
		name, value, ok := headerField(tt.in)
		if name != tt.name || value != tt.value || ok != tt.ok {
			t.Errorf("headerField(%q) = %q, %q, %v, want %q, %q, %v", tt.in, name, value, ok, tt.name, tt.value, tt.ok)
		}
	}
}

func TestBlockFinal(t *testing.T) {
	tests := []struct {
		name string
		in   Block
		want bool
	}{
		{"continue", Block{Proto: "HTTP/1.1", Status: 100}, false},
		{"tunnel", Block{Proto: "HTTP/1.1", Status: 200, Reason: "Connection Established"}, false},
		{"tunnel of another proxy", Block{Proto: "HTTP/1.1", Status: 200, Reason: "OK", Headers: []Header{{Name: "via"}}}, false},
		{"redirect", Block{Proto: "HTTP/2", Status: 302}, false},
		{"proxy asks for a password", Block{Proto: "HTTP/1.1", Status: 407}, false},
		{"not modified", Block{Proto: "HTTP/1.1", Status: 304}, true},
		{"answer", Block{Proto: "HTTP/1.1", Status: 200, Headers: []Header{{Name: "content-length"}}}, true},
		{"answer, HTTP/2", Block{Proto: "HTTP/2", Status: 200}, true},
		{"refusal", Block{Proto: "HTTP/1.1", Status: 403}, true},
	}
	for _, tt := range tests {
		if got := tt.in.final(); got != tt.want {
			t.Errorf("%s: final() = %v, want %v", tt.name, got, tt.want)
		}
	}
}
