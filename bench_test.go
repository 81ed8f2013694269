package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// BenchmarkAnalyze diagnoses the stored bundles in this process: what a run costs beside starting a program.
func BenchmarkAnalyze(b *testing.B) {
	for _, name := range []string{"good", "no-zone", "wrong-address"} {
		b.Run(name, func(b *testing.B) {
			args := []string{"analyze", "--merge", "testdata/bundles/" + name + ".tar.gz", "testdata/bundles/azure-" + name + ".tar.gz"}
			for b.Loop() {
				if status := run(args, strings.NewReader(""), io.Discard, io.Discard); status > exitFinding {
					b.Fatalf("status %d", status)
				}
			}
		})
	}
}

// BenchmarkBinary runs the built program over a bundle of the usual size, from its start to its end, and reports
// the median: one slow run of a busy machine does not count.
func BenchmarkBinary(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "kvdoctor")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.Command("go", "build", "-trimpath", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	bundle := usualBundle(b)
	var took []time.Duration
	for b.Loop() {
		started := time.Now()
		command := exec.Command(binary, "analyze", bundle)
		out, err := command.CombinedOutput()
		took = append(took, time.Since(started))
		if status := command.ProcessState.ExitCode(); status != exitOK && status != exitFinding {
			b.Fatalf("status %d: %v\n%s", status, err, out)
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
}

// usualBundle writes a bundle of 30 captures and about 200 KB out of a scenario's: three machines, and exports
// that list a hundred resources which are not the vault's.
func usualBundle(b *testing.B) string {
	b.Helper()
	const captures, bytes = 30, 200_000
	archive, err := txtar.ParseFile("testdata/script/ok_hub_and_spoke.txtar")
	if err != nil {
		b.Fatal(err)
	}
	dir := filepath.Join(b.TempDir(), "usual")
	count, size := 0, 0
	write := func(name string, data []byte) {
		writeBelow(b, filepath.Join(dir, filepath.FromSlash(name)), data)
		count, size = count+1, size+len(data)
	}
	var machine []txtar.File
	for _, f := range archive.Files {
		name, ok := strings.CutPrefix(f.Name, "bundle/")
		if !ok {
			continue
		}
		write(name, f.Data)
		if strings.HasPrefix(name, "vantage/") {
			machine = append(machine, txtar.File{Name: name, Data: f.Data})
		}
	}
	if len(machine) == 0 {
		b.Fatal("the scenario has no machine")
	}
	for i := 0; count < captures-4; i++ {
		f := machine[i%len(machine)]
		_, below, _ := strings.Cut(strings.TrimPrefix(f.Name, "vantage/"), "/")
		write(fmt.Sprintf("vantage/vm-copy%02d/%s", i/len(machine), below), f.Data)
	}
	for count < captures {
		write(fmt.Sprintf("azure/neighbours-%d.json", count), neighbours(count, (bytes-size)/(captures-count)))
	}
	return dir
}

// neighbours returns an export of networks that have nothing to do with the vault, of about so many bytes.
func neighbours(number, size int) []byte {
	var out strings.Builder
	for i := 0; out.Len() < size; i++ {
		fmt.Fprintf(&out, `%s
  {
    "addressSpace": {"addressPrefixes": ["10.%d.%d.0/24"]},
    "dhcpOptions": {"dnsServers": []},
    "id": "/subscriptions/6f1c0b7e-2f4d-4c39-9a51-0d3b8e7a4c12/resourceGroups/rg-%d/providers/Microsoft.Network/virtualNetworks/vnet-%d-%d",
    "location": "eastus",
    "name": "vnet-%d-%d",
    "provisioningState": "Succeeded",
    "resourceGroup": "rg-%d",
    "subnets": [],
    "type": "Microsoft.Network/virtualNetworks",
    "virtualNetworkPeerings": []
  }`, map[bool]string{true: "[", false: ","}[i == 0], 200+number%50, i%250, number, number, i, number, i, number)
	}
	out.WriteString("\n]\n")
	return []byte(out.String())
}
