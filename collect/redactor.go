package collect

import (
	"maps"
	"slices"
	"strings"
)

// The kinds of what is redacted.
const (
	KindVault     = "vault"
	KindResource  = "resource" // names of resources and resource groups
	KindDomain    = "domain"   // host names and their labels
	KindID        = "id"       // subscriptions, tenants, objects, requests: every GUID
	KindMAC       = "mac"      // hardware addresses
	KindPublicIP  = "public-ip"
	KindPrivateIP = "private-ip"
	KindHost      = "host" // machines; never kept, as users
	KindUser      = "user"
)

// KeepKinds are the kinds that a customer may decide to keep.
func KeepKinds() []string {
	return []string{KindVault, KindResource, KindDomain, KindID, KindMAC, KindPublicIP, KindPrivateIP}
}

// A Redactor replaces names, ids and addresses by pseudonyms. It is told all texts first, by LearnText and Learn; after
// Ready it replaces what it learnt wherever it stands, and what only its place tells to be a name in that place.
type Redactor struct {
	key     RedactionKey
	keep    map[string]bool
	names   *namer
	addrs   *addresser
	common  *vocabulary
	learnt  map[string]string // names in lower case, with their kinds
	parts   map[string]string // pieces of them that are names by themselves
	spread  map[string]spread // names that are replaced wherever they stand
	become  map[string]string // what these become
	encoded map[string]string // what names look like in base64, with the names
	find    *matcher          // nil until Ready
	pairs   map[string]pair   // all that is replaced, by what it was
	late    map[string]pair   // what was replaced and not learnt before
	images  map[string]bool   // what it became, in lower case

	signs, secretSigns *signSet // of places and of secrets

	known    *lineCache // lines that were learnt from
	clean    *lineCache // lines without a leak
	lines    *lineCache // lines that were redacted
	captures *lineCache // captures that were read
}

// A pair is an original and its pseudonym.
type pair struct{ was, is, kind string }

// A spread says where a name is replaced.
type spread int

// How far a name is replaced: in its places alone; as a word; and inside of longer words.
const (
	inPlaces spread = iota
	asWord
	inWords
)

// NewRedactor returns a redactor that keeps what is of one of the kinds.
func NewRedactor(key RedactionKey, keep []string) *Redactor {
	names := newNamer(key)
	r := &Redactor{key: key, keep: map[string]bool{}, names: names, addrs: newAddresser(key, names), common: newVocabulary(),
		learnt: map[string]string{}, parts: map[string]string{}, late: map[string]pair{}, spread: map[string]spread{}, become: map[string]string{}, encoded: map[string]string{}, pairs: map[string]pair{}, images: map[string]bool{},
		signs: placeSigns(), secretSigns: secretSigns(), known: &lineCache{}, clean: &lineCache{}, lines: &lineCache{}, captures: &lineCache{}}
	for _, k := range keep {
		r.keep[k] = true
	}
	return r
}

// addKind notes the kind of a name. Of several the one wins that comes first here, in whatever order they are learnt: what is
// always removed, and what a customer would mean by --keep.
func addKind(to map[string]string, name, kind string) {
	order := []string{KindUser, KindHost, KindVault, KindDomain, KindResource, KindID}
	if have, ok := to[name]; !ok || slices.Index(order, kind) < slices.Index(order, have) {
		to[name] = kind
	}
}

// Learn notes a name that is to be replaced. What is no name, or everybody's, is passed by.
func (r *Redactor) Learn(kind, name string) {
	name = strings.Trim(name, " \t\r\n.:'\"`[]{}()<>,;*@-_=")
	low := lower(name)
	switch {
	case low == "" || len(low) > mostToken || !hasLetter(low), strings.HasSuffix(low, ".arpa"), guidAt(low, 0) && len(low) == guidLen, r.isAddress(low), r.isPublic(low),
		kind == KindUser && slices.Contains(knownUsers, low):
		return
	}
	if kind != KindUser && kind != KindHost && strings.Contains(low, ".") {
		labels := strings.Split(low, ".")
		for i, label := range labels {
			if !r.keepsLabel(label) && !guidAt(label, 0) && (i+1 < len(labels) || !slices.Contains(topLabels, label)) {
				r.note(KindDomain, label)
			}
		}
	}
	r.note(kind, low)
}

