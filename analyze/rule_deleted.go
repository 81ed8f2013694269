package analyze

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// deletedStates are the provisioning states in which a vault or a managed HSM says that it is going or gone.
var deletedStates = []string{"deleted", "deleting", "softdeleted"}

// vaultDeleted reports a vault that is in the list of deleted vaults, or whose own export says so.
func vaultDeleted(e *Evidence) []Finding {
	e.saw(NeedVault)
	if e.vault != nil && slices.Contains(deletedStates, strings.ToLower(e.vault.ProvisioningState.Value)) {
		detail := fmt.Sprintf("the export of vault %s says that it is %s", e.id.name, e.vault.ProvisioningState.Value)
		return []Finding{fail(e.id.name, nil, detail, e.vault.ProvisioningState.Cite)}
	}
	missing := e.vaultNotFound()
	gone := e.deletedVault()
	switch {
	case gone != nil && e.vault != nil:
		return []Finding{open(e.id.name, nil).ask("which is the case now: exported it was, and listed as deleted", "az keyvault show --name {vault}")}
	case gone != nil:
		cites := []parse.Cite{gone.Name.Cite, gone.Vault.Cite, gone.DeletionDate.Cite}
		if missing != nil {
			cites = slices.Insert(cites, 0, missing.Cite)
		}
		return []Finding{e.withSubnet(fail(e.id.name, nil, gone.story(e.id.name), cites...))}
	case e.vault != nil && e.vault.Detailed && !e.vault.ProvisioningState.Known():
		return []Finding{open(e.id.name, nil, NeedVault)}
	case e.vault != nil:
		return nil
	}
	if x := e.heldByDeleted(); x != nil {
		return []Finding{fail(e.id.name, nil, "a vault of the name "+e.id.name+" exists in deleted state, which keeps the name", x.Cite)}
	}
	if missing != nil && e.listed(parse.TypeDeletedVault) == nil {
		option := map[bool]string{false: "--name", true: "--hsm-name"}[e.id.svc.hsm]
		return []Finding{open(e.id.name, nil, NeedVault).ask("whether the vault was deleted", "az keyvault show-deleted "+option+" {vault}")}
	}
	return nil
}

// withSubnet adds the subnet of the vault's old endpoint, for making it again.
func (e *Evidence) withSubnet(f Finding) Finding {
	for _, ep := range e.endpointsOfVault() {
		if ep.Endpoint != nil {
			return f.with("subnet_id", ep.Subnet.Value)
		}
	}
	return f
}

// A goneVault is an entry of the list of deleted vaults.
type goneVault struct{ *parse.DeletedVault }

// story says when the vault was deleted, as far as that is told.
func (g *goneVault) story(name string) string {
	s := fmt.Sprintf("vault %s is in the list of deleted vaults", name)
	if g.DeletionDate.Known() {
		s += ", deleted on " + g.DeletionDate.Value
	}
	if g.PurgeDate.Known() {
		s += ", to be purged on " + g.PurgeDate.Value
	}
	return s
}

// deletedVault returns the entry of the list of deleted vaults that is the diagnosed vault's, or nil.
func (e *Evidence) deletedVault() *goneVault {
	for _, d := range e.deleted {
		if d.HSM == e.id.svc.hsm && strings.EqualFold(firstOf(d.Name.Value, lastName(d.Vault.Value)), e.id.name) {
			return &goneVault{d}
		}
	}
	return nil
}

// vaultNotFound returns the error of an export that did not find the vault, or nil.
func (e *Evidence) vaultNotFound() *exportError {
	for i, x := range e.errors {
		told := strings.Contains(strings.ToLower(x.Code+" "+x.Message), "notfound") || strings.Contains(strings.ToLower(x.Message), "not found")
		if x.Type == parse.TypeVault && told {
			return &e.errors[i]
		}
	}
	return nil
}

// heldByDeleted returns the error of an attempt to create the vault whose name a deleted vault still holds, or nil.
func (e *Evidence) heldByDeleted() *exportError {
	for i, x := range e.errors {
		text := strings.ToLower(x.Message)
		ours := x.origin.Command == "" || strings.Contains(strings.ToLower(x.origin.Command), e.id.name)
		if ours && strings.Contains(text, "vault with the same name") && strings.Contains(text, "in deleted state") {
			return &e.errors[i]
		}
	}
	return nil
}

// vaultRegistering reports a vault whose name is not registered in DNS yet and is found nowhere.
func vaultRegistering(e *Evidence) []Finding {
	e.saw(NeedVault)
	if e.vault != nil && e.vault.Detailed && !e.vault.ProvisioningState.Known() {
		return []Finding{open(e.id.name, nil, NeedVault)}
	}
	if e.vault == nil || !strings.EqualFold(e.vault.ProvisioningState.Value, "RegisteringDns") {
		return nil
	}
	var cites []parse.Cite
	var concerned []*vantage
	for _, l := range e.allLookups {
		switch {
		case !l.mine || l.form != formHost || l.suffix != "":
		case l.Outcome == parse.Answer || l.alias() != nil:
			return nil // public DNS knows the name by now
		case l.Outcome == parse.NXDomain:
			cites = append(cites, l.At)
			if l.own && !slices.Contains(concerned, l.vantage) {
				concerned = append(concerned, l.vantage)
			}
		}
	}
	if cites == nil {
		return nil
	}
	detail := fmt.Sprintf("vault %s is still %s, and %s does not exist yet", e.id.name, e.vault.ProvisioningState.Value, e.id.host)
	cites = append(cites[:min(len(cites), 3)], e.vault.ProvisioningState.Cite)
	return []Finding{fail(e.id.name, nil, detail, cites...).on(concerned...)}
}
