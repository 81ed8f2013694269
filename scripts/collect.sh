#!/bin/sh
# collect.sh writes down how this machine reaches an Azure key vault: the DNS answers, one request to the vault's
# anonymous /healthstatus page, this machine's addresses and DNS settings, and, where the Azure CLI is logged in,
# the settings of the vault and of the networks. It changes nothing, sends no credentials, reads no key, secret or
# certificate, and records neither passwords nor the environment. One file comes out: send that.
set -u
export LC_ALL=C PYTHONIOENCODING=utf-8 COPYFILE_DISABLE=1
export AZURE_CORE_COLLECT_TELEMETRY=no AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no
PATH=$PATH:/usr/sbin:/sbin
umask 077

usage() {
    cat <<'END'
usage: sh collect.sh --vault NAME [options]

  --vault NAME       the key vault, for example fabrikam or fabrikam.vault.azure.net
  --suffix SUFFIX    the rest of its host name (default vault.azure.net)
  --role ROLE        client: this machine should use Private Link (default); internet: a control from outside
  --name VANTAGE     what to call this machine (default its host name)
  --out DIR          where to write the bundle (default the current directory)
  --ip ADDRESS       also send the request to this address, the private endpoint's
  --control ADDRESS  also ask this DNS server, for example a public one
  --no-azure         leave the Azure settings out
  --azure-only       only the Azure settings, of the subscription that az is set to
END
}

say() { printf '%s\n' "$*" >&2; }
die() { say "collect.sh: error: $*"; exit 2; }
have() { command -v "$1" >/dev/null 2>&1; }
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

vault='' suffix='' role=client name=$(uname -n) out=. ip='' control='' machine=yes azure=yes
while [ $# -gt 0 ]; do
    case $1 in --no-azure | --azure-only | -h | --help) ;; *) [ $# -gt 1 ] || die "no value, or not known: '$1'" ;; esac
    case $1 in
    --vault) vault=$2; shift ;;
    --suffix) suffix=$2; shift ;;
    --role) role=$2; shift ;;
    --name) name=$2; shift ;;
    --out) out=$2; shift ;;
    --ip) ip=$2; shift ;;
    --control) control=$2; shift ;;
    --no-azure) azure=no ;;
    --azure-only) machine=no ;;
    -h | --help) usage; exit 0 ;;
    *) die "unknown argument '$1' (see --help)" ;;
    esac
    shift
done

vault=${vault#https://} vault=${vault%%/*}
case $vault in *.*) suffix=${suffix:-${vault#*.}} vault=${vault%%.*} ;; esac
vault=$(printf %s "$vault" | tr '[:upper:]' '[:lower:]') suffix=${suffix:-vault.azure.net}
name=$(printf %s "${name%%.*}" | tr -c A-Za-z0-9_ -)
case $vault in '' | -* | *[!a-z0-9-]*) die "--vault must be a key vault's name: letters, digits, hyphens" ;; esac
case $role in client | internet) ;; *) die "--role must be client or internet, not '$role'" ;; esac
case $ip$control in *[!0-9A-Fa-f:.]*) die "--ip and --control must be IP addresses" ;; esac
case $suffix in
vault.azure.net | managedhsm.azure.net) cloud=AzureCloud ;;
vault.usgovcloudapi.net | managedhsm.usgovcloudapi.net) cloud=AzureUSGovernment ;;
vault.azure.cn | managedhsm.azure.cn) cloud=AzureChinaCloud ;;
*) die "--suffix '$suffix' is no key vault's: vault.azure.net, managedhsm.azure.net, vault.usgovcloudapi.net ..." ;;
esac
case $suffix in
vault.*) zone=privatelink.vaultcore.${suffix#vault.} show=-n ;;
*) zone=privatelink.$suffix show=--hsm-name ;;
esac
case $name in [A-Za-z0-9]*) ;; *) die "--name must begin with a letter or a digit" ;; esac
[ "$machine$azure" != nono ] || die "--no-azure and --azure-only leave nothing to collect"
{ [ -d "$out" ] && [ -w "$out" ]; } || die "cannot write to the directory '$out'"
host=$vault.$suffix created=$(now)
bundle=$vault-$(printf %s "$created" | tr -d :-)

