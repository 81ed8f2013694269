package main

import (
	"archive/zip"
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// powerShellCmdlets are the commands that the collector for Windows may use: those of Windows PowerShell 5.1 and its
// modules for networks, and of the module Az.Accounts, which it looks for first.
var powerShellCmdlets = strings.Fields(`Compress-Archive Convert-Path ConvertFrom-Json ConvertTo-Json ForEach-Object Format-List Format-Table
	Get-ChildItem Get-Command Get-Content Get-DnsClientNrptPolicy Get-DnsClientServerAddress Get-FileHash Get-Item Get-NetIPAddress
	Invoke-WebRequest Join-Path New-Item Out-String Remove-Item Resolve-DnsName Select-Object Select-String Set-Content Set-Item Set-StrictMode
	Sort-Object Split-Path Start-Process Start-Sleep Test-Path Wait-Process Where-Object Write-Information Write-Warning
	Get-AzContext Invoke-AzRestMethod`)

// powerShellVerbs are the approved verbs that its own functions may begin with.
var powerShellVerbs = strings.Fields("Add Complete Exit Export Get Hide Test Wait Write")

// TestPowerShellCollectorCommands checks that collect.ps1 runs in Windows PowerShell 5.1 as far as its text tells: only
// cmdlets that are there, functions that are defined before the script runs, and nothing of newer versions.
func TestPowerShellCollectorCommands(t *testing.T) {
	text := readFile(t, "scripts/collect.ps1")
	if i := strings.IndexFunc(text, func(r rune) bool { return r > '~' || r < ' ' && r != '\n' }); i >= 0 {
		t.Errorf("byte %d is not printable ASCII, and 5.1 reads files without a mark in the code page of the machine", i)
	}
	defined := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^function ((\w+)-\w+)`).FindAllStringSubmatch(text, -1) {
		defined[m[1]] = true
		if !slices.Contains(powerShellVerbs, m[2]) {
			t.Errorf("function %s: the verb is not among %v", m[1], powerShellVerbs)
		}
	}
	used := map[string]bool{}
	for _, name := range regexp.MustCompile(`\b[A-Z][A-Za-z]+-[A-Z][A-Za-z]+\b`).FindAllString(text, -1) {
		used[name] = true
		if !defined[name] && !slices.Contains(powerShellCmdlets, name) && name != "Proxy-Authorization" {
			t.Errorf("%s is neither a function of the script nor among the cmdlets that it may use", name)
		}
	}
	for name := range defined {
		if strings.Count(text, name) < 2 {
			t.Errorf("function %s is not used", name)
		}
	}
	for _, name := range powerShellCmdlets {
		if !used[name] {
			t.Errorf("%s is listed here, and not used", name)
		}
	}
}

// TestPowerShellCollectorSyntax looks for what Windows PowerShell 5.1 does not know, and for what is not let through by
// machines that allow signed code only.
func TestPowerShellCollectorSyntax(t *testing.T) {
	text := readFile(t, "scripts/collect.ps1")
	for _, newer := range []string{
		`&&`, `\|\|`, `\?\?`, `\$\w+\?\.`, `\?\[`, ` \? `, `-Parallel\b`, `-SkipCertificateCheck\b`, `\bclean \{`, `Add-Type`, `Invoke-Expression`,
		`-EncodedCommand`, `New-Object`, `\bgcm\b`, `\biwr\b`, `\| %`, `\$IsWindows`, `utf8NoBOM`,
	} {
		if m := regexp.MustCompile(newer).FindStringIndex(text); m != nil {
			t.Errorf("line %d holds %q", 1+strings.Count(text[:m[0]], "\n"), text[m[0]:m[1]])
		}
	}
	guarded := regexp.MustCompile(`(?s)'-SkipHttpErrorCheck '.{0,80}PSVersion\.Major -lt 7\) \{\s+\$more = ''`)
	if strings.Count(text, "-SkipHttpErrorCheck") != 1 || !guarded.MatchString(text) {
		t.Error("-SkipHttpErrorCheck is of version 7, and is not behind a look at the version")
	}
	// A command that a child runs stands between double quotes.
	for _, command := range regexp.MustCompile(`Add-Cmdlet "[^"]*" \d+ '([^']*)'`).FindAllStringSubmatch(text, -1) {
		if strings.Contains(command[1], `"`) {
			t.Errorf("command %q holds a double quote", command[1])
		}
	}
	if lines := strings.Count(text, "\n"); lines >= 300 {
		t.Errorf("the script has %d lines, which nobody reads in two minutes", lines)
	}
}

// TestPowerShellArchive checks that a bundle is read alike from a directory and from the archive that Compress-Archive of
// Windows PowerShell 5.1 makes of it, whose names have backslashes.
func TestPowerShellArchive(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/script/collector_windows.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, f := range archive.Files {
		name, ok := strings.CutPrefix(f.Name, "bundle/")
		if !ok {
			continue
		}
		writeBelow(t, filepath.Join(dir, "fabrikam", filepath.FromSlash(name)), f.Data)
		member, err := w.Create(`fabrikam\` + strings.ReplaceAll(name, "/", `\`))
		if err == nil {
			_, err = member.Write(f.Data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	writeBelow(t, filepath.Join(dir, "fabrikam.zip"), packed.Bytes())
	var outputs []string
	for _, bundle := range []string{filepath.Join(dir, "fabrikam"), filepath.Join(dir, "fabrikam.zip")} {
		status, out, stderr := kvdoctor("", "analyze", "--format", "json", bundle)
		if status != exitFinding {
			t.Fatalf("%s: status %d\n%s", bundle, status, stderr)
		}
		outputs = append(outputs, out)
	}
	if outputs[0] != outputs[1] {
		t.Errorf("the archive gives another report:\n%s\n%s", outputs[0], outputs[1])
	}
}
