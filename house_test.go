package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// house lists the program's packages with those of ours that each imports.
var house = map[string][]string{
	".":       {"kvdoctor/analyze", "kvdoctor/collect", "kvdoctor/parse", "kvdoctor/report"},
	"report":  {"kvdoctor/analyze"},
	"analyze": {"kvdoctor/parse"},
	"parse":   nil,
	"collect": nil,
}

// forbidden are the packages that a program without network and without helpers has no use for.
var forbidden = []string{"net", "net/http", "os/exec"}

// A parsedFile is one file of the program, for all systems it is built on.
type parsedFile struct {
	name string
	fset *token.FileSet
	tree *ast.File
}

// at prints the place of a node.
func (f parsedFile) at(n ast.Node) string { return fmt.Sprint(f.fset.Position(n.Pos())) }

// imports returns the paths that the file imports.
func (f parsedFile) imports(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, spec := range f.tree.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, path)
	}
	return out
}

// sources parses a package's files, without its tests.
func sources(t *testing.T, dir string) []parsedFile {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []parsedFile
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, parsedFile{name, fset, tree})
	}
	if len(out) == 0 {
		t.Fatalf("package %s has no files", dir)
	}
	return out
}

// TestImports checks that the packages use each other in one direction, and that none of them can open a
// socket or run a program.
func TestImports(t *testing.T) {
	for dir, want := range house {
		var ours []string
		for _, f := range sources(t, dir) {
			for _, path := range f.imports(t) {
				if strings.HasPrefix(path, "kvdoctor/") && !slices.Contains(ours, path) {
					ours = append(ours, path)
				}
				if slices.Contains(forbidden, path) {
					t.Errorf("%s imports %s: the program works offline and alone", f.name, path)
				}
			}
		}
		slices.Sort(ours)
		if diff := cmp.Diff(want, ours); diff != "" {
			t.Errorf("imports of package %s among ours (-want +got):\n%s", dir, diff)
		}
	}
}

// TestNoInit checks that nothing runs before main: tables are literals.
func TestNoInit(t *testing.T) {
	for dir := range house {
		for _, f := range sources(t, dir) {
			for _, d := range f.tree.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					t.Errorf("%s: func init", f.at(fn))
				}
			}
		}
	}
}

// TestSizes checks that files and functions stay small enough to be read in one go.
func TestSizes(t *testing.T) {
	const fileLines, functionLines = 300, 45
	for dir := range house {
		for _, f := range sources(t, dir) {
			if n := f.fset.Position(f.tree.FileEnd).Line; n > fileLines {
				t.Errorf("%s has %d lines, at most %d", f.name, n, fileLines)
			}
			for _, d := range f.tree.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok {
					continue
				}
				if n := f.fset.Position(fn.End()).Line - f.fset.Position(fn.Pos()).Line + 1; n > functionLines {
					t.Errorf("%s: func %s has %d lines, at most %d", f.at(fn), fn.Name.Name, n, functionLines)
				}
			}
		}
	}
}

// TestDocComments checks that each package and each exported name says what it is.
func TestDocComments(t *testing.T) {
	for dir := range house {
		documented := false
		for _, f := range sources(t, dir) {
			documented = documented || f.tree.Doc != nil
			for _, d := range f.tree.Decls {
				for _, u := range undocumented(d) {
					t.Errorf("%s: %s has no doc comment that begins with its name", f.at(u), u.Name)
				}
			}
		}
		if !documented {
			t.Errorf("package %s has no comment", dir)
		}
	}
}

// undocumented returns the exported names of a declaration that lack a doc comment. A group of constants or
// variables may share one.
func undocumented(d ast.Decl) []*ast.Ident {
	var out []*ast.Ident
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && exportedReceiver(d) && !speaksOf(d.Doc, d.Name.Name) {
			out = append(out, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && !speaksOf(spec.Doc, spec.Name.Name) && !speaksOf(d.Doc, spec.Name.Name) {
					out = append(out, spec.Name)
				}
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					if name.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
						out = append(out, name)
					}
				}
			}
		}
	}
	return out
}

// speaksOf reports whether a comment begins with a name, possibly behind an article.
func speaksOf(doc *ast.CommentGroup, name string) bool {
	words := strings.Fields(doc.Text())
	if len(words) > 1 && slices.Contains([]string{"A", "An", "The"}, words[0]) {
		words = words[1:]
	}
	return len(words) > 1 && words[0] == name
}

// exportedReceiver reports whether a function has no receiver or one of an exported type.
func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	kind := f.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	name, ok := kind.(*ast.Ident)
	return ok && name.IsExported()
}

// TestTopLevel checks that the checkout's top holds what the house has rooms for, and nothing else.
func TestTopLevel(t *testing.T) {
	rooms := []string{"collect", "parse", "analyze", "report", "scripts", "testdata", "go.mod", "go.sum", "README.md", "LICENSE",
		".git", ".gitignore", ".gitattributes", ".ci"}
	products := []string{"kvdoctor", "kvdoctor.exe"} // of go build; .gitignore names them
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		file := !e.IsDir() && (strings.HasSuffix(name, ".go") || strings.HasSuffix(name, ".test") || slices.Contains(products, name))
		if !file && !slices.Contains(rooms, name) {
			t.Errorf("%s does not belong at the top of the checkout", name)
		}
	}
}
