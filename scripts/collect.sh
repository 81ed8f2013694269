#!/bin/sh
# collect.sh writes down how this machine reaches an Azure key vault: what every DNS tool here is told by every server
# it may ask, requests to the vault's anonymous /healthstatus page, this machine's addresses and DNS settings, and,
# where the Azure CLI is logged in, the settings of the vault and of what leads to it. It changes nothing, sends no
# credentials of its own, reads no key, secret or certificate, and of the environment keeps only proxies and the marks
# of Cloud Shell and build agents, without passwords. --dry-run shows every command. One file comes out: send that.
set -u && umask 077
[ -z "${ZSH_VERSION:-}" ] || emulate sh
export LC_ALL=C PYTHONIOENCODING=utf-8 COPYFILE_DISABLE=1
export AZURE_CORE_COLLECT_TELEMETRY=no AZURE_CORE_NO_COLOR=yes AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no
PATH=$PATH:/usr/sbin:/sbin
usage() {
    cat <<'END'
usage: sh collect.sh --vault NAME [options]

  --vault NAME       the key vault, for example fabrikam or fabrikam.vault.azure.net
  --suffix SUFFIX    the rest of its host name (default vault.azure.net)
  --role ROLE        client: this machine should use Private Link (default); internet: a control from outside
  --name VANTAGE     what to call this machine (default its host name)
  --out DIR          where to write the bundle (default the current directory)
  --ip ADDRESS       also send the request to this address, and look in Azure who has it (of --azure-only: the client's)
  --control ADDRESS  the public DNS server to compare with (default 8.8.8.8), or none
  --insecure         also send the request without checking the certificate
  --no-azure         leave the Azure settings out
  --azure-only       only the Azure settings, of all subscriptions that az may read
  --dry-run          print what would be written, and by which command; run none of them and write nothing
END
}
say() { printf '%s\n' "$*" >&2; }
die() { say "collect.sh: error: $*"; exit 2; }
have() { command -v "$1" >/dev/null 2>&1; }
lower() { printf %s "$1" | tr '[:upper:]' '[:lower:]'; }
dashes() { printf %s "$1" | tr ':%' --; }
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
vault='' suffix='' role=client name=$(uname -n) out=. ip='' control=8.8.8.8 machine=yes azure=yes insecure='' dry=''
while [ $# -gt 0 ]; do
    case $1 in
    --vault | --suffix | --role | --name | --out | --ip | --control)
        [ $# -gt 1 ] || die "no value for '$1'"
        eval "${1#--}=\$2" && shift ;;
    --insecure) insecure=yes ;;
    --no-azure) azure=no ;;
    --azure-only) machine=no ;;
    --dry-run) dry=yes ;;
    -h | --help) usage && exit 0 ;;
    *) die "unknown argument '$1' (see --help)" ;;
    esac
    shift
done

# Whatever enters a command below is checked: here, or where it is read.
vault=${vault#https://} vault=${vault%%/*} control=${control#none}
case $vault in *.*) suffix=${suffix:-${vault#*.}} vault=${vault%%.*} ;; esac
vault=$(lower "$vault") suffix=${suffix:-vault.azure.net} name=$(printf %s "${name%%.*}" | tr -c A-Za-z0-9_ -)
case $vault in '' | -* | *[!a-z0-9-]*) die "--vault must be a key vault's name: letters, digits, hyphens" ;; esac
case $role in client | internet) ;; *) die "--role must be client or internet, not '$role'" ;; esac
case $ip$control in *[!0-9A-Fa-f:.]*) die "--ip and --control must be IP addresses" ;; esac
case ${suffix#*.} in azure.net) cloud=AzureCloud ;; usgovcloudapi.net) cloud=AzureUSGovernment ;; azure.cn) cloud=AzureChinaCloud ;; *) cloud='' ;; esac
case $cloud/$suffix in
*?/vault.*) zone=privatelink.vaultcore.${suffix#*.} show=--name kind=vaults ;;
*?/managedhsm.*) zone=privatelink.$suffix show=--hsm-name kind=managedHSMs ;;
*) die "--suffix '$suffix' is no key vault's: vault.azure.net, managedhsm.azure.net, vault.usgovcloudapi.net ..." ;;
esac
case $name in [A-Za-z0-9]*) ;; *) die "--name must begin with a letter or a digit" ;; esac
[ "$machine$azure" != nono ] || die "--no-azure and --azure-only leave nothing to collect"
[ "$machine" = yes ] || have az || die "az is not here, and --azure-only needs it"
host=$vault.$suffix here=vantage/$name created=$(now) stopped='' running=''
case $out in -*) out=./$out ;; esac
bundle=$vault-$(printf %s "$created" | tr -d :-)
top=$out/$bundle work=$out/$bundle/.work
[ -n "$dry" ] || mkdir "$top" "$work" "$work/captures" || die "cannot write to the directory '$out'"

