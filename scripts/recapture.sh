#!/bin/sh
# recapture.sh captures the bundles in testdata/bundles anew, in the lab: one of every scenario, and both halves of the three
# that the README and the tests take apart. It needs what the lab needs: Linux, root, and its tools; see scripts/lab.
# Look at what "git diff" and "go test . -run Bundles" say of the new ones before they are committed.
set -eu
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP
go build -o "$tmp/lab" ./scripts/lab
for pair in good=ok_defaults wrong-address=kv606_wrong_address no-zone=kv601_zone_missing; do
    "$tmp/lab" "testdata/lab/${pair#*=}.yaml" -o "$tmp/whole.tar.gz" -halves "$tmp"
    mv "$tmp/vm-app01.tar.gz" "testdata/bundles/${pair%%=*}.tar.gz"
    mv "$tmp/azure.tar.gz" "testdata/bundles/azure-${pair%%=*}.tar.gz"
done
"$tmp/lab" --jobs 3 -o testdata/bundles/lab testdata/lab/*.yaml
