package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A lab is a plan that stands: namespaces with their cables and programs. All of it is gone after remove.
type lab struct {
	prefix string // of its namespaces: kvlab, process id, number of the lab in the process
	dir    string // temporary folder; the programs' files lie there
	certs  string // folder with the certificates
	made   []string
	procs  []*exec.Cmd
	mu     sync.Mutex
}

// startTime is how long a program may take until it listens.
const startTime = time.Minute

// full returns the name of a namespace.
func (l *lab) full(space string) string { return l.prefix + "-" + space }

// tool runs a program with its input and returns its errors as one.
func tool(ctx context.Context, input, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.SysProcAttr = ownChild()
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w: %s\n%s", name, strings.Join(args, " "), err, bytes.TrimSpace(out), input)
	}
	return nil
}

// build makes the namespaces of a plan, joins them and starts their programs.
func (l *lab) build(ctx context.Context, p *plan) error {
	for _, sp := range p.spaces {
		if err := l.makeSpace(ctx, sp); err != nil {
			return fmt.Errorf("%s: %w", sp.label, err)
		}
	}
	var lines strings.Builder
	for _, c := range p.cables {
		fmt.Fprintf(&lines, "link add %s netns %s type veth peer name %s netns %s\n", c.deviceA, l.full(c.a), c.deviceB, l.full(c.b))
	}
	if err := tool(ctx, lines.String(), "ip", "-batch", "-"); err != nil {
		return err
	}
	for _, sp := range p.spaces {
		if err := tool(ctx, strings.Join(sp.setup, "\n")+"\n", "ip", "-n", l.full(sp.name), "-batch", "-"); err != nil {
			return fmt.Errorf("%s: %w", sp.label, err)
		}
		if sp.router {
			if err := tool(ctx, routerScript(sp), "ip", "netns", "exec", l.full(sp.name), "sh", "-eu"); err != nil {
				return fmt.Errorf("%s: %w", sp.label, err)
			}
		}
	}
	return l.startAll(ctx, p)
}

// startAll starts the programs of all namespaces at once and waits until they listen.
func (l *lab) startAll(ctx context.Context, p *plan) error {
	var all errgroup
	for _, sp := range p.spaces {
		for i, prog := range sp.programs {
			all.run(func() error {
				if err := l.start(ctx, sp, i, prog); err != nil {
					return fmt.Errorf("%s: %s: %w", sp.label, prog.name, err)
				}
				return nil
			})
		}
	}
	return all.wait()
}

// An errgroup runs functions at the same time and joins their errors.
type errgroup struct {
	wg   sync.WaitGroup
	mu   sync.Mutex
	errs []error
}

// run starts a function.
func (g *errgroup) run(f func() error) {
	g.wg.Go(func() {
		err := f()
		g.mu.Lock()
		defer g.mu.Unlock()
		g.errs = append(g.errs, err)
	})
}

// wait waits for all functions and returns their errors as one.
func (g *errgroup) wait() error {
	g.wg.Wait()
	return errors.Join(g.errs...)
}

// makeSpace makes a namespace and its files in /etc/netns.
func (l *lab) makeSpace(ctx context.Context, sp *space) error {
	name := l.full(sp.name)
	l.mu.Lock()
	l.made = append(l.made, name)
	l.mu.Unlock()
	if err := tool(ctx, "", "ip", "netns", "add", name); err != nil {
		return err
	}
	for file, text := range map[string]string{"resolv.conf": sp.resolv, "hosts": sp.hosts} {
		if text == "" {
			continue
		}
		if err := writeFile(filepath.Join("/etc/netns", name, file), text); err != nil {
			return err
		}
	}
	return nil
}