# The first signal ends the probes that run, and what was taken is packed; the second one ends everything.
# shellcheck disable=SC2086 # a list of process ids
trap 'kill $running 2>/dev/null; [ -z "$stopped" ] || exit 130; stopped=yes; say "stopping; once more to stop at once"' INT TERM HUP
yaml_text() { printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"; }
checksum() { # FILE; prints nothing where no tool is here
    if have sha256sum; then sha256sum; elif have shasum; then shasum -a 256; elif have openssl; then openssl dgst -sha256 -r; fi <"$1"
}
watchdog() { # PID SECONDS; stands in for a timeout command, and ends with the process
    left=$2
    while kill -0 "$1" && [ "$left" -gt 0 ]; do sleep 1; left=$((left - 1)); done
    [ "$left" -gt 0 ] || kill "$1"
}
if timeout -k 1 9 true 2>/dev/null; then limiter=timeout; else limiter=watchdog; fi

# capture FILE SECONDS COMMAND [PAGE] runs a command for that long at most, keeps what it prints, and lists it for the
# manifest; exit status 124 means that it was stopped. What an error tells of a proxy's users and passwords is hidden.
# Where the answer to "az rest" names a further page, that is captured as well: az does not follow it.
capture() {
    file=$1 limit=$2 command=$3 page=$((${4:-1} + 1)) errors=${1%.*}.err started=$(now) begin=$(date +%s)
    mkdir -p "$top/${file%/*}"
    ulimit -f 131072 # 64 MiB
    if [ "$limiter" = timeout ]; then set -- timeout -k 5 "$limit" sh -c "$command"; else set -- sh -c "exec $command"; fi
    "$@" </dev/null >"$top/$file" 2>"$top/$errors.raw" &
    pid=$!
    trap 'limit=0; kill "$pid"' INT TERM
    [ "$limiter" = timeout ] || watchdog "$pid" "$limit" </dev/null >/dev/null &
    rc=0; wait "$pid" || rc=$?
    wait "$pid" # a signal may have ended the first one
    took=$(($(date +%s) - begin)) sum=$(checksum "$top/$file") errsum=''
    case $rc in 137 | 143) rc=124 ;; esac
    sed -e 's#//.*@#//(hidden)@#' -e "s#'[^']*@#'(hidden)@#g" -e 's#^\(> Proxy-Authorization:\).*#\1 (hidden)#' \
        -e 's#\(Proxy auth using .* user\) .*#\1 (hidden)#' <"$top/$errors.raw" >"$top/$errors"
    if [ -s "$top/$errors" ]; then errsum=$(checksum "$top/$errors"); else rm "$top/$errors"; fi
    rm "$top/$errors.raw"
    {
        printf '  - path: %s\n' "$file"
        case $file in vantage/*) printf '    vantage: %s\n' "$(yaml_text "$name")" ;; esac
        printf '    command: %s\n    exit: %s\n    started: %s\n    seconds: %s\n' "$(yaml_text "$command")" "$rc" "$started" "$took"
        [ -z "$sum" ] || printf '    sha256: %s\n' "${sum%% *}"
        [ ! -e "$top/$errors" ] || printf '    stderr: %s\n' "$errors"
        [ -z "$errsum" ] || printf '    stderr_sha256: %s\n' "${errsum%% *}"
    } >"$work/captures/$(printf %s "$file" | tr / _)"
    case $command in *'az rest '*) ;; *) return ;; esac
    next=$(sed -n 's/^ *"nextLink": *"\(https:[^"]*\)".*/\1/p' "$top/$file" | head -n 1)
    case $next in '' | *[!A-Za-z0-9:/.?\&=%\$_~+,\(\)-]*) return ;; esac
    limit=$((limit - took)) file=${file%.json}
    [ "$page" -gt 50 ] || [ "$limit" -lt 3 ] || capture "${file%-page*}-page$page.json" "$limit" "az rest --method get -o json --url '$next'${command#*--url \'*\'}" "$page"
}

