package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrapped(t *testing.T) {
	for _, c := range []struct {
		name, in string
		most     int
		want     []string
		full     bool
	}{
		{"nothing", "", 10, []string{""}, false},
		{"fits", "10.1.2.3", 10, []string{"10.1.2.3"}, false},
		{"at blanks", "10.1.2.3, the address of pe-fabrikam", 26, []string{"10.1.2.3, the address of", "pe-fabrikam"}, false},
		{"a long name", "fabrikam.privatelink.vaultcore.azure.net", 35, []string{"fabrikam.privatelink.vaultcore.", "azure.net"}, false},
		{"no mark to cut behind", "aaaaaaaaaaaaaaaaaaaaaaaaa", 10, []string{"aaaaaaaaaa", "aaaaaaaaaa", "aaaaa"}, false},
		{"wide characters", "漢字漢字漢字", 8, []string{"漢字漢字", "漢字"}, false},
		{"too long", "aaaa bbbb cccc dddd", 4, []string{"aaaa", "bbbb", "ccc…"}, true},
	} {
		got, full := wrapped(c.in, c.most)
		if diff := cmp.Diff(c.want, got); diff != "" || (full != "") != c.full {
			t.Errorf("%s: full %q (-want +got):\n%s", c.name, full, diff)
		}
	}
}

// FuzzWrapped checks that lines are never too wide or too many, that no character is lost but blanks, and that what is
// shortened comes back whole.
func FuzzWrapped(f *testing.F) {
	for _, s := range []string{"", "a b", "fabrikam.privatelink.vaultcore.azure.net", hostile, "漢字 a", strings.Repeat("x-", 100)} {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most = 4 + (most%60+60)%60; strings.ContainsAny(text, "\n") {
			t.Skip()
		}
		text = printable(text)
		lines, full := wrapped(text, most)
		for _, l := range lines {
			if columnsIn(l) > most {
				t.Errorf("%q is wider than %d", l, most)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		switch {
		case len(lines) > mostLines:
			t.Errorf("%d lines", len(lines))
		case full != "" && full != text:
			t.Errorf("whole text %q, want %q", full, text)
		case full == "" && bare(strings.Join(lines, "")) != bare(text):
			t.Errorf("%q became %q", text, lines)
		}
	})
}

// TestDrawing checks that nothing overlaps: every stop is below the one before it, with its texts inside, and the picture
// holds all.
func TestDrawing(t *testing.T) {
	for _, p := range append(Paths(filled()), Paths(stored())...) {
		d := draw(p, "x")
		bottom := 0
		for _, s := range d.Stops {
			if s.Top <= bottom {
				t.Errorf("%s begins at %d, above %d", s.Name, s.Top, bottom)
			}
			bottom = s.Top + s.BoxHeight
			for _, l := range s.Lines {
				if l.Y < s.Y || l.Y > bottom || l.X < nameX {
					t.Errorf("%s: %q stands at %d,%d", s.Name, l.Text, l.X, l.Y)
				}
			}
		}
		if d.Height <= bottom {
			t.Errorf("the picture is %d high, and holds a stop that ends at %d", d.Height, bottom)
		}
	}
}

// TestGreenLine checks that a line is green between two stops that are in order, and nowhere else.
func TestGreenLine(t *testing.T) {
	states := []StopState{Good, Attention, Broken, Suspect, Affected, NotKnown, NotReached}
	for _, a := range states {
		for _, b := range states {
			p := Path{Stops: []Stop{{Station: AtClient, State: a}, {Station: AtResolver, State: b}}}
			sound := (a == Good || a == Attention) && (b == Good || b == Attention)
			if got := railClass(p, 1); (got == "good") != sound {
				t.Errorf("from %s to %s the line is %s", a, b, got)
			}
		}
		if a != NotKnown && stateClass[a] == "" || stateClass[a] == "good" && a != Good {
			t.Errorf("%s is drawn as %q", a, stateClass[a])
		}
	}
}
