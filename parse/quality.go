package parse

// A Quality says how well a section was understood.
type Quality string

// The qualities.
const (
	Complete      Quality = "complete"       // every line was understood, and nothing is missing that the reader knows of
	Incomplete    Quality = "partial"        // lines were not understood, or the output is cut, shortened or masked
	FailedCapture Quality = "failed"         // it holds an error in place of the data
	NotUnderstood Quality = "not understood" // no reader knows it
)

// Quality returns how well a section was understood.
func (s *Section) Quality() Quality {
	worst := Complete
	for _, r := range s.Records {
		switch f := r.Fact.(type) {
		case *Unrecognised:
			return NotUnderstood
		case *ExportError:
			worst = FailedCapture
		case *Unread, *Partial, *Masked:
			worst = worse(worst)
		case *Lookup:
			if f.ChainCut {
				worst = worse(worst)
			}
		case *Request:
			if b := f.Last(); b != nil && !b.Complete {
				worst = worse(worst)
			}
		}
	}
	return worst
}

// worse returns the quality of a section of which something is missing.
func worse(q Quality) Quality {
	if q == Complete {
		return Incomplete
	}
	return q
}
