package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A captureRow is a row of scripts/captures.tsv: what the collectors write, by which command, and which readers know it.
// In paths, NAME stands for the vantage, SERVER and ADDRESS for addresses, and N for 1, 2 ..., with -page2 and so on for
// the further pages of a list.
type captureRow struct{ path, shows, kinds, sh, powershell string }

// captureRows reads scripts/captures.tsv.
func captureRows(t *testing.T) []captureRow {
	t.Helper()
	var rows []captureRow
	for i, line := range strings.Split(strings.TrimSuffix(readFile(t, "scripts/captures.tsv"), "\n"), "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 5 || slices.Contains(f, "") {
			t.Fatalf("scripts/captures.tsv:%d: want five cells, got %q", i+1, f)
		}
		if i > 0 {
			rows = append(rows, captureRow{f[0], f[1], f[2], f[3], f[4]})
		}
	}
	return rows
}

// pattern returns what the paths of a row look like.
func (r captureRow) pattern() *regexp.Regexp {
	text := strings.NewReplacer(
		"vantage/NAME/", "vantage/[0-9A-Za-z_-]+/", "-SERVER", "-[0-9A-Fa-f.-]+", "-ADDRESS", "-(<address>|[0-9A-Fa-f.-]+)", `-N\.`, `-[0-9]+\.`,
	).Replace(regexp.QuoteMeta(r.path))
	return regexp.MustCompile("^" + text + "$")
}

// stem returns the part of a row's path that a script holds literally.
func (r captureRow) stem() string {
	path := strings.TrimPrefix(r.path, "vantage/NAME/")
	for _, end := range []string{"-SERVER", "-ADDRESS", "-N."} {
		path, _, _ = strings.Cut(path, end)
	}
	return strings.TrimSuffix(strings.TrimSuffix(path, ".txt"), ".json")
}

// TestCaptureKinds checks that every capture of the collectors is of a kind that is read: one with samples in
// testdata/parse.
func TestCaptureKinds(t *testing.T) {
	for _, r := range captureRows(t) {
		for _, kind := range strings.Split(r.kinds, ",") {
			if _, err := os.Stat(filepath.Join("testdata", "parse", kind)); err != nil {
				t.Errorf("%s: no reader for kind %q", r.path, kind)
			}
		}
	}
}

// machineWith returns a PATH with the small tools that the collector is made of, and with stand-ins for those that it
// probes with; what they are asked is written to the log.
func machineWith(t *testing.T, log string, probes ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the collector for POSIX systems does not run here")
	}
	dir := t.TempDir()
	for _, tool := range strings.Fields("sh uname tr date mkdir cat sed cut sleep env grep sort head ls rm timeout") {
		if path, err := exec.LookPath(tool); err == nil {
			if err := os.Symlink(path, filepath.Join(dir, tool)); err != nil {
				t.Fatal(err)
			}
		} else if tool == "sh" {
			t.Skip("there is no sh here")
		}
	}
	for _, tool := range probes {
		script := "#!/bin/sh\necho \"" + tool + " $*\" >>'" + log + "'\n"
		if err := os.WriteFile(filepath.Join(dir, tool), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// dryRun runs the collector with --dry-run where those probes are, and returns the paths that it lists with their commands.
// It must write nothing, and ask nothing but the tools themselves.
func dryRun(t *testing.T, probes ...string) map[string]string {
	t.Helper()
	log, dir := filepath.Join(t.TempDir(), "log"), t.TempDir()
	script, err := filepath.Abs("scripts/collect.sh")
	if err != nil {
		t.Fatal(err)
	}
	path := machineWith(t, log, probes...)
	cmd := exec.Command(filepath.Join(path, "sh"), script, "--dry-run", "--vault", "fabrikam", "--ip", "10.1.2.3", "--insecure")
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + path}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if written, err := os.ReadDir(dir); err != nil || len(written) > 0 {
		t.Errorf("--dry-run wrote %v (%v)", written, err)
	}
	asked, _ := os.ReadFile(log)
	for _, line := range strings.Split(strings.TrimSpace(string(asked)), "\n") {
		if !slices.Contains([]string{"", "nslookup -version", "wget --version", "scutil --dns"}, line) {
			t.Errorf("--dry-run ran %q", line)
		}
	}
	list := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if path, command, ok := strings.Cut(line, "\t"); !ok || list[path] != "" {
			t.Errorf("--dry-run printed %q", line)
		} else if !strings.HasPrefix(path, ".work/") { // what only helps to find the rest
			list[path] = command
		}
	}
	return list
}

