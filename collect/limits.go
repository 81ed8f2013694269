package collect

// Limits bound what a bundle may cost to read. A zero field means the value of DefaultLimits.
type Limits struct {
	Members    int   // files and folders in a container (--max-members)
	FileBytes  int64 // bytes of one member, unpacked (--max-file-bytes)
	TotalBytes int64 // bytes of all members, unpacked (--max-total-bytes)
	Ratio      int64 // unpacked bytes a packed byte, judged from 1 MiB unpacked on (--max-ratio)
	PathDepth  int   // folders in a member's path (--max-path-depth)
	LineBytes  int   // bytes of one line (--max-line-bytes)
	JSONDepth  int   // nesting of a JSON capture; enforced by package parse (--max-json-depth)
}

// DefaultLimits returns the limits that hold where no flag says otherwise.
func DefaultLimits() Limits {
	return Limits{
		Members: 10000, FileBytes: 64 << 20, TotalBytes: 128 << 20, Ratio: 200,
		PathDepth: 16, LineBytes: 32 << 20, JSONDepth: 512,
	}
}

// orDefaults fills the zero fields.
func (l Limits) orDefaults() Limits {
	d := DefaultLimits()
	return Limits{
		Members: or(l.Members, d.Members), FileBytes: or(l.FileBytes, d.FileBytes),
		TotalBytes: or(l.TotalBytes, d.TotalBytes), Ratio: or(l.Ratio, d.Ratio),
		PathDepth: or(l.PathDepth, d.PathDepth), LineBytes: or(l.LineBytes, d.LineBytes),
		JSONDepth: or(l.JSONDepth, d.JSONDepth),
	}
}

// or returns v, or d where v is zero.
func or[T int | int64](v, d T) T {
	if v == 0 {
		return d
	}
	return v
}
