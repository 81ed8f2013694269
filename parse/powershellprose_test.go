package parse

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPowerShellProse looks at errors of other cmdlets, and at what stands around outputs.
func TestPowerShellProse(t *testing.T) {
	const (
		title  = "It fails on the second VM only:\n\n"
		name   = "The remote name could not be resolved: 'kv-a.vault.azure.net'\n"
		object = "StatusCode        : 403\nStatusDescription : Forbidden\n"
	)
	resolve := func(line int) []string {
		return []string{fmt.Sprintf("request kv-a.vault.azure.net @%d resolve", line)}
	}
	tests := []struct {
		name, in string
		want     []string
	}{
		{"another cmdlet", "Set-AzureKeyVaultSecret : " + name + "At line:1 char:1\n", resolve(1)},
		{"of PowerShell 7", "Get-AzKeyVaultSecret: " + name, resolve(1)},
		{"below prose", title + "Set-AzureKeyVaultSecret : " + name, append(resolve(3), "unread 1@1")},
		{"prose between properties", object + "we changed nothing\nNote : it was closed\nContent           : x\n", []string{"request  @1 403", "unread 2@3"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range Read(Source{Text: tt.in, Origin: Origin{File: testFile}}) {
				got = append(got, tellRequest(r.Fact))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// tellRequest is a request in a line, with its host, its place and how it ended.
func tellRequest(f Fact) string {
	switch f := f.(type) {
	case *Request:
		text := fmt.Sprintf("request %s @%d ", f.Host, f.At.Line)
		if f.Failure != nil {
			return text + string(f.Failure.Class)
		}
		if f.Last() != nil {
			text += fmt.Sprint(f.Last().Status)
		}
		if f.NetworkInfo != nil {
			text += " " + f.NetworkInfo.AddrText
		}
		if f.Error != nil {
			text += " " + f.Error.Code
		}
		return text
	case *Unread:
		return fmt.Sprintf("unread %d@%d", f.Count, f.First.Line)
	case *Unrecognised:
		return fmt.Sprintf("unrecognised @%d", f.First.Line)
	}
	return fmt.Sprintf("%T", f)
}