// note adds a name and the pieces of it that are names by themselves.
func (r *Redactor) note(kind, low string) {
	addKind(r.learnt, low, kind)
	const leastPiece = 5
	for i := 0; i < len(low); {
		end := i + pieceLen(low[i:])
		if end == i {
			i++
			continue
		}
		if piece := low[i:end]; len(piece) >= leastPiece && len(piece) < len(low) && r.distinct(piece) {
			addKind(r.parts, piece, kind)
		}
		i = end
	}
}

// distinct reports whether a piece of a name says whose it is.
func (r *Redactor) distinct(piece string) bool {
	return hasLetter(piece) && !r.common.holds(piece) && !slices.Contains(abbreviations, piece) && !slices.Contains(keptLabels, piece) && !slices.Contains(topLabels, piece) &&
		!r.common.holds(strings.TrimRight(piece, "0123456789"))
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return !isDigit(byte(c)) && isWordRune(c) })
}

// isAddress reports whether a text is an address, and nothing else.
func (r *Redactor) isAddress(s string) bool {
	f, ok := r.addrs.addressAt(s, 0)
	return ok && (f.length == len(s) || s[f.length] == '/' || s[f.length] == '%')
}

// Ready ends the learning.
func (r *Redactor) Ready() {
	addNew(r.learnt, r.parts)
	for _, p := range r.pairs {
		r.images[p.is] = true
	}
	for name, kind := range r.learnt {
		if r.keep[kind] {
			r.names.keepWhole(name)
		}
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(r.learnt)) {
		kind := r.learnt[name]
		if r.keep[kind] || r.names.whole[name] {
			continue
		}
		is := r.name(name)
		r.pairs[name] = pair{name, is, kind}
		r.images[is] = true
		if abbreviated(name) { // longer names keep it: it tells nothing
			r.images[name] = true
		}
		for _, piece := range strings.FieldsFunc(is, func(c rune) bool { return !isWordRune(c) }) {
			r.images[piece] = true
		}
		if s := r.spreadOf(name); s > inPlaces && is != name {
			r.spread[name], r.become[name] = s, is
			words = append(words, name)
			if s == inWords {
				for _, core := range cores(name) {
					if _, ok := r.spread[core]; !ok {
						r.encoded[core] = name
						words = append(words, core)
					}
				}
			}
		}
	}
	r.find = newMatcher(append(words, r.otherForms()...))
}

// letters counts what is no digit in a name.
func letters(s string) int {
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			n++
		}
	}
	return n
}

// abbreviated reports whether a name is made of abbreviations alone.
func abbreviated(low string) bool {
	for _, piece := range strings.FieldsFunc(low, func(c rune) bool { return !isWordRune(c) }) {
		if !slices.Contains(abbreviations, piece) {
			return false
		}
	}
	return true
}

// spreadOf says where a name is replaced.
func (r *Redactor) spreadOf(low string) spread {
	switch {
	case len(low) < leastToken, r.common.holds(low), !hasLetter(low), slices.Contains(keptLabels, low):
		return inPlaces
	case letters(low) < leastInside-1, len(low) < leastInside, pieceLen(low) < len(low), strings.Contains(r.common.text, low):
		return asWord
	}
	return inWords
}

// name returns the pseudonym of a name or a host name.
func (r *Redactor) name(s string) string {
	if !strings.Contains(s, ".") || strings.ContainsAny(s, " /\\") {
		return r.names.name(s)
	}
	if r.isPublic(lower(s)) {
		return s
	}
	labels := strings.Split(s, ".")
	for i, l := range labels {
		vault := i+1 < len(labels) && vaultFollows(lower(strings.Join(labels[i+1:], ".")))
		switch {
		case l == "", vault && nearPrivatelink(lower(l)), !vault && r.keepsLabel(lower(l)), i == len(labels)-1 && slices.Contains(topLabels, lower(l)):
		default:
			labels[i] = r.names.name(l)
		}
	}
	return strings.Join(labels, ".")
}

// LearnWord notes a word if it says by itself whose it is.
func (r *Redactor) LearnWord(kind, word string) {
	const least = 5
	if low := lower(word); len(low) >= least && (strings.Contains(low, ".") || r.distinct(low)) {
		r.Learn(kind, low)
	}
}

// Name returns what a name becomes that stands alone: that of a learnt one, else the text redacted.
func (r *Redactor) Name(name string) string {
	if p, ok := r.pairs[lower(name)]; ok {
		return likeCase(name, p.is)
	}
	return r.Text(name)
}
