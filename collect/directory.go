package collect

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// directory reads a bundle that is a directory. Nothing outside of it is opened, and nothing in it but folders
// and regular files.
func (in *intake) directory(name string) error {
	root, err := os.OpenRoot(name)
	if err != nil {
		return &Error{Name: name, Detail: cause(err), Err: err}
	}
	defer root.Close()
	entries, err := in.list(root, ".")
	if err != nil {
		return &Error{Name: name, Detail: "cannot be read: " + cause(err), Err: err}
	}
	in.walk(root, "", entries)
	return nil
}

// list returns the entries of a folder by name; no more than one over what may still be read.
func (in *intake) list(root *os.Root, folder string) ([]fs.DirEntry, error) {
	f, err := root.Open(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(max(in.limits.Members-in.members, 0) + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// walk reads the entries of a folder; folder is "" or ends in a slash.
func (in *intake) walk(root *os.Root, folder string, entries []fs.DirEntry) {
	for _, e := range entries {
		if in.stopped || !in.count() {
			return
		}
		p := folder + e.Name()
		switch mode := e.Type(); {
		case mode.IsDir():
			in.descend(root, p)
		case mode.IsRegular():
			in.regular(root, p, e)
		default:
			in.refuse(p, "%s", fileTypes.of(mode))
		}
	}
}

// descend reads a folder inside the directory.
func (in *intake) descend(root *os.Root, p string) {
	if strings.Count(p, "/")+1 > in.limits.PathDepth {
		in.refuse(p, "%s", tooDeep(in.limits.PathDepth))
		return
	}
	entries, err := in.list(root, p)
	if err != nil {
		in.refuse(p, "folder cannot be read: %s", cause(err))
		return
	}
	in.walk(root, p+"/", entries)
}

func (in *intake) regular(root *os.Root, p string, e fs.DirEntry) {
	size := int64(-1)
	if info, err := e.Info(); err == nil {
		size = info.Size()
	}
	f, err := root.Open(p)
	if err != nil {
		in.refuse(path.Clean(p), "member cannot be read: %s", cause(err))
		return
	}
	defer f.Close()
	in.add(strings.ToValidUTF8(p, "\uFFFD"), f, size)
}

// fileTypes says why what is no regular file is refused.
var fileTypes = typeTable{
	{fs.ModeSymlink, "member is a symbolic link; links are not followed"},
	{fs.ModeNamedPipe, "member is a named pipe; only folders and regular files are read"},
	{fs.ModeSocket, "member is a socket; only folders and regular files are read"},
	{fs.ModeDevice, "member is a device; only folders and regular files are read"},
}

type typeTable []struct {
	mode   fs.FileMode
	detail string
}

// of returns the reason for a file of that mode.
func (t typeTable) of(mode fs.FileMode) string {
	for _, row := range t {
		if mode&row.mode != 0 {
			return row.detail
		}
	}
	return "member is no regular file"
}
