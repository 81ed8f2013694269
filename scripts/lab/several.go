package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// several captures scenarios, jobs at a time, and leaves their bundles in a folder by the scenarios' names. It prints how
// long each took, and returns an error where one could not be captured.
func (s *session) several(ctx context.Context, names []string, jobs int, folder string, w io.Writer) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var bad int
	var mu sync.Mutex
	turns := make(chan string)
	var wg sync.WaitGroup
	for range jobs {
		wg.Go(func() {
			for name := range turns {
				begin, state := time.Now(), "captured"
				base := strings.TrimSuffix(filepath.Base(name), ".yaml")
				err := s.one(ctx, name, filepath.Join(folder, base+".tar.gz"), "")
				mu.Lock()
				if err != nil {
					state = "ERROR " + err.Error()
					bad++
				}
				fmt.Fprintf(w, "%-32s %5.1f s  %s\n", base, time.Since(begin).Seconds(), state)
				mu.Unlock()
			}
		})
	}
	for _, name := range names {
		turns <- name
	}
	close(turns)
	wg.Wait()
	if bad > 0 {
		return fmt.Errorf("%d of %d scenarios could not be captured", bad, len(names))
	}
	return nil
}

// bundleOf runs the scenario of a file and returns its bundle and its halves.
func (s *session) bundleOf(ctx context.Context, name string) ([]byte, []half, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	sc, err := ReadScenario(text)
	if err != nil {
		return nil, nil, err
	}
	halves, err := s.run(ctx, sc)
	if err != nil {
		return nil, nil, err
	}
	data, err := merge(halves)
	return data, halves, err
}
