package analyze

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// notes says how far the two sides can be compared: vantages that one of them lacks or shows differently, a vault
// that one does not name.
func (c *comparison) notes(same map[string]string) []string {
	out := []string{}
	for _, old := range slices.Sorted(maps.Keys(same)) {
		if same[old] != old {
			out = append(out, fmt.Sprintf("%s before and %s after are taken for one machine", old, same[old]))
		}
	}
	if b, a := c.before.Vault.Host, c.after.Vault.Host; (b == "") != (a == "") {
		side := "before"
		if a == "" {
			side = "after"
		}
		out = append(out, fmt.Sprintf("which vault the captures %s are about is not known; %s is assumed", side, b+a))
	}
	lost, fresh := missingVantages(c.before, c.after), missingVantages(c.after, c.before)
	for _, v := range lost {
		out = append(out, fmt.Sprintf("nothing was captured on %s after", v.Name)+c.namesake(v, fresh))
	}
	for _, v := range fresh {
		out = append(out, fmt.Sprintf("nothing was captured on %s before", v.Name))
	}
	for i := range c.before.Facts.Vantages {
		b := &c.before.Facts.Vantages[i]
		if a := vantageOf(c.after, b.Name); a != nil {
			out = append(out, otherMachine(b, a)...)
		}
	}
	return out
}

// missingVantages returns the vantages that the first has and the second lacks.
func missingVantages(has, lacks *Diagnosis) []*VantageFact {
	var out []*VantageFact
	for i := range has.Facts.Vantages {
		if v := &has.Facts.Vantages[i]; vantageOf(lacks, v.Name) == nil {
			out = append(out, v)
		}
	}
	return out
}

// namesake says how to tell that a machine that seems lost has another name now. Which one it is, is not guessed:
// private addresses are not unique.
func (c *comparison) namesake(lost *VantageFact, fresh []*VantageFact) string {
	for _, v := range fresh {
		if sharesAddress(lost, v) {
			return fmt.Sprintf("; %s has the same address: if it is the same machine, add --same %s", v.Name, argument(lost.Name+"="+v.Name, "same"))
		}
	}
	if len(fresh) > 0 {
		return fmt.Sprintf("; if it has another name there, add --same %s", argument(lost.Name+"="+fresh[0].Name, "same"))
	}
	return ""
}

// sharesAddress reports whether two machines were seen with one address of their own.
func sharesAddress(a, b *VantageFact) bool {
	return slices.ContainsFunc(a.Addresses, func(x AddressFact) bool { return slices.Contains(b.Addresses, x) })
}

// otherMachine says what makes one name look like two machines.
func otherMachine(b, a *VantageFact) []string {
	var out []string
	if b.Role != a.Role {
		out = append(out, fmt.Sprintf("%s stands for %s before and for %s after", b.Name, b.Role, a.Role))
	}
	switch {
	case b.NetworkID != "" && a.NetworkID != "" && !strings.EqualFold(string(b.NetworkID), string(a.NetworkID)):
		out = append(out, fmt.Sprintf("%s is in network %s before and in %s after: perhaps not the same machine",
			b.Name, lastName(string(b.NetworkID)), lastName(string(a.NetworkID))))
	case len(b.Addresses) > 0 && len(a.Addresses) > 0 && !sharesAddress(b, a):
		out = append(out, fmt.Sprintf("%s has no address after that it had before: perhaps not the same machine", b.Name))
	}
	return out
}
