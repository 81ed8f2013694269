package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// A session is one run of the program: it may build several labs, which share certificates and az's set-up.
type session struct {
	root  string // of the checkout
	dir   string // temporary folder
	mu    sync.Mutex
	count int
	homes map[string]string // folders with az's configuration, by what az was logged in to
}

// newSession prepares a session and removes what killed labs have left.
func newSession() (*session, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	if err := sweep(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", fmt.Sprintf("kvlab%d-", os.Getpid()))
	if err != nil {
		return nil, err
	}
	s := &session{root: root, dir: dir, homes: map[string]string{}}
	if err := makeCertificates(dir); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// close removes the session's folder.
func (s *session) close() error { return os.RemoveAll(s.dir) }

// moduleRoot returns the folder of the checkout that the current folder lies in.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "scripts", "collect.sh")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", errors.New("the current folder is not in the project's checkout")
		}
		dir = filepath.Dir(dir)
	}
}

// A half is what one run of the collector brought: a machine's bundle, or the administrator's.
type half struct {
	name string // the client's, or azure
	data []byte // a tar.gz file
}

// run builds the lab of a scenario, collects in it, and removes it.
func (s *session) run(ctx context.Context, sc *Scenario) (halves []half, err error) {
	p, err := makePlan(sc)
	if err != nil {
		return nil, err
	}
	if !sc.Azure.Skip {
		p.spaces = append(p.spaces, azureSpace(sc))
	}
	s.mu.Lock()
	s.count++
	l := &lab{prefix: fmt.Sprintf("kvlab%d-%d", os.Getpid(), s.count), certs: s.dir}
	s.mu.Unlock()
	if l.dir, err = os.MkdirTemp(s.dir, "lab-"); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.remove()) }()
	if err := l.build(ctx, p); err != nil {
		return nil, err
	}
	return s.collect(ctx, sc, p, l)
}

// collect runs the collector on all clients and for Azure, at the same time.
func (s *session) collect(ctx context.Context, sc *Scenario, p *plan, l *lab) ([]half, error) {
	halves, errs := make([]half, len(sc.Clients)+1), make([]error, len(sc.Clients)+1)
	var wg sync.WaitGroup
	for i := range sc.Clients {
		c := &sc.Clients[i]
		at := slices.IndexFunc(p.spaces, func(sp *space) bool { return sp.label == clientLabel(c) })
		wg.Go(func() {
			data, err := s.collectClient(ctx, sc, c, l, l.full(p.spaces[at].name))
			halves[i], errs[i] = half{c.Name, data}, err
		})
	}
	if !sc.Azure.Skip {
		wg.Go(func() {
			data, err := s.collectAzure(ctx, sc, l)
			halves[len(sc.Clients)], errs[len(sc.Clients)] = half{"azure", data}, err
		})
	}
	wg.Wait()
	return slices.DeleteFunc(halves, func(h half) bool { return h.data == nil }), errors.Join(errs...)
}

// collectClient runs the collector on a client. The lab's CA is among those that the machine trusts.
func (s *session) collectClient(ctx context.Context, sc *Scenario, c *Client, l *lab, space string) ([]byte, error) {
	trusted := []string{"ca.pem"}
	for _, x := range sc.Proxies {
		if x.Trusted {
			trusted = append(trusted, "proxy-ca.pem")
		}
	}
	var store strings.Builder
	for _, name := range slices.Compact(trusted) {
		data, err := os.ReadFile(filepath.Join(s.dir, name))
		if err != nil {
			return nil, err
		}
		store.Write(data)
	}
	if err := writeFile(filepath.Join("/etc/netns", space, "ssl/certs/ca-certificates.crt"), store.String()); err != nil {
		return nil, err
	}
	env := []string{"SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"}
	for _, x := range sc.Proxies {
		if c.Proxy == x.Name {
			url := "http://" + x.Address + ":3128"
			env = append(env, "HTTPS_PROXY="+url, "https_proxy="+url, "HTTP_PROXY="+url, "http_proxy="+url)
		}
	}
	if c.NoProxy != "" {
		env = append(env, "NO_PROXY="+c.NoProxy, "no_proxy="+c.NoProxy)
	}
	for _, name := range sortedKeys(c.Environment) {
		env = append(env, name+"="+c.Environment[name])
	}
	args := append([]string{"--vault", sc.Vault.host(), "--name", c.Name, "--role", c.Role, "--no-azure"}, c.Arguments...)
	return s.collector(ctx, l, space, c.Name, env, args)
}

// collector runs the collector in a namespace, with this environment and no other, and returns its bundle.
func (s *session) collector(ctx context.Context, l *lab, space, name string, env, args []string) ([]byte, error) {
	out := filepath.Join(l.dir, "out-"+name)
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, err
	}
	argv := slices.Concat([]string{"netns", "exec", space, "sh", filepath.Join(s.root, "scripts/collect.sh")}, args, []string{"--out", out})
	cmd := exec.CommandContext(ctx, "ip", argv...)
	cmd.Env = append([]string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + l.dir, "LANG=C.UTF-8"}, env...)
	cmd.SysProcAttr, cmd.Dir = ownChild(), out
	cmd.Cancel = func() error { endGroup(cmd.Process.Pid); return nil }
	log, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("the collector on %s: %w\n%s", name, err, log)
	}
	files, err := filepath.Glob(filepath.Join(out, "*.tar.gz"))
	if err != nil || len(files) != 1 {
		return nil, fmt.Errorf("the collector on %s left %d bundles\n%s", name, len(files), log)
	}
	return os.ReadFile(files[0])
}
