package parse

import (
	"path"
	"slices"
	"strings"
)

// hostsFileReader reads hosts files (hosts(5)), those of Windows too.
var hostsFileReader = reader{name: "hosts", opens: opensHostsFile, match: matchHostsFile, read: readHostsFile}

// opensHostsFile knows the entry for localhost that hosts files begin with, and the comment at the top of that of Windows.
func opensHostsFile(line, next string) bool {
	if strings.HasPrefix(line, "# Copyright (c) ") && strings.Contains(line, "Microsoft Corp.") {
		return strings.HasPrefix(next, "#")
	}
	if !strings.HasPrefix(line, "127.0.0.1") {
		return false
	}
	e, ok := hostsLine(line[:min(len(line), maxQuote)])
	_, below := hostsLine(next)
	return ok && slices.Contains(e.Names, "localhost") && (below || strings.HasPrefix(next, "#"))
}

// matchHostsFile knows a hosts file by its entry for localhost, or by its command or name if nothing in it
// speaks against that. One without entries is known only by command or name.
func matchHostsFile(src *Source, head []string) bool {
	entries, foreign, localhost := 0, 0, false
	for _, line := range head {
		switch e, ok := hostsLine(line); {
		case ok:
			entries++
			localhost = localhost || slices.Contains(e.Names, "localhost")
		case hostsText(line) != "":
			foreign++
		}
	}
	if localhost && entries > foreign {
		return true
	}
	return namedHosts(src) && (entries > foreign || (entries == 0 && foreign == 0 && !strings.Contains(src.Command, "<<") && (src.Exit == nil || *src.Exit == 0)))
}

// namedHosts reports whether the command or the file's name says that this is a hosts file.
func namedHosts(src *Source) bool {
	if src.Command != "" {
		words := commandWords(src.Command)
		if writing, _, ok := strings.Cut(src.Command, "<<"); ok { // a here-document
			words = strings.FieldsFunc(writing, func(r rune) bool { return r == ' ' || r == '>' })
		}
		return slices.ContainsFunc(words, func(w string) bool {
			return strings.HasSuffix(strings.ToLower(strings.ReplaceAll(w, `\`, "/")), "etc/hosts")
		})
	}
	base := strings.ToLower(path.Base(src.File))
	return base == "hosts" || base == "hosts.txt" || base == "etc-hosts"
}

// appends reports whether a command adds lines to a file, so that they are not all of it.
func appends(command string) bool {
	writing, _, ok := strings.Cut(command, "<<")
	return ok && (strings.Contains(writing, ">>") || slices.ContainsFunc(strings.Fields(writing), func(w string) bool { return w == "-a" || w == "--append" }))
}

// hostsText returns what a line holds apart from its comment.
func hostsText(line string) string {
	text, _, _ := strings.Cut(line, "#")
	return strings.TrimSpace(text)
}

// hostsLine reads "10.1.2.3 name alias... # comment", without its place.
func hostsLine(line string) (HostsEntry, bool) {
	words := strings.Fields(hostsText(line))
	if len(words) < 2 {
		return HostsEntry{}, false
	}
	addr, ok := dnsAddr(words[0])
	e := HostsEntry{Addr: Addr{Addr: addr, TTL: -1}}
	for _, w := range words[1:] {
		ok = ok && dnsName(w)
		e.Names = append(e.Names, canonical(w))
	}
	return e, ok
}

func readHostsFile(src *Source, out *sink) {
	if !appends(src.Command) {
		out.add(&HostsFile{First: firstLine(src, out.origin)})
	}
	for sc := newScanner(src, out.origin); sc.next(); {
		e, ok := hostsLine(sc.text)
		switch {
		case ok:
			e.Addr.Cite = sc.cite()
			out.add(&e)
		case isMasked(firstField(hostsText(sc.text))):
			out.add(&Masked{Text: strings.Clone(firstField(hostsText(sc.text))), Cite: sc.cite()})
		case hostsText(sc.text) != "":
			out.unread(sc.cite())
		}
	}
}
