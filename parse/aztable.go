package parse

import "strings"

// azureTableReader reads what az prints with -o table: a line of titles, a rule of dashes, and a row for each
// resource. Of a resource it tells what the columns tell; that the rest is missing is told as a Partial.
var azureTableReader = reader{name: "az-table", opens: opensAzureTable, match: matchAzureTable, read: readAzureTable}

// tableReason is why a table is not all that there is to know.
const tableReason = "a table shows only some of the fields; -o json shows all"

// opensAzureTable reports whether a line holds the titles of a table of resources, given the rule below it.
func opensAzureTable(line, next string) bool {
	columns := tableRule(next)
	return columns != nil && titled(tableTitles(line, columns))
}

// matchAzureTable looks for the titles of a table of resources, or for any table under az.
func matchAzureTable(src *Source, head []string) bool {
	request := parseAzCommand(src.Command)
	if src.Command != "" && !request.az {
		return false
	}
	for i := 1; i < len(head); i++ {
		request.az = request.az || echoOf(strings.TrimSpace(head[i-1])) != ""
		if columns := tableRule(head[i]); columns != nil {
			titles := tableTitles(head[i-1], columns)
			return titles != nil && (request.az || titled(titles))
		}
	}
	return false
}

// A ruledColumn is where a column stands in a line, in bytes; the last one has no end.
type ruledColumn struct{ from, to int }

// tableRule reads a rule of dashes; nil for a line that is none.
func tableRule(line string) []ruledColumn {
	text := strings.TrimRight(line, " \t\r")
	if len(text) < 4 || strings.Trim(text, "- ") != "" {
		return nil
	}
	var columns []ruledColumn
	for i := 0; i < len(text); {
		if text[i] == ' ' {
			i++
			continue
		}
		end := i
		for end < len(text) && text[end] == '-' {
			end++
		}
		if n := len(columns); n > 0 && i < columns[n-1].to+2 {
			return nil // az parts columns by two blanks
		}
		columns = append(columns, ruledColumn{i, end})
		i = end
	}
	return columns
}

// tableTitles reads the titles above a rule, in lower case without blanks; nil where they do not fit. The line
// may be indented otherwise than the rule: the first one of a paste often is.
func tableTitles(line string, columns []ruledColumn) []string {
	var titles []string
	for _, field := range strings.Split(strings.TrimSpace(line), "  ") {
		if field = strings.TrimSpace(field); field != "" {
			titles = append(titles, plainTitle(field))
		}
	}
	if len(titles) != len(columns) {
		return nil
	}
	return titles
}

func plainTitle(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-.", r) {
			return -1
		}
		return r
	}, text))
}

// tableCells parts a row at the columns; nil where a value stands between them.
func tableCells(line string, columns []ruledColumn) []string {
	text := []rune(line)
	cells := make([]string, len(columns))
	for i, c := range columns {
		end := len(text)
		if i+1 < len(columns) {
			end = min(columns[i+1].from, end)
		}
		if c.from > end {
			break
		}
		if i > 0 && c.from < len(text) && text[c.from-1] != ' ' {
			return nil
		}
		cells[i] = strings.TrimSpace(string(text[c.from:end]))
	}
	if len(columns) > 0 && strings.TrimSpace(string(text[:min(columns[0].from, len(text))])) != "" {
		return nil
	}
	return cells
}

// readAzureTable reads the tables of a capture.
func readAzureTable(src *Source, out *sink) {
	e := newAzExport(src, out)
	e.w.pathless = true
	t := azTable{e: e}
	var noise azNoise
	spaced := src.Spaced
	for e.w.off < len(e.w.text) {
		line := strings.TrimRight(e.w.rest(), " \t\r")
		next, _ := lineAt(e.w.text, min(e.w.off+len(e.w.rest())+1, len(e.w.text)))
		columns := tableRule(next)
		switch {
		case columns != nil && tableTitles(line, columns) != nil:
			t.open(tableTitles(line, columns), columns)
			e.w.skip()
		case strings.TrimSpace(line) == "":
			if !spaced {
				t.columns = nil
			}
		case t.columns != nil && tableCells(line, t.columns) != nil:
			t.row(tableCells(line, t.columns))
		case noise.skip(line):
			e.follow(&noise)
		default:
			out.unread(e.w.citeLine())
		}
		e.w.skip()
	}
	t.close()
	e.finish()
}
