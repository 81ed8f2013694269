package parse

import (
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Field is one captured value of a fact.
type Field struct {
	Name  string // as in "network_info.conn_type" or "chain[1]": the names of the fact's fields, from outside to inside
	Value string
	Line  int // line it stands on; 0 where the fact does not say
}

// FactName returns the name of a fact's type: "lookup", "own_address".
func FactName(f Fact) string { return snake(reflect.TypeOf(f).Elem().Name()) }

// Fields returns the values of a fact, in the order in which its type declares them. What was not captured is left out.
func Fields(f Fact) []Field {
	var w fieldWalk
	w.walk("", reflect.ValueOf(f).Elem(), 0)
	return w.fields
}

// A fieldWalk collects the fields of one fact.
type fieldWalk struct{ fields []Field }

// add keeps a value.
func (w *fieldWalk) add(name, value string, line int) {
	w.fields = append(w.fields, Field{Name: name, Value: value, Line: line})
}

// walk adds the values at v; line is that of the innermost fact part around it that names one.
func (w *fieldWalk) walk(name string, v reflect.Value, line int) {
	switch x := v.Interface().(type) {
	case Cite:
		return
	case Text:
		if x.Known() {
			w.add(name, x.Value, x.Cite.Line)
		}
		return
	case Addr:
		if x.Addr.IsValid() {
			w.addr(name, x)
		}
		return
	case Name:
		w.add(name, x.Name, x.Cite.Line)
		return
	case Prefix:
		w.add(name, x.Prefix.String(), x.Cite.Line)
		return
	case netip.Addr:
		if x.IsValid() {
			w.add(name, x.String(), line)
		}
		return
	case time.Time:
		if !x.IsZero() {
			w.add(name, x.UTC().Format(time.RFC3339), line)
		}
		return
	}
	w.inside(name, v, line)
}

// addr adds an address, and its time to live where it is told.
func (w *fieldWalk) addr(name string, a Addr) {
	w.add(name, a.Addr.String(), a.Cite.Line)
	if a.TTL > 0 {
		w.add(name+".ttl", strconv.Itoa(a.TTL), a.Cite.Line)
	}
}

// inside adds a value of one of Go's own kinds, or what it is made of.
func (w *fieldWalk) inside(name string, v reflect.Value, line int) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			w.pointed(name, v.Elem(), line)
		}
	case reflect.Struct:
		w.structure(name, v, line)
	case reflect.Slice:
		for i := range v.Len() {
			w.walk(fmt.Sprintf("%s[%d]", name, i), v.Index(i), line)
		}
	case reflect.String:
		if v.Len() > 0 {
			w.add(name, v.String(), line)
		}
	case reflect.Bool:
		if v.Bool() {
			w.add(name, "true", line)
		}
	case reflect.Int:
		if n := v.Int(); n > 0 {
			w.add(name, strconv.FormatInt(n, 10), line)
		}
	}
}

// pointed adds what a pointer leads to. Behind a pointer false and zero are captured values, too.
func (w *fieldWalk) pointed(name string, v reflect.Value, line int) {
	switch v.Kind() {
	case reflect.Bool:
		w.add(name, strconv.FormatBool(v.Bool()), line)
	case reflect.Int:
		w.add(name, strconv.FormatInt(v.Int(), 10), line)
	default:
		w.walk(name, v, line)
	}
}

// structure adds the exported fields of a struct.
func (w *fieldWalk) structure(name string, v reflect.Value, line int) {
	if at := placeOf(v); at > 0 {
		line = at
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		inner := snake(field.Name)
		if name != "" {
			inner = name + "." + inner
		}
		w.walk(inner, v.Field(i), line)
	}
}

// placeOf returns the line of a struct's own Cite; 0 if it has none.
func placeOf(v reflect.Value) int {
	for _, name := range []string{"At", "Cite", "First"} {
		if f := v.FieldByName(name); f.IsValid() {
			if c, ok := f.Interface().(Cite); ok {
				return c.Line
			}
		}
	}
	return 0
}

// snake writes a Go name in the manner of JSON: "DNSServers" is "dns_servers".
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		upper := unicode.IsUpper(r)
		startsWord := i > 0 && upper && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]) && !plural(runes[i:]))
		if startsWord {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// plural reports whether a name goes on with the last capital of an initialism and its plural: the "Ds" of "GroupIDs".
func plural(rest []rune) bool { return len(rest) == 2 && rest[1] == 's' }