// writeFile writes a file and the folders above it.
func writeFile(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// routerScript returns the shell script that lets a namespace forward packets, with its rules.
func routerScript(sp *space) string {
	var b strings.Builder
	b.WriteString("echo 1 >/proc/sys/net/ipv4/ip_forward\nfor f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >$f; done\nnft -f - <<'END'\n")
	for _, chain := range []struct {
		name, hook string
		rules      []string
	}{
		{"rules", "filter hook prerouting priority -90", append([]string{"ct state established,related accept"}, sp.rules...)},
		{"capture", "nat hook prerouting priority -100", sp.redirect},
		{"translate", "nat hook postrouting priority 100", sp.nat},
	} {
		if len(chain.rules) > 0 {
			fmt.Fprintf(&b, "table ip lab {\n chain %s {\n  type %s\n  %s\n }\n}\n", chain.name, chain.hook, strings.Join(chain.rules, "\n  "))
		}
	}
	b.WriteString("END\n")
	return b.String()
}

// start starts a program in its own folder and waits until it listens.
func (l *lab) start(ctx context.Context, sp *space, number int, p program) error {
	dir := filepath.Join(l.dir, sp.name, strconv.Itoa(number))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, text := range p.files {
		if err := writeFile(filepath.Join(dir, name), text); err != nil {
			return err
		}
	}
	args, ready := []string{"named", "-g", "-4", "-n", "1", "-c", "named.conf"}, " running"
	if p.name != "named" {
		self := fmt.Sprintf("/proc/%d/exe", os.Getpid()) // also when its file has been replaced meanwhile
		args, ready = []string{self, p.name, l.certs}, "ready"
	}
	cmd := exec.Command("ip", append([]string{"netns", "exec", l.full(sp.name)}, args...)...)
	cmd.Dir, cmd.SysProcAttr = dir, ownChild()
	return l.await(ctx, cmd, ready)
}

// await starts a command and waits for the line of its output that says that it is ready.
func (l *lab) await(ctx context.Context, cmd *exec.Cmd, ready string) error {
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		return err
	}
	l.mu.Lock()
	l.procs = append(l.procs, cmd)
	l.mu.Unlock()
	go func() {
		in.CloseWithError(cmd.Wait())
	}()
	seen := make(chan error, 1)
	go func() {
		var log bytes.Buffer
		found := false
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if !found && strings.HasSuffix(lines.Text(), ready) {
				found = true
				seen <- nil
			}
			if !found {
				log.WriteString(lines.Text() + "\n")
			}
		}
		seen <- fmt.Errorf("it ended:\n%s", log.String())
	}()
	select {
	case err := <-seen:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(startTime):
		return errors.New("it did not start in time")
	}
}

// remove stops everything and removes all that build made. It goes on after an error.
func (l *lab) remove() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, cmd := range l.procs {
		endGroup(cmd.Process.Pid)
	}
	var errs []error
	for _, name := range l.made {
		errs = append(errs, removeSpace(name))
	}
	l.made, l.procs = nil, nil
	return errors.Join(append(errs, os.RemoveAll(l.dir))...)
}

// removeSpace removes a namespace, if it is there, with what runs in it and its files.
func removeSpace(name string) error {
	if err := os.RemoveAll(filepath.Join("/etc/netns", name)); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join("/run/netns", name)); err != nil {
		return nil
	}
	out, err := exec.Command("ip", "netns", "pids", name).Output()
	if err != nil {
		return err
	}
	for _, field := range strings.Fields(string(out)) {
		if pid, err := strconv.Atoi(field); err == nil {
			if p, err := os.FindProcess(pid); err == nil {
				p.Kill() // it may have ended meanwhile
			}
		}
	}
	return tool(context.Background(), "", "ip", "netns", "del", name)
}

// sweep removes what labs have left behind that were killed: their process ids are in the names.
func sweep() error {
	var errs []error
	for _, dir := range []string{"/run/netns", "/etc/netns", os.TempDir()} {
		names, err := filepath.Glob(filepath.Join(dir, "kvlab*-*"))
		errs = append(errs, err)
		for _, path := range names {
			name := filepath.Base(path)
			digits, _, _ := strings.Cut(strings.TrimPrefix(name, "kvlab"), "-")
			pid, err := strconv.Atoi(digits)
			if err != nil || alive(pid) {
				continue
			}
			if dir == os.TempDir() {
				errs = append(errs, os.RemoveAll(path))
				continue
			}
			errs = append(errs, removeSpace(name))
		}
	}
	return errors.Join(errs...)
}