tmp=$(mktemp -d) || die "cannot make a temporary directory"
top=$tmp/$bundle pid=''
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
mkdir "$top" || exit 1

# shell_words prints a command as a person would type it; yaml_text prints a line of text as a YAML scalar.
shell_words() {
    for word in "$@"; do
        case $word in
        '' | *[!A-Za-z0-9_./:=+,@-]*) word="'$(printf %s "$word" | sed "s/'/'\\\\''/g")'" ;;
        esac
        printf '%s ' "$word"
    done | sed 's/ $//'
}
yaml_text() { printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"; }

# checksum prints the SHA-256 of a file, or nothing where no tool knows it.
checksum() {
    if have sha256sum; then sha256sum <"$1"
    elif have shasum; then shasum -a 256 <"$1"
    elif have openssl; then openssl dgst -sha256 -r <"$1"
    fi | cut -d ' ' -f 1
}

# watchdog PID SECONDS stops a process that runs for too long, where there is no timeout command. It ends by itself.
watchdog() {
    left=$2
    while [ "$left" -gt 0 ] && kill -0 "$1"; do
        sleep 1
        left=$((left - 1))
    done
    [ "$left" -gt 0 ] || kill "$1"
}
limiter=timeout
timeout -k 1 9 true 2>/dev/null || limiter=watchdog

# attempt FILE LIMIT COMMAND... runs a command for at most LIMIT seconds and keeps what it prints; exit status 124
# means that it was stopped. record lists the last attempt in the manifest. Account names and passwords that an
# error message repeats from a proxy's address are hidden.
attempt() {
    file=$1 limit=$2
    shift 2
    typed=$(shell_words "$@")
    say "  $typed"
    mkdir -p "$top/${file%/*}"
    started=$(now) begin=$(date +%s)
    [ "$limiter" = watchdog ] || set -- timeout -k 5 "$limit" "$@"
    "$@" </dev/null >"$top/$file" 2>"$tmp/stderr" &
    pid=$!
    [ "$limiter" = timeout ] || watchdog "$pid" "$limit" </dev/null >/dev/null 2>&1 &
    wait "$pid" 2>/dev/null
    rc=$? pid=''
    case $rc in 137 | 143) rc=124 ;; esac
    took=$(($(date +%s) - begin))
}
record() {
    errors=${file%.*}.err sum=$(checksum "$top/$file")
    sed -e "s#//.*@#//(hidden)@#" -e "s#'[^']*@#'(hidden)@#g" <"$tmp/stderr" >"$top/$errors"
    [ -s "$top/$errors" ] || rm -f "$top/$errors"
    {
        printf '  - path: %s\n' "$file"
        case $file in vantage/*) printf '    vantage: %s\n' "$(yaml_text "$name")" ;; esac
        printf '    command: %s\n' "$(yaml_text "$typed")"
        printf '    exit: %s\n    started: %s\n    seconds: %s\n' "$rc" "$started" "$took"
        [ -z "$sum" ] || printf '    sha256: %s\n' "$sum"
        if [ -e "$top/$errors" ]; then
            printf '    stderr: %s\n' "$errors"
            [ -z "$sum" ] || printf '    stderr_sha256: %s\n' "$(checksum "$top/$errors")"
        fi
    } >>"$tmp/captures"
}
capture() { attempt "$@"; record; }

# ask LABEL NAME [SERVER] asks for a name with the first of the three tools that is here.
ask() {
    if have dig; then capture "$here/dns/dig-$1.txt" 30 dig +time=3 +tries=2 ${3:+"@$3"} "$2"
    elif have host; then capture "$here/dns/host-$1.txt" 30 host -W3 "$2" ${3:+"$3"}
    elif have nslookup; then capture "$here/dns/nslookup-$1.txt" 30 nslookup "$2" ${3:+"$3"}
    fi
}

collect_machine() {
    here=vantage/$name url=https://$host/healthstatus
    say "From this machine:"
    if have nslookup; then capture "$here/dns/nslookup.txt" 30 nslookup "$host"; fi
    if have host; then capture "$here/dns/host.txt" 30 host -W3 "$host"; fi
    if have dig; then capture "$here/dns/dig.txt" 30 dig +time=3 +tries=2 "$host"; fi
    if have getent; then capture "$here/dns/getent.txt" 30 getent ahosts "$host"; fi
    ask privatelink "$vault.$zone"
    [ -z "$control" ] || ask control "$host" "$control"
    if have curl; then capture "$here/http/healthstatus.txt" 25 curl -q -sS -i --max-time 20 "$url"; fi
    if have curl && [ -n "$ip" ]; then
        set -- curl -q -sS -i --max-time 20 --noproxy '*' --resolve "$host:443:$ip" "$url"
        capture "$here/http/healthstatus-address.txt" 25 "$@"
    fi
    if have ip; then capture "$here/host/addresses.txt" 10 ip addr
    elif have ifconfig; then capture "$here/host/addresses.txt" 10 ifconfig -a; fi
    capture "$here/host/resolv.conf" 10 cat /etc/resolv.conf
    capture "$here/host/hosts" 10 cat /etc/hosts
}

# export_azure LABEL REST-PATH ARGUMENTS... runs az. Some builds of it end in a Python traceback in their network
# commands; then the list is read with "az rest". After one timeout the commands that follow get less time.
patience=60
export_azure() {
    export=azure/$1.json rest=$2
    shift 2
    attempt "$export" "$patience" az "$@" -o json
    if [ -n "$rest" ] && [ "$rc" -ne 0 ] && grep -q '^Traceback' "$tmp/stderr"; then
        attempt "$export" "$patience" az rest --method get -o json \
            --url "/subscriptions/{subscriptionId}/providers/Microsoft.Network/$rest?api-version=2023-04-01"
    fi
    record
    [ "$rc" -ne 124 ] || patience=15
}

collect_azure() {
    say "From Azure, with az:"
    export_azure vault '' keyvault show "$show" "$vault"
    export_azure private-endpoints privateEndpoints network private-endpoint list
    export_azure nics networkInterfaces network nic list
    export_azure vnets virtualNetworks network vnet list
    export_azure zones '' network private-dns zone list
    number=0
    sed -n 's#^ *"id": *"\(/[^"]*/private[Dd]ns[Zz]ones/[^"/]*\)".*#\1#p' "$top/azure/zones.json" >"$tmp/zones"
    while read -r id; do # the zone itself, near misses of its name, and zones above it
        case ${id##*/} in *vault* | *hsm* | azure.net | usgovcloudapi.net | azure.cn) ;; *) continue ;; esac
        group=${id#*/[Rr]esource[Gg]roups/} number=$((number + 1))
        export_azure "links-$number" '' network private-dns link vnet list -g "${group%%/*}" -z "${id##*/}"
        export_azure "records-$number" '' network private-dns record-set a list -g "${group%%/*}" -z "${id##*/}"
    done <"$tmp/zones"
}

if [ "$machine" = yes ]; then collect_machine; fi
if [ "$azure" = no ]; then :
elif have az; then collect_azure
else say "az is not here: ask whoever administers the vault to run this script with --azure-only"; fi
[ -s "$tmp/captures" ] || die "nothing was collected"

system="$(uname -s) $(uname -r | cut -d . -f 1,2) $(uname -m)" vantages=' []'
[ "$machine" = no ] || vantages="
  - {name: $(yaml_text "$name"), role: $role, system: $(yaml_text "$system")}"
cat - "$tmp/captures" >"$top/manifest.yaml" <<END
schema: kvdoctor.bundle/v1
vault: '$vault'
host: $host
cloud: $cloud
created: $created
collector: collect.sh 1.0.0
vantages:$vantages
captures:
END

if ! (cd "$tmp" && tar -cf tar "$bundle" && gzip -c tar >gz) || ! cp "$tmp/gz" "$out/$bundle.tar.gz"; then
    rm -f "$out/$bundle.tar.gz"
    die "the bundle could not be written to $out"
fi
printf 'Please send %s: it holds what the commands above printed, and no key, secret or password.\n' "$out/$bundle.tar.gz"
