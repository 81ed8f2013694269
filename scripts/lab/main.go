// Command lab builds a Private Link deployment out of network namespaces from a description, runs collect.sh in it as
// customers would, and leaves their bundle. No namespace has a way out of the machine, and all of them are removed at
// the end, also after an error or a signal.
//
//	go run ./scripts/lab SCENARIO.yaml -o bundle.tar.gz      one bundle; -halves DIR also leaves each machine's own
//	go run ./scripts/lab testdata/lab/*.yaml -o DIR          the bundles of several
//
// It needs Linux, root, and the packages bind9, bind9-dnsutils, bind9-host, curl, iproute2, nftables and azure-cli.
// The types in scenario.go say what a scenario may hold. The lab knows nothing of what kvdoctor makes of a bundle.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/pflag"
)

func main() {
	if len(os.Args) == 3 && strings.HasPrefix(os.Args[1], "serve-") {
		if err := serve(os.Args[1], os.Args[2]); err != nil {
			fmt.Fprintf(os.Stderr, "lab: error: %v\n", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run is the whole program: it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := pflag.NewFlagSet("lab", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	output := flags.StringP("output", "o", "bundle.tar.gz", "write the bundle to this file, or those of several scenarios to this folder")
	halves := flags.String("halves", "", "also write each machine's bundle, and azure.tar.gz, to this folder")
	plan := flags.Bool("plan", false, "print what would be built, and build nothing")
	jobs := flags.IntP("jobs", "j", 2, "how many labs to run at once, of several")
	if err := flags.Parse(longFlags(args)); err != nil {
		return 2
	}
	fail := func(status int, err error) int {
		fmt.Fprintf(stderr, "lab: error: %v\n", err)
		return status
	}
	names := flags.Args()
	if len(names) == 0 || len(names) > 1 && (*plan || *halves != "" || !flags.Changed("output")) || *jobs < 1 {
		return fail(2, errors.New("usage: lab SCENARIO.yaml -o bundle.tar.gz, or lab SCENARIO.yaml and more -o DIR"))
	}
	if *plan {
		if err := printPlan(names[0], stdout); err != nil {
			return fail(1, err)
		}
		return 0
	}
	if err := able(); err != nil {
		return fail(1, err)
	}
	s, err := newSession()
	if err != nil {
		return fail(1, err)
	}
	if len(names) > 1 {
		err = s.several(ctx, names, *jobs, *output, stdout)
	} else {
		err = s.one(ctx, names[0], *output, *halves)
	}
	if err = errors.Join(err, s.close()); err != nil {
		return fail(1, err)
	}
	return 0
}

// longFlags takes -plan and -halves for the long flags that they are meant to be.
func longFlags(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if out[i] = a; len(a) > 2 && a[0] == '-' && a[1] != '-' {
			switch strings.SplitN(a, "=", 2)[0] {
			case "-plan", "-halves", "-output", "-jobs":
				out[i] = "-" + a
			}
		}
	}
	return out
}

// able says what the lab lacks on this machine.
func able() error {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		return errors.New("it makes network namespaces: it needs Linux, and root")
	}
	for tool, pack := range map[string]string{"named": "bind9", "dig": "bind9-dnsutils", "host": "bind9-host", "curl": "curl", "ip": "iproute2",
		"nft": "nftables", "az": "azure-cli"} {
		if _, err := exec.LookPath(tool); err != nil {
			return fmt.Errorf("%s is not here: apt-get install %s", tool, pack)
		}
	}
	return nil
}

// one runs a scenario and writes its bundle.
func (s *session) one(ctx context.Context, name, output, folder string) error {
	data, halves, err := s.bundleOf(ctx, name)
	if err != nil {
		return err
	}
	if folder != "" {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		for _, h := range halves {
			alone, err := merge([]half{h})
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(folder, h.name+".tar.gz"), alone, 0o644); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(output, data, 0o644)
}

// printPlan prints the namespaces of a scenario with their set-up.
func printPlan(name string, w io.Writer) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	sc, err := ReadScenario(text)
	if err != nil {
		return err
	}
	p, err := makePlan(sc)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, p.String())
	return err
}

// String prints a plan, for people and for tests.
func (p *plan) String() string {
	var b strings.Builder
	for _, sp := range p.spaces {
		fmt.Fprintf(&b, "%s: %s\n", sp.name, sp.label)
		for _, line := range sp.setup {
			b.WriteString("  ip " + line + "\n")
		}
		for _, rules := range [][]string{sp.rules, sp.redirect, sp.nat} {
			for _, line := range rules {
				b.WriteString("  nft " + line + "\n")
			}
		}
		for _, prog := range sp.programs {
			b.WriteString("  run " + prog.name + "\n")
		}
	}
	for _, c := range p.cables {
		fmt.Fprintf(&b, "%s.%s - %s.%s\n", c.a, c.deviceA, c.b, c.deviceB)
	}
	return b.String()
}
