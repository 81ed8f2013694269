package collect

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"gopkg.in/yaml.v3"
)

// manifestSchema is the schema of the manifests that are known.
const manifestSchema = "kvdoctor.bundle/v1"

// A list is a manifest as it was read.
type list struct {
	manifest *Manifest // nil if nothing of it could be used
	entries  []entry
	problems []Problem
}

// An entry is what a manifest says of one capture.
type entry struct {
	file       string // of the manifest
	lines      *lineIndex
	path       string
	pathLine   int
	vantage    string
	command    string
	exit       *int
	started    time.Time
	sum        string // sha256, or empty
	stderr     string
	stderrLine int
	stderrSum  string
}

// succeeded reports whether the command is known to have ended well.
func (e *entry) succeeded() bool { return e.exit != nil && *e.exit == 0 }

// manifest reads the whole manifest.
func (r *yamlReader) manifest(root *yaml.Node) *list {
	if root.Kind != yaml.MappingNode {
		r.fault(root, "manifest is %s, want a mapping that begins with schema", kindName(root))
		return &list{}
	}
	l := &list{manifest: &Manifest{}}
	m := l.manifest
	schema := ""
	r.mapping(root, "manifest", []field{
		{"schema", func(n *yaml.Node) { r.schema(n, &schema) }},
		{"vault", func(n *yaml.Node) { r.text(n, "vault", &m.Vault) }},
		{"host", func(n *yaml.Node) { r.text(n, "host", &m.Host) }},
		{"cloud", func(n *yaml.Node) { r.text(n, "cloud", &m.Cloud) }},
		{"collector", func(n *yaml.Node) { r.text(n, "collector", &m.Collector) }},
		{"created", func(n *yaml.Node) { r.time(n, "created", &m.Created) }},
		{"vantages", func(n *yaml.Node) { r.sequence(n, "vantages", func(n *yaml.Node) { r.vantage(n, m) }) }},
		{"redacted", func(*yaml.Node) {}}, // of kvdoctor redact
		{"captures", func(n *yaml.Node) { r.sequence(n, "captures", func(n *yaml.Node) { r.capture(n, l) }) }},
	})
	if schema == "" {
		r.fault(root, "schema is missing, want %q", manifestSchema)
	}
	return l
}

// schema reads the schema's name. Of an unknown one as much is used as is understood.
func (r *yamlReader) schema(n *yaml.Node, into *string) {
	if r.text(n, "schema", into) && *into != manifestSchema {
		r.fault(n, "schema is %q, want %q; what is understood of it is used", clip(*into), manifestSchema)
	}
}

// vantage reads the description of one machine.
func (r *yamlReader) vantage(n *yaml.Node, m *Manifest) {
	var v Vantage
	if !r.mapping(n, "vantage", []field{
		{"name", func(n *yaml.Node) { r.text(n, "name", &v.Name) }},
		{"role", func(n *yaml.Node) {
			if r.text(n, "role", &v.Role) && v.Role != "client" && v.Role != "internet" {
				r.fault(n, "role is %q, want client or internet", clip(v.Role))
				v.Role = ""
			}
		}},
		{"system", func(n *yaml.Node) { r.text(n, "system", &v.System) }},
	}) {
		return
	}
	if v.Name == "" {
		r.fault(n, "vantage has no name")
		return
	}
	for _, have := range m.Vantages {
		if have.Name == v.Name {
			r.fault(n, "vantage %q is described twice; the first is used", clip(v.Name))
			return
		}
	}
	m.Vantages = append(m.Vantages, v)
}

// capture reads what is said of one capture.
func (r *yamlReader) capture(n *yaml.Node, l *list) {
	e := entry{file: r.file, lines: r.lines}
	if !r.mapping(n, "capture", []field{
		{"path", func(n *yaml.Node) { r.path(n, "path", &e.path, &e.pathLine) }},
		{"vantage", func(n *yaml.Node) { r.text(n, "vantage", &e.vantage) }},
		{"command", func(n *yaml.Node) { r.text(n, "command", &e.command) }},
		{"exit", func(n *yaml.Node) { r.exit(n, &e.exit) }},
		{"started", func(n *yaml.Node) { r.time(n, "started", &e.started) }},
		{"seconds", func(n *yaml.Node) { r.seconds(n) }},
		{"sha256", func(n *yaml.Node) { r.sum(n, "sha256", &e.sum) }},
		{"stderr", func(n *yaml.Node) { r.path(n, "stderr", &e.stderr, &e.stderrLine) }},
		{"stderr_sha256", func(n *yaml.Node) { r.sum(n, "stderr_sha256", &e.stderrSum) }},
	}) {
		return
	}
	switch {
	case e.path == "" && e.pathLine == 0:
		r.fault(n, "capture has no path")
	case e.path == "":
	case r.listed[e.path]:
		r.fault(n, "%q is listed twice; the first is used", clip(e.path))
	default:
		r.listed[e.path] = true
		l.entries = append(l.entries, e)
	}
}

// path reads the path of a file in the bundle.
func (r *yamlReader) path(n *yaml.Node, name string, into *string, line *int) {
	*line = n.Line
	text := ""
	if !r.text(n, name, &text) {
		return
	}
	path, fault := cleanName(text, math.MaxInt32)
	if fault == "" && path == "" {
		fault = "it is empty"
	}
	if fault != "" {
		r.fault(n, "%s is %q, want a path inside the bundle: %s", name, clip(text), fault)
		return
	}
	*into = path
}

func (r *yamlReader) exit(n *yaml.Node, into **int) {
	text := ""
	if !r.text(n, "exit", &text) {
		return
	}
	status, err := strconv.Atoi(text)
	if err != nil {
		r.fault(n, "exit is %q, want a whole number", clip(text))
		return
	}
	*into = &status
}

// seconds only checks: how long a command ran is not used.
func (r *yamlReader) seconds(n *yaml.Node) {
	text := ""
	if !r.text(n, "seconds", &text) {
		return
	}
	if s, err := strconv.ParseFloat(text, 64); err != nil || !(s >= 0 && s < math.MaxInt32) {
		r.fault(n, "seconds is %q, want a number", clip(text))
	}
}

func (r *yamlReader) sum(n *yaml.Node, name string, into *string) {
	text := ""
	if !r.text(n, name, &text) {
		return
	}
	if !digest(text) {
		r.fault(n, "%s is %q, want 64 hexadecimal digits", name, clip(text))
		return
	}
	*into = text
}

func (r *yamlReader) time(n *yaml.Node, name string, into *time.Time) {
	text := ""
	if !r.text(n, name, &text) {
		return
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		r.fault(n, "%s is %q, want a time such as 2026-11-22T18:51:47Z", name, clip(text))
		return
	}
	*into = t
}

// kindName says in words what a node is.
func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	default:
		return fmt.Sprintf("the scalar %q", clip(n.Value))
	}
}
