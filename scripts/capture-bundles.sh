#!/bin/sh
# capture-bundles.sh builds a small Private Link deployment out of network namespaces, runs collect.sh in it as a
# customer would, and writes the bundles good, wrong-address and no-zone to testdata/bundles.
#
#   client 10.1.0.4 ------ router ------ vault 10.1.2.3      the private endpoint, in the same virtual network
#                          |    |
#   azuredns 168.63.129.16-+    +------- internet            the vault's public address 52.168.109.101, and the
#                                                            public DNS at 203.0.113.53
#
# The router translates what leaves for the internet to 20.51.7.8. None of the namespaces has a way out of the
# machine, and nothing is collected outside them. Run it by hand, as root, on a Debian system of its own: it
# installs what it needs. Everything but the packages is removed at the end, also after an error or a signal.
set -eu
scripts=$(cd "$(dirname "$0")" && pwd)
bundles=$(cd "$scripts/.." && pwd)/testdata/bundles
lab=kvlab$$
namespaces="client router vault azuredns internet"
endpoint=/subscriptions/3c9e1f52-7b64-4d08-9a21-5e0d84c6b7f3/resourceGroups/rg-app/providers/Microsoft.Network/privateEndpoints/pe-fabrikam
pids='' dns=''

[ "$(id -u)" -eq 0 ] || { echo "capture-bundles.sh: error: must run as root" >&2; exit 1; }
dir=$(mktemp -d)
chmod 755 "$dir"

clean() {
    status=$?
    trap - EXIT
    # shellcheck disable=SC2086 # a list of process ids
    [ -z "$pids$dns" ] || kill $pids $dns 2>/dev/null || true
    wait
    for space in $namespaces; do
        ip netns del "$lab-$space" 2>/dev/null || true
        rm -rf "/etc/netns/$lab-$space"
    done
    rm -rf "$dir"
    exit "$status"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

within() { # NAMESPACE COMMAND...
    space=$lab-$1
    shift
    ip netns exec "$space" "$@"
}

install_packages() {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        bind9 bind9-dnsutils bind9-host curl iproute2 nftables openssl python3 >"$dir/apt.log"
}

# cable joins a namespace to the router: NAMESPACE ITS-ADDRESS/BITS ROUTER-ADDRESS.
cable() {
    ip link add eth0 netns "$lab-$1" type veth peer name "$1" netns "$lab-router"
    within "$1" ip addr add "$2" dev eth0
    within "$1" ip link set eth0 up
    within router ip addr add "$3/${2#*/}" dev "$1"
    within router ip link set "$1" up
    within "$1" ip route add default via "$3"
}

make_network() {
    for space in $namespaces; do
        ip netns add "$lab-$space"
        within "$space" ip link set lo up
    done
    cable client 10.1.0.4/24 10.1.0.1
    cable vault 10.1.2.3/24 10.1.2.1
    cable azuredns 168.63.129.16/24 168.63.129.1
    cable internet 52.168.109.101/24 52.168.109.1
    within internet ip addr add 203.0.113.53/32 dev lo
    within router ip route add 203.0.113.53 via 52.168.109.101
    within router ip route add blackhole 10.1.2.99 # as in Azure, a packet to nobody is dropped and nobody tells
    within router sysctl -qw net.ipv4.ip_forward=1
    within router nft -f - <<'END'
table ip nat {
    chain postrouting {
        type nat hook postrouting priority srcnat
        oifname "internet" snat to 20.51.7.8
    }
}
END
    within internet ip route add 20.51.7.8 via 52.168.109.1
    mkdir -p "/etc/netns/$lab-client"
    cat >"/etc/netns/$lab-client/resolv.conf" <<'END'
nameserver 168.63.129.16
search 4xq0vmdcs1uerb2nhwyjfzkolc.bx.internal.cloudapp.net
END
    printf '127.0.0.1 localhost\n10.1.0.4 vm-app01\n' >"/etc/netns/$lab-client/hosts"
}

make_certificate() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Lab CA" -keyout "$dir/ca.key" -out "$dir/ca.pem" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -subj "/CN=vault.azure.net" -keyout "$dir/tls.key" -out "$dir/tls.csr" 2>/dev/null
    echo "subjectAltName=DNS:vault.azure.net,DNS:*.vault.azure.net" >"$dir/tls.ext"
    openssl x509 -req -in "$dir/tls.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -CAcreateserial -days 2 \
        -extfile "$dir/tls.ext" -out "$dir/tls.pem" 2>/dev/null
}

