package analyze

import (
	"fmt"
	"net/netip"

	"kvdoctor/parse"
)

// staleAnswer reports machines whose own resolver gives a private address that is in no current record, while the
// zone's server gives the record's.
func staleAnswer(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		answers := e.toldAnswers(v)
		if len(answers) == 0 && len(e.lookupsOf(v)) > 0 {
			out = append(out, open(v.name, v, NeedLookups))
		}
		for _, l := range answers {
			old := e.oldAddress(v, l)
			if old == nil {
				continue
			}
			record := e.currentRecord()
			fresh := e.freshAnswer(v, l, record)
			switch {
			case record == nil:
				out = append(out, open(v.name, v, NeedRecords))
			case fresh == nil:
				out = append(out, open(v.name, v).ask("what Azure's resolver answers", "nslookup {host} 168.63.129.16"))
			default:
				detail := fmt.Sprintf("%s still gets %s for %s, which is in no record of the zone, while %s answers %s: an old answer is cached",
					v.name, old.Addr, e.id.host, fresh.Server, addrList(fresh.Addresses))
				f := fail(v.name, v, detail, old.Cite, fresh.At, record.Addresses[0].Cite).with("wrong_address", old.Addr.String())
				out = append(out, f.with("address", record.Addresses[0].Addr.String()))
			}
		}
	}
	return out
}

// oldAddress returns the private address of a lookup through the machine's own resolver that is in no record and no
// effective endpoint's; nil if there is none. What the hosts file fixes is not cached.
func (e *Evidence) oldAddress(v *vantage, l *lookup) *parse.Addr {
	if l.Explicit != nil && *l.Explicit || (l.system() && l.Tool != "resolvectl") {
		return nil
	}
	a := e.addressOf(l, reachPrivate)
	if a == nil || a.Addr.Is6() || e.right(a.Addr) == yes || e.inRecord(a.Addr) {
		return nil
	}
	for _, h := range v.hosts {
		if h.Addr.Addr == a.Addr {
			return nil
		}
	}
	return a
}

// currentRecord returns the vault's record, nil where none with an address was captured.
func (e *Evidence) currentRecord() *parse.RecordSet {
	for _, z := range e.exactZones() {
		e.recordsOf(z)
		if r := z.record(e.id.name); r != nil && len(r.Addresses) > 0 {
			return r
		}
	}
	return nil
}

// inRecord reports whether an address stands in a current record of the vault.
func (e *Evidence) inRecord(a netip.Addr) bool {
	for _, z := range e.exactZones() {
		e.recordsOf(z)
		if r := z.record(e.id.name); r != nil {
			for _, have := range r.Addresses {
				if have.Addr == a {
					return true
				}
			}
		}
	}
	return false
}

// freshAnswer returns a lookup of the vantage that was put to another server and has the record's address, or nil.
func (e *Evidence) freshAnswer(v *vantage, old *lookup, record *parse.RecordSet) *lookup {
	if record == nil {
		return nil
	}
	for _, l := range v.lookups {
		if !l.mine || l.control || l.form != formHost || l.system() || l.Server == "" || l.Server == old.Server {
			continue
		}
		for _, a := range l.Addresses {
			if a.Addr == record.Addresses[0].Addr {
				return l
			}
		}
	}
	return nil
}