// TestCollectorWritesWhatItSays checks that collect.sh takes exactly the captures of scripts/captures.tsv, each with the
// program that is said there.
func TestCollectorWritesWhatItSays(t *testing.T) {
	common := strings.Fields("dig host nslookup getent resolvectl scutil ip az")
	listed := dryRun(t, append(common, "curl")...)
	for path, command := range dryRun(t, append(common, "wget")...) {
		listed[path] = command
	}
	for _, r := range captureRows(t) {
		found := false
		for path, command := range listed {
			if !r.pattern().MatchString(path) {
				continue
			}
			found = true
			delete(listed, path)
			if program, _, _ := strings.Cut(r.sh, " "); !strings.HasPrefix(command, program+" ") {
				t.Errorf("%s: captured by %q, but the table says %q", path, command, r.sh)
			}
		}
		if found != (r.sh != "-") {
			t.Errorf("%s: listed by --dry-run: %v, but the table says %q", r.path, found, r.sh)
		}
	}
	for path := range listed {
		t.Errorf("%s: not in scripts/captures.tsv", path)
	}
}

// TestCollectorRefuses checks that nothing that could be more than a name or an address enters a command.
func TestCollectorRefuses(t *testing.T) {
	path := machineWith(t, filepath.Join(t.TempDir(), "log"), "az", "nslookup")
	for _, args := range [][]string{
		{}, {"--vault"}, {"--vault", "a;id"}, {"--vault", "$(id)"}, {"--vault", "-f"}, {"--vault", "a b"}, {"--vault", "fabrikam", "--ip", "10.1.2.3 -k"},
		{"--vault", "fabrikam", "--control", "`id`"}, {"--vault", "fabrikam", "--suffix", "example.com"}, {"--vault", "fabrikam.vault.azure.net'"},
		{"--vault", "fabrikam", "--role", "owner"}, {"--vault", "fabrikam", "--name", "'"}, {"--vault", "fabrikam", "--no-azure", "--azure-only"}, {"fabrikam"},
	} {
		cmd := exec.Command(filepath.Join(path, "sh"), append([]string{"scripts/collect.sh", "--dry-run"}, args...)...)
		cmd.Env = []string{"PATH=" + path}
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 2 || !strings.HasPrefix(string(out), "collect.sh: error: ") {
			t.Errorf("%q: %v\n%s", args, err, out)
		}
	}
}

// TestPowerShellCollectorWritesWhatItSays compares the paths in the text of collect.ps1 with the table.
func TestPowerShellCollectorWritesWhatItSays(t *testing.T) {
	text, err := os.ReadFile("scripts/collect.ps1")
	if err != nil {
		t.Skip("there is no collect.ps1")
	}
	rows := captureRows(t)
	named := map[string]bool{}
	for _, m := range regexp.MustCompile(`\b(dns|http|host|azure)[/\\]([a-z][a-z0-9.-]*[a-z])`).FindAllStringSubmatch(string(text), -1) {
		stem := m[1] + "/" + strings.TrimSuffix(strings.TrimSuffix(m[2], ".txt"), ".json")
		named[stem] = true
		if !slices.ContainsFunc(rows, func(r captureRow) bool { return r.powershell != "-" && strings.HasPrefix(r.stem(), stem) }) {
			t.Errorf("collect.ps1 writes %s, which is not in scripts/captures.tsv", stem)
		}
	}
	for _, r := range rows {
		found := false
		for stem := range named {
			found = found || strings.HasPrefix(r.stem(), stem)
		}
		if !found && r.powershell != "-" {
			t.Errorf("%s: not in collect.ps1", r.path)
		}
	}
}