# probe FILE SECONDS COMMAND begins a capture, which runs beside those that were begun before; ready waits for all.
probe() {
    [ -z "$dry" ] || printf '%s\t%s\n' "$1" "$3"
    [ -z "$dry$stopped" ] || return 0
    say "  $3"
    capture "$@" 2>/dev/null &
    running="$running $!"
}
ready() { wait || wait; running=''; }

# ask LABEL NAME [SERVER] asks for a name with every tool that is here: only dig shows an alias of a name that does not
# exist, and only getent sees what programs see. The nslookup of BIND can be told a limit, the one of busybox cannot.
case $(nslookup -version 2>&1 </dev/null) in *'nslookup '[0-9]*) limits='-timeout=3 -retry=2 ' ;; *) limits='' ;; esac
ask() {
    if have dig; then probe "$here/dns/dig$1.txt" 20 "dig +time=3 +tries=2 ${3:+@$3 }$2"; fi
    if have host; then probe "$here/dns/host$1.txt" 20 "host -W 3 $2${3:+ $3}"; fi
    if have nslookup; then probe "$here/dns/nslookup$1.txt" 20 "nslookup $limits$2${3:+ $3}"; fi
    [ -z "${3:-}" ] || return 0
    if have getent; then probe "$here/dns/getent$1.txt" 20 "getent ahosts $2"; fi
    if have resolvectl; then probe "$here/dns/resolvectl$1.txt" 20 "resolvectl --no-pager query $2"; fi
}

# request LABEL OPTIONS [ADDRESS] sends the request to the vault. Only curl can be told an address, and tells the issuer.
url=https://$host/healthstatus format='\nhttp_code=%{http_code} remote_ip=%{remote_ip} ssl_verify_result=%{ssl_verify_result}'
format="$format"' time_namelookup=%{time_namelookup} time_connect=%{time_connect} time_appconnect=%{time_appconnect} time_total=%{time_total}\n'
request() {
    case ${3:-} in '') ;; *:*) set -- "$1" "--noproxy '*' --resolve $host:443:[$3] " ;; *) set -- "$1" "--noproxy '*' --resolve $host:443:$3 " ;; esac
    if have curl; then
        probe "$here/http/healthstatus$1.txt" 25 "curl -q -sS -i -v --connect-timeout 10 --max-time 20 $2-w '$format' $url"
    elif [ -z "$2" ] && have wget; then
        case $(wget --version 2>&1) in *GNU*) set -- '--no-config --tries=1 --timeout=10 ' ;; *) set -- '' ;; esac
        probe "$here/http/wget.txt" 25 "wget ${1}-S -O - $url"
    fi
}

# collect_machine asks side by side. Of the environment it keeps what the pattern names; HOME, PWD, SHELL tell what it is.
marks='^(HOME|PWD|SHELL|[a-z]+_proxy|ACC_(CLOUD|LOCATION|TERM_ID)|AZUREPS_HOST_ENVIRONMENT|POWERSHELL_DISTRIBUTION_CHANNEL'
marks="$marks|AGENT_(NAME|OS|ISSELFHOSTED)|TF_BUILD|IMAGEOS|CI|GITHUB_ACTIONS|RUNNER_(ENVIRONMENT|NAME|OS)|GITLAB_CI"
marks="$marks|CI_RUNNER_DESCRIPTION|WEBSITE_(DNS_[A-Z_]+|VNET_ROUTE_ALL|PRIVATE_IP|SKU)|KUBERNETES_SERVICE_HOST|container|WSL_DISTRO_NAME)="
collect_machine() {
    say "From this machine:"
    ask '' "$host"
    ask -privatelink "$vault.$zone"
    for server in $({
        printf '%s\n' 168.63.129.16 "$control"
        sed -n 's/^nameserver[[:space:]]*\([^[:space:]]*\).*/\1/p' /etc/resolv.conf /run/systemd/resolve/resolv.conf
        scutil --dns | sed -n 's/^ *nameserver\[[0-9]*\] : //p'
    } 2>/dev/null | grep -x '[0-9A-Fa-f:][0-9A-Za-z:.%]*' | sort -u); do
        ask "-$(dashes "$server")" "$host" "$server"
    done
    request '' ''
    [ -z "$insecure" ] || request -insecure '-k '
    [ -z "$ip" ] || request "-$(dashes "$ip")" '' "$ip"
    if have ip; then probe "$here/host/addresses.txt" 10 'ip addr'; else probe "$here/host/addresses.txt" 10 'ifconfig -a'; fi
    probe "$here/host/resolv.conf" 10 'cat /etc/resolv.conf'
    if have resolvectl; then probe "$here/host/resolvectl.txt" 10 'resolvectl --no-pager status'; fi
    if have resolvectl; then probe "$here/host/upstream-resolv.conf" 10 'cat /run/systemd/resolve/resolv.conf'; fi
    if have scutil; then probe "$here/host/scutil.txt" 10 'scutil --dns'; fi
    probe "$here/host/hosts" 10 'cat /etc/hosts'
    probe "$here/host/environment.txt" 10 "env | grep -iE '$marks' | sed -e 's#://.*@#://(hidden)@#' -e 's#=[^/]*@#=(hidden)@#'"
    ready
}

