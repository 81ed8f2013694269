package analyze

import "testing"

// TestConcerns checks which clients a finding is about.
func TestConcerns(t *testing.T) {
	a, b := &vantage{name: "a"}, &vantage{name: "b"}
	for _, c := range []struct {
		name string
		f    Finding
		want [2]bool
	}{
		{"its own", Finding{Vantage: "a"}, [2]bool{true, false}},
		{"of the deployment", Finding{}, [2]bool{true, true}},
		{"of the deployment, seen on one", Finding{place: place{vantages: []*vantage{b}}}, [2]bool{false, true}},
	} {
		if got := [2]bool{c.f.concerns(a), c.f.concerns(b)}; got != c.want {
			t.Errorf("%s: concerns a, b = %v, want %v", c.name, got, c.want)
		}
	}
}
