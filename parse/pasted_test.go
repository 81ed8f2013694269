package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// brief tells records in a line each: the kind, and what the tests below look at.
func brief(records []Record) []string {
	var list []string
	for _, r := range records {
		text := r.Kind
		switch f := r.Fact.(type) {
		case *Lookup:
			text += fmt.Sprintf(" %s %s @%s", f.Query, f.Outcome, f.Server)
			for _, n := range f.Chain {
				text += " " + n.Name
			}
			for _, a := range f.Addresses {
				text += " " + a.Addr.String()
			}
		case *Request:
			text += " " + f.URL + " " + f.Host
			if f.Error != nil {
				text += " " + f.Error.Code + "/" + f.Error.Inner
			}
			if f.Failure != nil {
				text += " " + string(f.Failure.Class)
			}
		case *Masked:
			text += " masked " + f.Text
		case *Search:
			text += " search " + strings.Join(f.Domains, " ")
		case *Resolver:
			text += " resolver " + f.Addr.Addr.String()
		case *ExportError:
			text += " error " + f.Code
		case *Vault:
			text += " vault " + f.Name.Value
		case *Network:
			text += " network " + f.Name.Value
		case *Subnet:
			text += " subnet " + f.Name.Value
		case *Unread:
			text += fmt.Sprintf(" unread %d", f.Count)
		default:
			text += fmt.Sprintf(" %T", f)
		}
		list = append(list, text)
	}
	return list
}

// TestReadAsPasted has captures in the forms in which people paste them.
func TestReadAsPasted(t *testing.T) {
	for _, tt := range []struct{ name, command, in string }{
		{"a placeholder in the search list", "", "nameserver 10.1.0.4\nsearch <internal-domain>\nsearch corp.contoso.com\n"},
		{"a quote's marks before some lines", "", ">nslookup fabrikam.vault.azure.net\nServer:  UnKnown\nAddress:  10.1.0.4\n>\n>Non-authoritative answer:\nName:    fabrikam.vault.azure.net\nAddress:  10.1.2.3\n>\n" +
			">nslookup contoso.vault.azure.net\nServer:  UnKnown\nAddress:  10.1.0.4\n>\n>Name:    contoso.vault.azure.net\nAddress:  10.1.2.4\n"},
		{"an alias asked for on Windows", "nslookup -type=CNAME fabrikam.vault.azure.net", "Server:  dc1.contoso.com\nAddress:  10.1.0.4\n\n" +
			"fabrikam.vault.azure.net\tcanonical name = fabrikam.privatelink.vaultcore.azure.net\n\nazure.net\tnameserver = ns1.azure-dns.com\nns1.azure-dns.com\tinternet address = 192.0.2.1\n"},
		{"a disabled secret in a dump of Node.js", "", "An error occurred: RestError: Operation get is not allowed on a disabled secret.\n {\n  \"name\": \"RestError\",\n  \"code\": \"Forbidden\",\n  \"statusCode\": 403,\n" +
			"  \"details\": {\n    \"error\": {\n      \"code\": \"Forbidden\",\n      \"message\": \"Operation get is not allowed on a disabled secret.\",\n      \"innerError\": {\n        \"code\": \"SecretDisabled\"\n      }\n    }\n  }\n}\n"},
		{"a socket that a sandbox forbids", "", "Retry failed after 4 tries. (An attempt was made to access a socket in a way forbidden by its access permissions. (fabrikam.vault.azure.net:443)) (An attempt was made to access a socket in a way forbidden by its access permissions. (fabrikam.vault.azure.net:443))\n"},
		{"a proxy that wants a password", "", "The command failed with an unexpected error. Here is the traceback:\nHTTPSConnectionPool(host='login.microsoftonline.com', port=443): Max retries exceeded with url: /x (Caused by ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required')))\n"},
		{"an error of the resource manager below words", "", "Creating the vault failed with:\n\nHttpResponseError: (VaultAlreadyExists) The vault name 'fabrikam'\nis already in use.\n"},
		{"no error of the resource manager", "", "HttpResponseError: (Forbidden) The vault is not there\nValueError: (see below) x\n"},
		{"the URL above an error of PowerShell", "", "Performing GET on https://fabrikam.vault.azure.net:443/healthstatus\n\nInvoke-WebRequest : The remote name could not be resolved: 'fabrikam.vault.azure.net'\nAt C:\\a.psm1:196 char:19\n"},
		{"another URL above it", "", "Performing GET on https://contoso.vault.azure.net\n\nInvoke-WebRequest : The remote name could not be resolved: 'fabrikam.vault.azure.net'\n"},
		{"an export with a vault's error below", "", "We ask for the list:\n{\"value\":[{\"id\":\"/subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults/fabrikam\",\"name\":\"fabrikam\",\"type\":\"Microsoft.KeyVault/vaults\",\"properties\":{\"vaultUri\":\"https://fabrikam.vault.azure.net/\"}}]}\n\nand then for a secret:\n" +
			"{\"error\":{\"code\":\"Unauthorized\",\"message\":\"AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://management.azure.com.\"}}\n"},
		{"a shortened network", "az network vnet show -g rg -n vnet1 -o json", "{\n  \"name\": \"vnet1\",\n  \"subnets\": [\n    {\"name\": \"snet-a\", \"addressPrefix\": \"10.1.0.0/24\"}\n  ]\n}\n"},
		{"a projected one", "az network vnet show -g rg -n vnet1 --query x", "{\n  \"name\": \"vnet1\",\n  \"subnets\": [\n  ]\n}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: "f", Command: tt.command}, Text: tt.in}
			records := Read(src)
			checkQuotes(t, src, records)
			if diff := cmp.Diff(pastedFacts[tt.name], brief(records)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// pastedFacts is what TestReadAsPasted expects.
var pastedFacts = map[string][]string{
	"a placeholder in the search list":             {"resolv.conf resolver 10.1.0.4", "resolv.conf search corp.contoso.com", "resolv.conf unread 1"},
	"a quote's marks before some lines":            {"nslookup-windows fabrikam.vault.azure.net answer @10.1.0.4 fabrikam.vault.azure.net 10.1.2.3", "nslookup-windows contoso.vault.azure.net answer @10.1.0.4 contoso.vault.azure.net 10.1.2.4"},
	"an alias asked for on Windows":                {"nslookup-windows fabrikam.vault.azure.net answer @10.1.0.4 fabrikam.vault.azure.net fabrikam.privatelink.vaultcore.azure.net"},
	"a disabled secret in a dump of Node.js":       {"keyvault-error   Forbidden/SecretDisabled"},
	"a socket that a sandbox forbids":              {"client-error  fabrikam.vault.azure.net other"},
	"a proxy that wants a password":                {"client-error  login.microsoftonline.com proxy", "client-error unread 1"},
	"an error of the resource manager below words": {"az-error error VaultAlreadyExists", "az-error unread 1"},
	"no error of the resource manager":             {" *parse.Unrecognised"},
	"the URL above an error of PowerShell":         {"powershell-error https://fabrikam.vault.azure.net:443/healthstatus fabrikam.vault.azure.net resolve", "powershell-error unread 1"},
	"another URL above it":                         {"powershell-error  fabrikam.vault.azure.net resolve", "powershell-error unread 1"},
	"an export with a vault's error below":         {"az-json vault fabrikam", "az-json *parse.Listing", "az-json unread 2", "keyvault-error   Unauthorized/"},
	"a shortened network":                          {"az-json network vnet1", "az-json subnet snet-a"},
	"a projected one":                              {" *parse.Unrecognised"},
}
