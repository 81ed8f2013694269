package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// bundleTime is the time that all bundles of the lab give, so that two runs make the same file.
func bundleTime() time.Time { return time.Date(2026, time.November, 22, 18, 51, 47, 0, time.UTC) }

// A bundle is the contents of a collector's file, without its top folder.
type bundle struct {
	manifest *yaml.Node // the mapping
	files    map[string][]byte
}

// readBundle reads a collector's file.
func readBundle(data []byte) (*bundle, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	b := &bundle{files: map[string][]byte{}}
	for r := tar.NewReader(unzipped); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if _, name, ok := strings.Cut(h.Name, "/"); ok && h.Typeflag == tar.TypeReg {
			if b.files[name], err = io.ReadAll(r); err != nil {
				return nil, err
			}
		}
	}
	var document yaml.Node
	if err := yaml.Unmarshal(b.files["manifest.yaml"], &document); err != nil {
		return nil, fmt.Errorf("manifest.yaml: %w", err)
	}
	if len(document.Content) != 1 || document.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("manifest.yaml: no mapping")
	}
	b.manifest = document.Content[0]
	delete(b.files, "manifest.yaml")
	return b, nil
}

// field returns the value of a mapping's key, or nil.
func field(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// merge joins the halves of a case to one bundle, which names all vantages and captures, and takes out what differs
// from run to run. The first half's manifest leads.
func merge(halves []half) ([]byte, error) {
	var whole *bundle
	for _, h := range halves {
		b, err := readBundle(h.data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.name, err)
		}
		if whole == nil {
			whole = b
			continue
		}
		for name, data := range b.files {
			if _, twice := whole.files[name]; twice {
				return nil, fmt.Errorf("%s: %s is in another half too", h.name, name)
			}
			whole.files[name] = data
		}
		for _, key := range []string{"vantages", "captures"} {
			if from, to := field(b.manifest, key), field(whole.manifest, key); from != nil && to != nil {
				to.Content = append(to.Content, from.Content...)
				to.Style = 0
			}
		}
	}
	if whole == nil {
		return nil, errors.New("nothing was collected")
	}
	return whole.write()
}

// steady takes out of a capture what differs from run to run.
func steady(name string, data []byte) []byte {
	lines := strings.SplitAfter(string(data), "\n")
	for i, line := range lines {
		lines[i] = steadyLine(line)
	}
	return []byte(strings.Join(lines, ""))
}

// steadyLine takes out of a line the clock, the numbers that dig makes up, and the namespaces' names.
func steadyLine(line string) string {
	end := strings.TrimLeft(line[len(strings.TrimRight(line, "\r\n")):], " ")
	switch {
	case strings.HasPrefix(line, ";; WHEN: "):
		return ";; WHEN: " + bundleTime().Format("Mon Jan 02 15:04:05 MST 2006") + end
	case strings.HasPrefix(line, ";; Query time: "):
		return ";; Query time: 4 msec" + end
	case strings.HasPrefix(line, "; COOKIE: "):
		return "; COOKIE: 5f1c1f0c9a3e4b7d01000000692208f3d2a4c6e8b0917253 (good)" + end
	case strings.HasPrefix(line, ";; ->>HEADER<<-"):
		before, _, _ := strings.Cut(line, ", id: ")
		return before + ", id: 27182" + end
	}
	if before, after, found := strings.Cut(line, " link-netns "); found {
		_, rest, _ := strings.Cut(strings.TrimRight(after, "\r\n"), " ")
		return before + " link-netnsid 0" + rest + end
	}
	return line
}

// write makes the bundle's file: the same bytes for the same captures.
func (b *bundle) write() ([]byte, error) {
	for name, data := range b.files {
		b.files[name] = steady(name, data)
	}
	b.steadyManifest()
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(b.manifest); err != nil {
		return nil, err
	}
	vault := "vault"
	if v := field(b.manifest, "vault"); v != nil {
		vault = v.Value
	}
	var out bytes.Buffer
	zipped, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(zipped)
	add := func(name string, data []byte) error {
		h := &tar.Header{Name: vault + "-" + bundleTime().Format("20060102T150405Z") + "/" + name, Mode: 0o644, Size: int64(len(data)), ModTime: bundleTime()}
		if err := w.WriteHeader(h); err != nil {
			return err
		}
		_, err := w.Write(data)
		return err
	}
	errs := []error{add("manifest.yaml", text.Bytes())}
	for _, name := range sortedKeys(b.files) {
		errs = append(errs, add(name, b.files[name]))
	}
	err = errors.Join(append(errs, w.Close(), zipped.Close())...)
	return out.Bytes(), err
}

// steadyManifest gives the manifest the bundle's clock: captures one second apart, short durations as none. Checksums
// are those of the captures as they are now.
func (b *bundle) steadyManifest() {
	set := func(n *yaml.Node, value string) {
		if n != nil {
			n.Value, n.Tag = value, ""
		}
	}
	set(field(b.manifest, "created"), bundleTime().Format(time.RFC3339))
	captures := field(b.manifest, "captures")
	if captures == nil {
		return
	}
	slices.SortStableFunc(captures.Content, func(x, y *yaml.Node) int { return cmp.Compare(half2(x), half2(y)) })
	for i, c := range captures.Content {
		at := bundleTime().Add(time.Duration(i-len(captures.Content)) * time.Second)
		set(field(c, "started"), at.Format(time.RFC3339))
		if n := field(c, "seconds"); n != nil {
			if took, err := strconv.ParseFloat(n.Value, 64); err == nil && took < 5 {
				set(n, "0")
			}
		}
		for _, keys := range [][2]string{{"path", "sha256"}, {"stderr", "stderr_sha256"}} {
			if path, sum := field(c, keys[0]), field(c, keys[1]); path != nil && sum != nil {
				digest := sha256.Sum256(b.files[path.Value])
				set(sum, hex.EncodeToString(digest[:]))
			}
		}
	}
}

// half2 orders captures: the machines' before Azure's.
func half2(capture *yaml.Node) int {
	return number(field(capture, "vantage") == nil)
}
