package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// readHTML reads the answers and the roots of a page: the verdict is the heading's tag, the answers are the classes of the
// first two definitions, and each section of a root has its code in bold in its first line.
func readHTML(out string) (said, error) {
	var s said
	var answers []string
	inRoot, take := false, ""
	dec := xml.NewDecoder(strings.NewReader(out))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			class := ""
			for _, a := range token.Attr {
				if a.Name.Local == "class" {
					class = a.Value
				}
			}
			switch name := token.Name.Local; {
			case name == "dd" && len(answers) < 2:
				answers = append(answers, class)
			case name == "span" && strings.HasPrefix(class, "tag ") && s.Verdict == "":
				take = "verdict"
			case name == "section":
				inRoot = class == "root"
			case name == "b" && inRoot:
				take, inRoot = "root", false
			}
		case xml.CharData:
			switch take {
			case "verdict":
				s.Verdict = string(token)
			case "root":
				s.Roots = append(s.Roots, string(token))
			}
			take = ""
		}
	}
	if len(answers) == 2 {
		s.PrivatePath, s.PublicAccess = answers[0], answers[1]
	}
	return s, nil
}
