package collect

import (
	"maps"
	"net/netip"
	"runtime"
)

// mostWorkers bounds how many members are at work at once, and so the memory that they take.
const mostWorkers = 4

// An ordered gives members to several redactors at once and finishes them in the order in which they came, so that the
// result does not rest on who was faster.
type ordered[R any] struct {
	all    []*Redactor
	idle   chan *Redactor
	queue  []chan R // of the members at work, in their order
	finish func(R) error
}

// newOrdered takes forks of a redactor.
func newOrdered[R any](r *Redactor, finish func(R) error) *ordered[R] {
	n := min(runtime.GOMAXPROCS(0), mostWorkers)
	o := &ordered[R]{idle: make(chan *Redactor, n), finish: finish}
	for range n {
		f := r.fork()
		o.all = append(o.all, f)
		o.idle <- f
	}
	return o
}

// do begins the work on a member, as soon as a redactor is idle.
func (o *ordered[R]) do(work func(*Redactor) R) error {
	if len(o.queue) == cap(o.idle) {
		if err := o.settle(); err != nil {
			return err
		}
	}
	r := <-o.idle
	done := make(chan R, 1)
	o.queue = append(o.queue, done)
	go func() {
		out := work(r)
		o.idle <- r
		done <- out
	}()
	return nil
}

// settle finishes the first member at work.
func (o *ordered[R]) settle() error {
	out := <-o.queue[0]
	o.queue = o.queue[1:]
	return o.finish(out)
}

// wait finishes all members at work.
func (o *ordered[R]) wait() error {
	for len(o.queue) > 0 {
		if err := o.settle(); err != nil {
			return err
		}
	}
	return nil
}

// fork returns a redactor that knows what this one knows and works beside it. Before Ready it learns for itself, and adopt
// brings that together; after, it only replaces.
func (r *Redactor) fork() *Redactor {
	f := *r
	names := *r.names
	names.base, names.cache = r.names.cache, map[string]string{}
	addrs := *r.addrs
	addrs.names, addrs.base, addrs.cache = &names, r.addrs.cache, map[netip.Addr]netip.Addr{}
	f.names, f.addrs = &names, &addrs
	f.late = map[string]pair{}
	return &f
}

// A lesson is what was learnt from one member.
type lesson struct {
	learnt, parts map[string]string
	pairs         map[string]pair
}

// lesson runs what learns from one member and returns what was new.
func (r *Redactor) lesson(learn func()) lesson {
	l := lesson{map[string]string{}, map[string]string{}, map[string]pair{}}
	r.learnt, r.parts, r.pairs = l.learnt, l.parts, l.pairs
	learn()
	return l
}

// adopt takes what was learnt from a member.
func (r *Redactor) adopt(l lesson) {
	for name, kind := range l.learnt {
		addKind(r.learnt, name, kind)
	}
	for name, kind := range l.parts {
		addKind(r.parts, name, kind)
	}
	addNew(r.pairs, l.pairs)
}

// addNew copies what a map does not have yet.
func addNew[V any](to, from map[string]V) {
	for k, v := range from {
		if _, ok := to[k]; !ok {
			to[k] = v
		}
	}
}

// join takes over what forks have computed, and what they replaced.
func (r *Redactor) join(forks []*Redactor) {
	for _, f := range forks {
		maps.Copy(r.names.cache, f.names.cache)
		maps.Copy(r.addrs.cache, f.addrs.cache)
		addNew(r.late, f.late)
	}
}
