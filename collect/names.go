package collect

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxName is the most bytes that a member's name may have, and maxShown the most that are shown of a name.
const (
	maxName  = 4096
	maxShown = 300
)

// cleanName turns the name of an archive's member into a slash-separated path, or says why it cannot be one.
// Backslashes separate too: archives made on Windows have them.
func cleanName(name string, depth int) (clean, fault string) {
	if len(name) > maxName {
		return "", fmt.Sprintf("name has more than %d bytes", maxName)
	}
	name = strings.ReplaceAll(strings.ToValidUTF8(name, "\uFFFD"), `\`, "/")
	switch {
	case strings.HasPrefix(name, "/"), hasDrive(name):
		return "", "name is absolute; only names inside the bundle are read"
	case strings.IndexByte(name, 0) >= 0:
		return "", "name holds a NUL byte"
	}
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		switch part {
		case "", ".":
		case "..":
			return "", `name has ".." in it; only names inside the bundle are read`
		default:
			parts = append(parts, part)
		}
	}
	if len(parts)-1 > depth {
		return "", tooDeep(depth)
	}
	return strings.Join(parts, "/"), ""
}

func tooDeep(depth int) string {
	return fmt.Sprintf("member lies more than %d folders deep; --max-path-depth raises this limit", depth)
}

// hasDrive reports whether a name begins with a Windows drive.
func hasDrive(name string) bool {
	return len(name) >= 2 && name[1] == ':' && isLetter(name[0])
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// clip shortens a name that is shown, and makes it valid UTF-8.
func clip(name string) string {
	if len(name) > maxShown {
		end := maxShown
		for end > 0 && !utf8.RuneStart(name[end]) {
			end--
		}
		name = name[:end] + "..."
	}
	return strings.ToValidUTF8(name, "\uFFFD")
}

// isLitter reports whether a path is one of those that macOS leaves in folders and archives.
func isLitter(p string) bool {
	base := path.Base(p)
	return base == ".DS_Store" || strings.HasPrefix(base, "._") || strings.HasPrefix(p, "__MACOSX/")
}

// sections are the folders that sort captures by subject; none of them names a machine or a bundle.
var sections = []string{"dns", "http", "host", "azure", "captures", "vantage"}

func isSection(name string) bool {
	return slices.ContainsFunc(sections, func(s string) bool { return strings.EqualFold(s, name) })
}

// topFolder returns the one folder that holds all files, with a slash, or "" if there is no such folder or it
// is a section of a bundle.
func topFolder(files []file) string {
	top := ""
	for _, f := range files {
		if isLitter(f.path) {
			continue
		}
		first, _, inside := strings.Cut(f.path, "/")
		if !inside || isSection(first) || (top != "" && top != first) {
			return ""
		}
		top = first
	}
	if top == "" {
		return ""
	}
	return top + "/"
}

// defaultVantage is the vantage of captures whose path names none.
const defaultVantage = "client"

// vantageOf returns the machine that a path names: the folder below "vantage", else the nearest folder that
// is no section of a bundle, else "client".
func vantageOf(p string) string {
	parts := strings.Split(p, "/")
	folders := parts[:len(parts)-1]
	for i := 0; i+1 < len(folders); i++ {
		if strings.EqualFold(folders[i], "vantage") {
			return folders[i+1]
		}
	}
	for _, f := range slices.Backward(folders) {
		if !isSection(f) {
			return f
		}
	}
	return defaultVantage
}