# arm FILE PATH [OPTIONS] exports from the resource manager with "az rest", which is the same in every version of az (the
# network commands of some end in a traceback): six side by side, as long as the time for all of az lasts.
arm() { az_begins "$1.json" "az rest --method get -o json --url '$2'${3:-}"; }
az_begins() { # FILE COMMAND
    left=$((deadline - $(date +%s)))
    [ "$left" -ge 3 ] || { say "  no time left for: $2"; return; }
    [ "$left" -le 45 ] || left=45
    probe "$1" "$left" "$2"
    [ $((slots -= 1)) -gt 0 ] || { ready; slots=6; }
}
everywhere() { # FILE PATH [OPTIONS]; in every subscription
    number=0
    for subscription in $subscriptions; do
        arm "$1-$((number += 1))" "/subscriptions/$subscription/$2" "${3:-}"
    done
}

# ids TYPE FILE... prints the ids of that type which exports hold, once each: those that can stand in quotes and in a URL.
ids() {
    [ -z "$dry" ] || { printf '<%s>\n' "$1"; return; }
    type=$1 && shift
    grep -ohiE "\"/subscriptions/[^\"]*/$type/$names" "$@" 2>/dev/null | tr -d '"' |
        grep -v "[][:cntrl:][:space:]'*?#&%\`\$\\\\{}<>[]" | grep -v '/\.\./' | sort -fu
}

# each NAME TYPE TAIL FILE... exports every resource of the type that those exports name, or its part TAIL, once.
each() {
    what=$1 type=$2 tail=$3 number=0 && shift 3
    for id in $(ids "$type" "$@"); do
        case $done in *"|$(lower "$id$tail")|"*) continue ;; esac
        [ -n "$dry" ] || done="$done$(lower "$id$tail")|"
        arm "azure/$what-$((number += 1))" "$id$tail"
    done
}

