package collect

import (
	"math/bits"
	"regexp"
	"slices"
	"strings"
)

// A placed is a stretch of a line that its place tells to be a name.
type placed struct {
	from, to int
	kind     string
}

// kindIfLearnt is the kind of what is a name only if another place told it to be one.
const kindIfLearnt = ""

// A namePlace finds names by what stands around them.
type namePlace struct {
	signs []string // without one of them, in lower case, a line has no such place
	shape *regexp.Regexp
	kinds []string // of the groups
}

// namePlaces are the places of names in text. Resource ids and host names have code of their own.
var namePlaces = []namePlace{
	{[]string{"@"}, regexp.MustCompile(`^(?:.{0,400}<pre[^>]{0,80}>)?[>| ]*\[?([\w.+-]{1,64})@([\w-]{1,64}(?:\.[\w-]+)*)(?:[ :\]~].{0,200})?[$#%>]`), []string{KindUser, KindHost}},
	{[]string{"@"}, regexp.MustCompile(`([\w.+%-]{1,64})@((?:[\w-]{1,63}\.)+[A-Za-z]{2,24})\b`), []string{KindUser, KindDomain}},
	{[]string{":~", ":/"}, regexp.MustCompile(`^[>| ]*([\w-]{2,64}):[~/][\w./~-]{0,200}[$#] `), []string{KindHost}},
	{[]string{"]: ps"}, regexp.MustCompile(`^[>| ]*\[([\w.-]{1,64})\]: PS`), []string{KindHost}},
	{[]string{"users"}, regexp.MustCompile(`(?i)[a-z]:[\\/]+users[\\/]+([^\\/"'<>|:*?,;()\r\n]{1,40})`), []string{KindUser}},
	{[]string{"users"}, regexp.MustCompile(`(?i)(?:^|[\s"'=(:])/users/([^\\/"'<>|:*?,;()\s]{1,40})`), []string{KindUser}},
	{[]string{"/home/"}, regexp.MustCompile(`(?:^|[^\w]|mnt|export|nfs|srv|usr|data)/home/([^\\/"'<>|:*?,;()\s]{1,40})`), []string{KindUser}},
	{[]string{"="}, regexp.MustCompile(`(?i)^(?:export |set |declare -x |\$env:)?(?:\w+_)?(?:user|username|logname|home|userprofile)=["']?(?:.*[\\/])?([^\\/"'\s]+)["']?\s*$`), []string{KindUser}},
	{[]string{"="}, regexp.MustCompile(`(?i)^(?:export |set |declare -x |\$env:)?(?:hostname|computername|userdomain|userdomain_roamingprofile|logonserver|agent_machinename)=["']?\\*([^\\/"'\s]+)["']?\s*$`), []string{KindHost}},
	{[]string{"="}, regexp.MustCompile(`(?i)^(?:export |set |declare -x |\$env:)?(?:userdnsdomain|website_site_name|website_hostname)=["']?([^\\/"'\s]+)["']?\s*$`), []string{KindDomain}},
	{[]string{"host", "hôte"}, regexp.MustCompile(`(?i)^\s*(?:host ?name|nom de l.h.te|nome host|nombre de host)[ .]*: (\S+)\s*$`), []string{KindHost}},
	{[]string{`resourcegroup"`, `name"`}, regexp.MustCompile(`(?i)"(?:resourcegroup|resourcegroupname|vaultname|vnetname|zonename)"\s*:\s*"([^"\\]{1,90})"`), []string{KindResource}},
	{[]string{`name"`, `by"`, `owner"`}, regexp.MustCompile(`(?i)"(?:userprincipalname|createdby|lastmodifiedby|adminusername|givenname|surname|owner)"\s*:\s*"([^"\\@]{1,90})"`), []string{KindUser}},
	{[]string{`computername"`, `hostname"`, `machinename"`}, regexp.MustCompile(`(?i)"(?:computername|hostname|machinename)"\s*:\s*"([^"\\]{1,90})"`), []string{KindHost}},
	{[]string{"az ", "-az"}, regexp.MustCompile(`(?:\s)(?:-n|-g|-z|-v|--name|--vault-name|--hsm-name|--resource-group|--vnet-name|--zone-name|--nic-name|--nsg-name|--endpoint-name|--account-name|--subscription|--subnet|--vnet|--route-table-name|--record-set-name|-Name|-VaultName|-ResourceGroupName|-ZoneName)[ =:]+["']?([A-Za-z0-9][\w.-]{0,89})`), []string{KindResource}},
	{[]string{"vault: "}, regexp.MustCompile(`(?i)\bvault: ([a-z][a-z0-9-]{1,23})[;, "\\\r\n]`), []string{KindVault}},
	{[]string{"vault '", "vault \"", "vault: ", "vault:", "name '", "name: ", "vault ‘", "vault “"}, regexp.MustCompile(`(?i)\bvault(?: name)?:? ["'‘“]([a-z][a-z0-9-]{1,23})["'’”]`), []string{KindVault}},
	{[]string{"/secrets/", "/keys/", "/certificates/"}, regexp.MustCompile(`(?i)vault\.[a-z.]+(?::443)?/+(?:secrets|keys|certificates)/([\w-]{1,127})`), []string{KindResource}},
	{[]string{"vantage"}, regexp.MustCompile(`(?:^|[\s'"])vantage/([\w.-]+)/`), []string{KindHost}},
	{[]string{"vantage: "}, regexp.MustCompile(`^ +(?:- )?vantage: ["']?([\w.-]+)`), []string{KindHost}},
	{[]string{"name: "}, regexp.MustCompile(`^ +- \{?name: ["']?([\w.-]+)["']?, role:`), []string{KindHost}},
	{[]string{"vault: "}, regexp.MustCompile(`^vault: ["']?([\w-]+)`), []string{KindVault}},
	{[]string{`"name"`}, regexp.MustCompile(`"name"\s*:\s*"([^"\\]{1,90})"`), []string{kindIfLearnt}},
	{[]string{"@"}, regexp.MustCompile(`[\w.+-]@([\w-]{2,63})(?:[^\w.@-]|$)`), []string{kindIfLearnt}},
	{[]string{"with user '"}, regexp.MustCompile(`with user '([^'\\]{1,64})'`), []string{KindUser}},
	{[]string{"username=", "user id=", "uid="}, regexp.MustCompile(`(?i)(?:\busername|\buser id|;uid)=["']?([^\s"',;&\\]{1,64})`), []string{KindUser}},
	{[]string{"uid=", "gid=", "groups="}, regexp.MustCompile(`(?:^|[ ,=])(?:uid=|gid=|groups=)?\d{1,10}\(([^()\s]{1,64})\)`), []string{KindUser}},
	{[]string{"rw", "r-x"}, regexp.MustCompile(`^[>| ]*[-dlbcps][rwxsStT-]{9}[.+@]? +\d+ ([\w.+-]+) +([\w.+-]+) `), []string{KindUser, KindUser}},
	{[]string{`\\`}, regexp.MustCompile(`(?:^|[\s"'=(>])\\\\(?:\\\\)?([A-Za-z][\w.-]{2,62})\\`), []string{KindHost}},
	{[]string{"file://", "smb://", "cifs", "nfs"}, regexp.MustCompile(`(?:(?:file|smb|cifs|nfs):|[\s])//([A-Za-z][\w.-]{2,62})/`), []string{KindHost}},
	{[]string{"@"}, regexp.MustCompile(`([\w.+%-]{1,64})@([\w.-]{1,63}?)(?:\.\.\.|…)`), []string{KindUser, KindDomain}},
	{[]string{`\`}, regexp.MustCompile(`^(?:[>| ]*|.{0,40}(?i:user|account|logon|logged on|login|identity|owner)[\w ]{0,20}[:=] *)"?([A-Za-z][\w.-]{1,30})\\([A-Za-z][\w.$-]{1,40})"?\s*$`), []string{KindDomain, KindUser}},
	{[]string{"mingw", "msys", "ucrt"}, regexp.MustCompile(`^([\w.+-]{1,64})@([\w.-]{1,64}) (?:MINGW|MSYS|UCRT)`), []string{KindUser, KindHost}},
	{[]string{"]: ", ": "}, regexp.MustCompile(`^(?:<\d+>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)) ([\w.-]{2,64}) [\w./@-]+(?:\[\d+\])?: `), []string{KindHost}},
	{[]string{" ms "}, regexp.MustCompile(` ms +([A-Za-z][\w.-]{1,64}) \[\d`), []string{KindHost}},
	{[]string{"kubectl ", "oc "}, regexp.MustCompile(`\b(?:kubectl|oc) .*?(?:-n|--namespace|--context|--cluster)[ =]([\w.-]{2,64})`), []string{KindResource}},
	{[]string{"dc="}, regexp.MustCompile(`\bDC=([\w-]{2,64})`), []string{KindDomain}},
	{[]string{"ping "}, regexp.MustCompile(`^PING ([\w-]{2,63}) \(`), []string{KindHost}},
	{[]string{"linux "}, regexp.MustCompile(`^Linux ([\w.-]{1,63}) \d+\.\d+`), []string{KindHost}},
	{[]string{"resource group"}, regexp.MustCompile(`(?i)resource group ['"‘“]([\w.()-]{1,90})['"’”]`), []string{KindResource}},
}

// freePlaces adds the places of one kind of free text.
func (r *Redactor) freePlaces(out []placed, line string, p *namePlace, learning bool) []placed {
	if p.kinds[0] == kindWord && !learning {
		return out // what was learnt has a place of its own
	}
	for _, m := range p.shape.FindAllStringSubmatchIndex(line, -1) {
		where := placed{m[2], m[3], p.kinds[0]}
		if where.kind == kindFreeText {
			out = append(out, r.freeWords(line, where)...)
		} else {
			out = append(out, where)
		}
	}
	return out
}

// placeSigns returns the machine that finds the signs of namePlaces.
func placeSigns() *signSet {
	var lists [][]string
	for _, p := range slices.Concat(namePlaces, freeTextPlaces) {
		lists = append(lists, p.signs)
	}
	return newSignSet(lists)
}

// azLine tells a line of az or of Azure PowerShell, in which the flags of namePlaces are what they seem.
var azLine = regexp.MustCompile(`(?:^|[\s"'(>$#])az\s|-Az[A-Z]`)

// places returns the names of a line that their places tell, in order and without overlaps. Those that have to be learnt
// elsewhere teach nothing.
func (r *Redactor) places(line, low string, learning bool) []placed {
	out := idPlaces(low)
	if alone := strings.TrimSpace(low); !learning && r.pairs[alone].kind == KindHost { // what hostname prints
		from := strings.Index(low, alone)
		out = append(out, placed{from, from + len(alone), KindHost})
	}
	for signs := r.signs.in(low); signs != 0; signs &= signs - 1 {
		i := bits.TrailingZeros64(signs)
		if i >= len(namePlaces) {
			out = r.freePlaces(out, line, &freeTextPlaces[i-len(namePlaces)], learning)
			continue
		}
		p := &namePlaces[i]
		if learning && p.kinds[0] == kindIfLearnt || p.signs[0] == "az " && !azLine.MatchString(line) {
			continue
		}
		for _, m := range p.shape.FindAllStringSubmatchIndex(line, -1) {
			for g, kind := range p.kinds {
				if from, to := m[2*g+2], m[2*g+3]; from >= 0 && from < to {
					out = append(out, placed{from, to, kind})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b placed) int { return a.from - b.from })
	kept := out[:0]
	end := 0
	for _, p := range out {
		if p.from >= end {
			kept = append(kept, p)
			end = p.to
		}
	}
	return kept
}

// idPlaces returns the names in the resource ids of a line in lower case.
func idPlaces(low string) []placed {
	var out []placed
	for i := 0; ; {
		at := strings.IndexByte(low[i:], '/')
		if at < 0 {
			return out
		}
		i += at
		if !beginsID(low[i:]) {
			i++
			continue
		}
		end := i
		for end < len(low) && strings.IndexByte(" \t\r\n\"'`,;?&<>|)]}\\*", low[end]) < 0 {
			end++
		}
		out = append(out, idNames(low, i, end)...)
		i = end
	}
}

// beginsID reports whether a resource id begins, or its tail.
func beginsID(low string) bool {
	for _, head := range []string{"/subscriptions/", "/resourcegroups/", "/providers/microsoft."} {
		if strings.HasPrefix(low, head) {
			return true
		}
	}
	return false
}

// everybodys are the types of resources whose names are Azure's own.
var everybodys = []string{"locations", "defaultsecurityrules", "roledefinitions", "policydefinitions", "operationresults", "operationstatuses"}

// idNames returns the names in one resource id.
func idNames(low string, from, to int) []placed {
	var out []placed
	add := func(a, b int, kind string) {
		for b > a && strings.IndexByte(".:", low[b-1]) >= 0 {
			b--
		}
		if b > a {
			out = append(out, placed{a, b, kind})
		}
	}
	kind, inProvider, odd, skip := "", false, false, true // skip: what follows is no name
	for at := from + 1; at <= to; {
		end := at + strings.IndexByte(low[at:to]+"/", '/')
		seg := low[at:end]
		switch {
		case seg == "providers":
			inProvider, odd, skip = true, false, true
		case inProvider && skip: // the name space
			skip = false
		case inProvider && !odd:
			kind, odd = typeKind(seg), true
		case inProvider:
			if odd = false; kind != "" {
				add(at, end, kind)
			}
		case seg == "subscriptions", seg == "resourcegroups":
			kind = KindResource
			next := end + 1
			if next <= to {
				stop := next + strings.IndexByte(low[next:to]+"/", '/')
				add(next, stop, KindResource)
				end = stop
			}
		}
		at = end + 1
	}
	return out
}

// typeKind returns the kind of the names of a type of resource; empty where they are Azure's own.
func typeKind(seg string) string {
	switch {
	case slices.Contains(everybodys, seg):
		return ""
	case seg == "vaults", seg == "managedhsms", seg == "deletedvaults":
		return KindVault
	case seg == "virtualmachines":
		return KindHost
	case seg == "privatednszones", seg == "dnszones":
		return KindDomain
	}
	return KindResource
}