# The vault answers /healthstatus; what it says of the network is the connection's own address and how it came in.
write_vault() {
    cat >"$dir/vault.py" <<'END'
import http.server, ssl, sys, uuid
address, network_info, folder = sys.argv[1:]
class Vault(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        found = self.path == "/healthstatus"
        body = b"true" if found else b""
        self.send_response_only(200 if found else 404)
        for field, value in [
            ("Cache-Control", "no-cache"), ("Pragma", "no-cache"), ("Content-Length", str(len(body))),
            ("Content-Type", "application/json; charset=utf-8"), ("Expires", "-1"),
            ("x-ms-keyvault-region", "eastus"), ("x-ms-request-id", str(uuid.uuid4())),
            ("x-ms-keyvault-service-version", "1.9.3019.1"),
            ("x-ms-keyvault-network-info", network_info.replace("ADDR", self.client_address[0])),
            ("X-Content-Type-Options", "nosniff"),
            ("Strict-Transport-Security", "max-age=31536000;includeSubDomains"),
            ("Date", self.date_time_string()),
        ]:
            self.send_header(field, value)
        self.end_headers()
        self.wfile.write(body)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + "/tls.pem", folder + "/tls.key")
server = http.server.ThreadingHTTPServer((address, 443), Vault)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
END
}

serve_vault() { # NAMESPACE ADDRESS NETWORK-INFO
    ip netns exec "$lab-$1" python3 "$dir/vault.py" "$2" "$3" "$dir" 2>>"$dir/vault.log" &
    pids="$pids $!"
    wait_for within "$1" curl -s -o "$dir/answer" --cacert "$dir/ca.pem" \
        --resolve "fabrikam.vault.azure.net:443:$2" https://fabrikam.vault.azure.net/healthstatus
}

wait_for() { # COMMAND...
    tries=50
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || { echo "capture-bundles.sh: error: gave up waiting for: $*" >&2; return 1; }
        sleep 0.1
    done
}

# name_server writes the configuration of a named: NAMESPACE ADDRESS, further options and zones on standard input.
# What stands before the line "zones" belongs into its options.
name_server() {
    mkdir -p "$dir/$1"
    {
        printf 'controls {};\noptions {\n directory "%s/%s"; pid-file "named.pid"; session-keyfile "session.key";\n' "$dir" "$1"
        printf ' listen-on { %s; }; listen-on-v6 { none; }; dnssec-validation no; empty-zones-enable no;\n' "$2"
        sed 's/^zones$/};/'
    } >"$dir/$1/named.conf"
}

# public_dns is the public side of the article's names, with a private endpoint connection approved.
public_dns() {
    name_server internet 203.0.113.53 <<'END'
 recursion no;
zones
zone "azure.net" { type primary; file "azure.net.zone"; };
END
    cat >"$dir/internet/azure.net.zone" <<'END'
$ORIGIN azure.net.
$TTL 60
@ IN SOA ns1.azure.net. hostmaster.azure.net. 1 3600 300 2419200 60
@ IN NS ns1
ns1 IN A 203.0.113.53
fabrikam.vault IN CNAME fabrikam.privatelink.vaultcore
fabrikam.privatelink.vaultcore IN CNAME data-prod-eus.vaultcore
data-prod-eus.vaultcore IN CNAME data-prod-eus-region.vaultcore
data-prod-eus-region.vaultcore IN A 52.168.109.101
END
    ip netns exec "$lab-internet" named -g -c "$dir/internet/named.conf" 2>>"$dir/named.log" &
    pids="$pids $!"
    wait_for within internet dig +time=1 +tries=1 @203.0.113.53 azure.net SOA >"$dir/answer"
}

# azure_dns starts the resolver of the virtual network anew: with the private zone and this address of fabrikam in
# it, or, without an address, with no such zone.
azure_dns() {
    [ -z "$dns" ] || { kill "$dns"; wait "$dns" || true; dns=''; }
    zone=''
    [ -z "$1" ] || zone='zone "privatelink.vaultcore.azure.net" { type primary; file "private.zone"; };'
    name_server azuredns 168.63.129.16 <<END
 recursion yes; allow-recursion { any; }; forwarders { 203.0.113.53; }; forward only;
zones
$zone
END
    cat >"$dir/azuredns/private.zone" <<END
\$ORIGIN privatelink.vaultcore.azure.net.
\$TTL 10
@ IN SOA azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10
@ IN NS azureprivatedns.net.
fabrikam IN A ${1:-10.1.2.3}
END
    ip netns exec "$lab-azuredns" named -g -c "$dir/azuredns/named.conf" 2>>"$dir/named.log" &
    dns=$!
    wait_for within client dig +time=1 +tries=1 fabrikam.vault.azure.net >"$dir/answer"
}

# collect runs the collector on the client and keeps its bundle under this name.
collect() {
    echo "$1:" >&2
    rm -rf "$dir/out"
    mkdir "$dir/out"
    CURL_CA_BUNDLE=$dir/ca.pem within client sh "$scripts/collect.sh" --vault fabrikam --name vm-app01 \
        --no-azure --out "$dir/out"
    install -m 644 "$dir"/out/fabrikam-*.tar.gz "$bundles/$1.tar.gz"
}

install_packages
make_network
make_certificate
write_vault
serve_vault vault 10.1.2.3 "conn_type=PrivateLink;private_endpoint=$endpoint;addr=ADDR;act_addr_fam=InterNetworkV6;"
serve_vault internet 52.168.109.101 "conn_type=Ipv4;addr=ADDR;act_addr_fam=InterNetwork;"
public_dns
azure_dns 10.1.2.3
collect good
azure_dns 10.1.2.99
collect wrong-address
azure_dns ''
collect no-zone
ls -l "$bundles"/*.tar.gz
