package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// distance returns how many letters must be put in, left out, replaced or swapped with their neighbour to make one word
// of another (optimal string alignment).
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// nearest returns the word that a mistyped one most likely stands for; empty if none is near. Of several that are as
// near, the first is taken. A short word must be nearer than a long one.
func nearest(typed string, words []string) string {
	const longest = 64 // no word here is as long
	typed = strings.ToLower(typed)
	if typed == "" || len(typed) > longest {
		return ""
	}
	best, least := "", min(2, max(1, len(typed)/3))+1
	for _, w := range words {
		if n := distance(typed, strings.ToLower(w)); n < least && n < len(typed) {
			best, least = w, n
		}
	}
	if best != "" {
		return best
	}
	for _, w := range words {
		if len(typed) > 2 && strings.HasPrefix(strings.ToLower(w), typed) {
			return w
		}
	}
	return ""
}

// A mistyped error refuses a word and knows which one was probably meant.
type mistyped struct {
	message string
	meant   string // empty if none is near
}

// Error implements error.
func (e *mistyped) Error() string { return e.message }

// hintFor puts the word that was probably meant before a hint.
func hintFor(err error, hint string) string {
	var typo *mistyped
	if errors.As(err, &typo) && typo.meant != "" {
		return fmt.Sprintf("did you mean %s? %s", typo.meant, hint)
	}
	return hint
}

// unknownValue refuses a value that is none of a few.
func unknownValue(what, value string, words []string) error {
	return &mistyped{fmt.Sprintf("unknown %s %q, expected one of %s", what, value, strings.Join(words, ", ")), nearest(value, words)}
}

// wrongValue refuses the value of a flag that is none of a few.
func wrongValue(flag, value string, words []string) error {
	last := len(words) - 1
	return &mistyped{fmt.Sprintf("--%s is %q, expected %s or %s", flag, value, strings.Join(words[:last], ", "), words[last]), nearest(value, words)}
}

// unknownFlag finds the flag that was probably meant by one that does not exist; other errors stay what they are.
func unknownFlag(err error, flags *pflag.FlagSet) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || len(unknown.GetSpecifiedName()) < 2 {
		return err
	}
	names := []string{"help"}
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	typo := &mistyped{message: err.Error()}
	if w := nearest(unknown.GetSpecifiedName(), names); w != "" {
		typo.meant = "--" + w
	}
	return typo
}