# collect_azure walks from the vault to its endpoints, their interfaces and networks, the networks that these are peered
# with, the zones of all subscriptions that may answer for the vault, their links and records, private resolvers, and
# whoever has the addresses of the vault's records and of this machine: another endpoint, and the network here.
collect_azure() {
    say "From Azure, with az:"
    deadline=$(($(date +%s) + 120)) slots=6 done='|' a=$top/azure or='%27%20or%20resourceType%20eq%20%27Microsoft' any='[^"/]*'
    network=api-version=2023-04-01 dns=api-version=2024-06-01 resolver=api-version=2022-07-01 keyvault=api-version=2023-07-01
    az_begins .work/subscriptions.txt "az account list --query \"[?state=='Enabled'].id\" -o tsv"
    az_begins azure/vault.json "az keyvault show $show $vault -o json"
    ready
    names=$any subscriptions=${dry:+<subscription>}$(grep -x '[0-9A-Za-z-]*' "$work/subscriptions.txt" 2>/dev/null)
    everywhere azure/zones "providers/Microsoft.Network/privateDnsZones?$dns"
    everywhere .work/index "resources?api-version=2021-04-01&\$filter=${or#*or%20}.KeyVault/$kind$or.Network/dnsResolvers$or.Network/dnsForwardingRulesets%27"
    ready
    if ! grep -q '"id"' "$a/vault.json" 2>/dev/null; then # az may be set to another subscription, or the vault is deleted
        id=$(ids "$kind" "$work"/index-*.json | grep -i "[/<]$vault\$" | head -n 1)
        [ -z "$id" ] || arm azure/vault "$id?$keyvault"
        [ -n "$id" ] || everywhere azure/deleted "providers/Microsoft.KeyVault/deleted$kind?$keyvault"
        ready
    fi
    if [ -n "$dry" ] || [ -z "$(ids privateEndpoints "$a/vault.json")" ]; then # one may claim a vault that lists none
        everywhere .work/claims "providers/Microsoft.Network/privateEndpoints?$network" \
            " --query \"{nextLink: nextLink, ids: value[?contains(to_string(@), '/$kind/$vault')].id}\""
    fi
    each connections "$kind" "/privateEndpointConnections?$keyvault" "$a/vault.json"
    names='([^"/]*(vault|hsm)[^"/]*|azure\.(net|cn)|usgovcloudapi\.net)"' # the zone, near misses, and zones above it
    each links privateDnsZones "/virtualNetworkLinks?$dns" "$a"/zones-*.json
    each records privateDnsZones "/A?$dns" "$a"/zones-*.json
    names=$any
    each inbound dnsResolvers "/inboundEndpoints?$resolver" "$work"/index-*.json
    each forwarding dnsForwardingRulesets "/forwardingRules?$resolver" "$work"/index-*.json
    each ruleset dnsForwardingRulesets "/virtualNetworkLinks?$resolver" "$work"/index-*.json
    ready
    held="${dry:+'<address>',}"$({ sed -nE '\,"id": *"[^"]*/A/(\*|'"$vault"')",,/]/s/.*"ipv4Address": *"([0-9.]+)".*/\1/p' "$a"/records-*.json
        echo "$ip" && sed -nE 's/^[[:space:]]*inet (addr:)?([0-9.]+).*/\2/p' "$top/$here/host/addresses.txt"; } 2>/dev/null | sort -u | sed -n "s/..*/'&'/p" | tr '\n' ,)
    [ -z "$held" ] || everywhere azure/holders "providers/Microsoft.Network/networkInterfaces?$network" \
        " --query \"{nextLink: nextLink, value: value[?contains([${held%,}], properties.ipConfigurations[0].properties.privateIPAddress)]}\""
    each endpoint privateEndpoints "?$network" "$a/vault.json" "$work"/claims-*.json
    each zone-group privateEndpoints "/privateDnsZoneGroups?$network" "$a/vault.json" "$work"/claims-*.json
    ready
    each other-endpoint privateEndpoints "?$network" "$a"/holders-*.json
    each nic networkInterfaces "?$network" "$a"/endpoint-*.json
    each vnet virtualNetworks "?$network" "$a"/endpoint-*.json "$a"/links-*.json "$a"/inbound-*.json "$a"/ruleset-*.json "$a"/holders-*.json
    ready
    each peer-vnet virtualNetworks "?$network" "$a"/vnet-*.json
    each nsg networkSecurityGroups "?$network" "$a"/vnet-*.json
    each route-table routeTables "?$network" "$a"/vnet-*.json
    ready
    [ "$machine" = yes ] || return
    for ip in ${dry:+<address>} $(sed -n 's/^ *"privateIPAddress": *"\([0-9A-Fa-f:.]*\)".*/\1/p' "$a"/nic-*.json 2>/dev/null | sort -u | head -n 4); do
        request "-$(dashes "$ip")" '' "$ip" # from here to the private endpoints
    done
}
[ "$machine" = no ] || collect_machine
if [ "$azure" = no ]; then :
elif have az; then collect_azure
else say "az is not here: ask whoever administers the vault to run this script with --azure-only"; fi
[ -z "$dry" ] || exit 0
ready
system="$(uname -s) $(uname -r | cut -d . -f 1,2) $(uname -m)" vantages=' []' whose=''
[ "$machine" = no ] || whose='this machine, ' vantages="
  - {name: $(yaml_text "$name"), role: $role, system: $(yaml_text "$system")}"
cat - "$work"/captures/* >"$top/manifest.yaml" <<END
schema: kvdoctor.bundle/v1
vault: '$vault'
host: $host
cloud: $cloud
created: $created
collector: collect.sh 2.0.0
vantages:$vantages
captures:
END
rm -rf "$work"
send='pack and send the directory'
if have tar && (cd "$out" && tar -cf "$bundle.tar" "$bundle") 2>/dev/null; then
    rm -rf "$top"
    if have gzip && gzip "$top.tar"; then top=$top.tar.gz send=send; else top=$top.tar send=send; fi
else rm -f "$top.tar"; fi
printf 'Please %s %s: it holds names, addresses and resource ids of %sthe vault and its networks, and no key, secret or password.\n' \
    "$send" "$top" "$whose"
