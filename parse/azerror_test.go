package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAzureErrors(t *testing.T) {
	const show = "az keyvault show -n fabrikam"
	tests := []struct {
		name, file, command, in string
		stderr                  string
		want                    string // as azBrief tells it; "" for a capture that is no failed export
	}{
		{"mark, code, message", "azure/vault.json", "", "\nERROR: (AuthorizationFailed) The client 'x' may not.\nCode: AuthorizationFailed\nMessage: The client\n", "",
			"error vault: AuthorizationFailed: The client 'x' may not. empty=false @azure/vault.json:4 "},
		{"code without mark, any file", "a.txt", "", "(AuthorizationFailed) Microsoft.KeyVault provider must be registered on subscription containing private endpoint: /subscriptions/S", "",
			"error : AuthorizationFailed: Microsoft.KeyVault provider must be registered on subscription containing private endpoint: /subscriptions/S empty=false @a.txt:3 "},
		{"expired token", "a.txt", "", "WARNING: x\nERROR: AADSTS70043: The refresh token has expired\r\nPlease run:\naz login", "",
			"error : AADSTS70043: AADSTS70043: The refresh token has expired empty=false @a.txt:4 "},
		{"login", "azure/nics.json", "", "Please run 'az login' to setup account.", "",
			"error interface: : Please run 'az login' to setup account. empty=false @azure/nics.json:3 "},
		{"answer within the error of az rest", "a", "az rest --url /subscriptions/S/providers/Microsoft.Network/privateEndpoints", `ERROR: Not Found({"error":{"code":"ResourceNotFound","message":"gone (really)"}})`, "",
			"error endpoint: ResourceNotFound: gone (really) empty=false @a:3 "},
		{"traceback", "vnets.json", "", "ERROR: The command failed with an unexpected error. Here is the traceback:\nTraceback (most recent call last):\n  File \"x.py\", line 1\n    import y\nModuleNotFoundError: No module named 'y'\n", "",
			"error network: : ModuleNotFoundError: No module named 'y' empty=false @vnets.json:7 "},
		{"traceback of az in any file", "a.txt", "", "Traceback (most recent call last):\n  File \"/opt/azure/x.py\"\nKeyError: 'z'", "",
			"error : : KeyError: 'z' empty=false @a.txt:5 "},
		{"extension", "a", show, "The command requires the extension resource-graph. Do you want to install it now?", "",
			"error vault: : The command requires the extension resource-graph. Do you want to install it now? empty=false @a:3 "},
		{"misspelled", "a.txt", "", "ERROR: 'x' is misspelled or not recognized by the system.", "",
			"error : : 'x' is misspelled or not recognized by the system. empty=false @a.txt:3 "},
		{"error with details in JSON", "a", show, "ERROR: (Forbidden) no\nInner error:\n{\n \"code\": \"ForbiddenByRbac\"\n}", "",
			"error vault: Forbidden: no empty=false @a:3 "},
		{"fields alone", "a.txt", "", "Code: AuthorizationFailed\nMessage: The client may not.\n", "", "error : AuthorizationFailed: The client may not. empty=false @a.txt:4 "},
		{"code below the mark", "a.txt", "", "ERROR: The request failed.\nStatusCode: 403\nErrorCode: AuthorizationFailed", "", "error : AuthorizationFailed: The request failed. empty=false @a.txt:3 "},
		{"Az PowerShell", "a.txt", "", "Get-AzPrivateEndpoint : The client 'x' does not have it.\nStatusCode: 403\nReasonPhrase: Forbidden\nErrorCode: AuthorizationFailed\nErrorMessage: The\nAt line:1 char:1", "",
			"error : AuthorizationFailed: The client 'x' does not have it. empty=false @a.txt:3 "},
		{"Az PowerShell 7", "a.txt", "", "Get-AzKeyVault: No subscription\n", "", "error : : No subscription empty=false @a.txt:3 "},
		{"Az PowerShell's object", "a.txt", "", "RequestId      : 1\nMessage        : Invalid value found\nServerMessage  : BadRequest: Invalid value\n", "",
			"error : BadRequest: Invalid value found empty=false @a.txt:4 "},
		{"deployment", "a.txt", "", "ERROR: {\"status\":\"Failed\",\"error\":{\"code\":\"DeploymentFailed\",\"message\":\"gone\"}}", "", "error : DeploymentFailed: gone empty=false @a.txt:3 "},
		{"template", "a.txt", "", "ERROR: InvalidTemplate - Deployment template validation failed.", "", "error : InvalidTemplate: Deployment template validation failed. empty=false @a.txt:3 "},
		{"no right to join", "a.txt", "", "\"The client 'x' has permission to write; however, it does not have permission to perform action 'join' on it.\"", "",
			"error : : \"The client 'x' has permission to write; however, it does not have permission to perform action 'join' on it.\" empty=false @a.txt:3 "},
		{"Cloud Shell", "a.txt", "", "ERROR: A Cloud Shell credential problem occurred.", "", "error : : A Cloud Shell credential problem occurred. empty=false @a.txt:3 "},
		{"Windows without az", "a.txt", "", "'az' is not recognized as an internal or external command,\noperable program or batch file.", "", "error : : 'az' is not recognized as an internal or external command, empty=false @a.txt:3 "},
		{"answer of the resource manager, any file", "answer.txt", "", "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"gone\"}}", "", "error : ResourceNotFound: gone empty=false @answer.txt:3 /error/message"},
		{"answer of a vault, any file", "answer.txt", "", "{\"error\":{\"code\":\"SecretNotFound\",\"message\":\"gone\"}}", "", ""},
		{"no az", "azure/zones.json", "", "sh: 1: az: not found", "", "error zone: : sh: 1: az: not found empty=false @azure/zones.json:3 "},
		{"any text in place of JSON", "a", show, "No subscription found.", "", "error vault: : No subscription found. empty=false @a:3 "},
		{"empty export", "azure/vault.json", "", "", "", "error vault: :  empty=true @azure/vault.json:0 "},
		{"blank export", "a", show, " \n\n", "", "error vault: :  empty=true @a:0 "},
		{"empty export, error text kept", "azure/vault.json", "", "", "WARNING: x\nERROR: (Gone) no\n",
			"error vault: Gone: no empty=false @e.err:10 "},
		{"empty export, plain text kept", "a", show, "", "Killed\n", "error vault: : Killed empty=false @e.err:9 "},
		{"empty export, warning kept", "a", show, "", "WARNING: x\n", "error vault: :  empty=true @a:0 "},
		{"warning beside data", "zones.json", "", zoneA, "ERROR: x", ""},
		{"table", "a", show, "Name  Location\n----  ----\nx     y", "", ""},
		{"asked for text", "a", show + " --query name -o tsv", "fabrikam", "", ""},
		{"nothing to say", "a", "az account set -s S", "", "", ""},
		{"other text of az", "a", "az login", "To sign in, use a web browser.", "", ""},
		{"other program", "a.json", "curl -s http://h/", "", "", ""},
		{"other program's error", "a.json", "nslookup x", "ERROR: (AuthorizationFailed) x", "", ""},
		{"other text in JSON's name", "vault.json", "", "hello\nworld", "", ""},
		{"the vault's refusal", "a.txt", "", "(Forbidden) Connection is not an approved private link", "", ""},
		{"log that speaks of az", "a.txt", "", "hello\nPlease run 'az login'", "", ""},
		{"other traceback", "a.txt", "", "Traceback (most recent call last):\n  File \"x.py\"\nKeyError: 'z'", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: tt.file, Line: 3, Command: tt.command}, Text: tt.in}
			if tt.stderr != "" {
				src.Stderr = &Source{Origin: Origin{File: "e.err", Line: 9}, Text: tt.stderr}
			}
			got := ""
			records := Read(src)
			checkQuotes(t, src, records)
			for _, r := range records {
				if _, ok := r.Fact.(*ExportError); ok {
					got += azBrief(r)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("export error (-want +got):\n%s", diff)
			}
		})
	}
}
