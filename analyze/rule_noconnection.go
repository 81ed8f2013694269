package analyze

import (
	"fmt"
	"slices"

	"kvdoctor/parse"
)

// noConnection reports a vault without any private endpoint connection. An export that lacks the list, or has
// null in its place, tells little: older API versions lack it, newer ones leave out an empty one. Then a
// public answer without the alias settles it, or the list of the endpoints, none of which claims the vault.
// An answer with the alias contradicts any of them.
func noConnection(e *Evidence) []Finding {
	if len(e.endpointsOfVault()) > 0 || len(e.conns) > 0 || e.id.name == "" {
		return nil
	}
	at := e.connectionsListed()
	exported := e.vault != nil && e.vault.Detailed && !e.cutFiles[e.vault.At.File]
	without := e.answerWithoutAlias()
	endpoints := e.listed(parse.TypeEndpoint)
	switch {
	case at.File == "" && !exported:
		return nil
	case at.File != "" && (!e.aliasSeen() || e.ownList(at)):
		return []Finding{e.noConnectionAt(at)}
	case e.aliasSeen():
		return []Finding{open(e.id.name, nil, NeedConnections)}
	case without != nil:
		return []Finding{e.noConnectionAt(e.vault.At, without.At)}
	case endpoints != nil:
		return []Finding{e.noConnectionAt(e.vault.At, *endpoints)}
	}
	return []Finding{open(e.id.name, nil, NeedConnections)}
}

// ownList reports whether a list of connections is known to be this vault's: it stands in the vault's own
// export, or its command names the vault. A bare list may be another's.
func (e *Evidence) ownList(at parse.Cite) bool {
	if e.vault != nil && at == e.vault.ConnectionsAt {
		return true
	}
	return slices.ContainsFunc(e.listings, func(l *listing) bool { return l.At == at && l.Vault != "" })
}

// noConnectionAt makes the finding of noConnection.
func (e *Evidence) noConnectionAt(at parse.Cite, more ...parse.Cite) Finding {
	return fail(e.id.name, nil, fmt.Sprintf("vault %s has no private endpoint connection", e.id.name), append(more, at)...)
}

// answerWithoutAlias returns a lookup, of any vantage, that ended publicly without the alias; nil if there is none.
func (e *Evidence) answerWithoutAlias() *lookup {
	for _, l := range e.allLookups {
		if l.mine && l.form == formHost && l.tellsChain() && l.alias() == nil && e.addressOf(l, reachPublic) != nil {
			return l
		}
	}
	return nil
}

// aliasSeen reports whether any lookup passed the privatelink alias.
func (e *Evidence) aliasSeen() bool {
	for _, l := range e.allLookups {
		if l.mine && l.alias() != nil {
			return true
		}
	}
	return false
}
