#!/usr/bin/env bash
# check.sh runs every check of the project: what people run before a commit and what CI runs. It goes on after a
# failure, says at the end what failed, and exits with 1 then. Tools that are missing are installed where that can
# be done (as root, with apt); else their step is skipped, and the end says so.
#
# It writes to the checkout only what it finds: stale goldens, rewritten for "git diff", and the input that a fuzz
# target failed on, below that package's testdata/fuzz.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
staticcheck_version=v0.8.2
fuzz_time=${FUZZ_TIME:-3s} # for each of some forty targets; FUZZ_TIME=1m is for people

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed='' skipped=''

# step NAME COMMAND... runs a check and keeps its outcome; status 77 means that it was skipped.
step() {
    local name=$1 begin=$SECONDS status=0
    shift
    printf '== %s\n' "$name"
    "$@" || status=$?
    case $status in
    0) printf '   ok, %ss\n' $((SECONDS - begin)) ;;
    77) skipped="$skipped${skipped:+, }$name" ;;
    *)
        printf '   FAILED (%s), %ss\n' "$status" $((SECONDS - begin))
        failed="$failed${failed:+, }$name"
        ;;
    esac
}

have() { command -v "$1" >/dev/null 2>&1; }

# need TOOL... skips a step where a tool is missing.
need() {
    local tool
    for tool in "$@"; do
        have "$tool" || { printf '   %s is not here\n' "$tool"; return 77; }
    done
}

# install_tools installs what the steps below use, where that is possible. Where a tool's package has another name, it
# follows the tool's.
install_tools() {
    local tool missing=()
    for tool in shellcheck busybox dash strace mandoc zsh fish chromium curl named:bind9 dig:bind9-dnsutils host:bind9-host \
        ip:iproute2 nft:nftables az:azure-cli; do
        have "${tool%:*}" || missing+=("${tool#*:}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! have apt-get; then
        printf '   missing, and not installed: %s\n' "${missing[*]}"
        return 77
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

format() {
    local files
    files=$(gofmt -l .) || return 1
    [ -z "$files" ] || { printf '%s\n' "$files"; return 1; }
}

# run_staticcheck uses the pinned version: the one that is installed, else a copy of its own.
run_staticcheck() {
    local tool
    tool=$(command -v staticcheck || true)
    [ -n "$tool" ] || tool=$(go env GOPATH)/bin/staticcheck
    if ! go version -m "$tool" 2>/dev/null | grep -q "honnef.co/go/tools[[:space:]]${staticcheck_version}[[:space:]]"; then
        GOBIN=$tmp/bin go install "honnef.co/go/tools/cmd/staticcheck@$staticcheck_version" || return 1
        tool=$tmp/bin/staticcheck
    fi
    "$tool" ./...
}

# What tests with -update rewrite: the stored test data, and the documents whose examples they run.
goldens=(testdata README.md analyze/CHECKS.md report/READING.md)

# golden_state prints a checksum of what tests rewrite, whether committed or not.
golden_state() { find "${goldens[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; }

# stale_goldens rewrites the stored outputs and looks whether that changed any.
stale_goldens() {
    local dir packages=()
    for dir in . collect parse analyze report; do
        if grep -qs 'flag.Bool("update"' "$dir"/*_test.go; then packages+=("./$dir"); fi
    done
    [ ${#packages[@]} -gt 0 ] || return 0
    golden_state >"$tmp/before"
    go test -count=1 "${packages[@]}" -update >"$tmp/update.log" 2>&1 || { cat "$tmp/update.log"; return 1; }
    golden_state >"$tmp/after"
    diff "$tmp/before" "$tmp/after" && return 0
    git --no-pager diff -- "${goldens[@]}" 2>/dev/null | head -n 200
    return 1
}

# fuzz_target PACKAGE TARGET fuzzes for a short time. On a busy machine go test itself sometimes ends with "context
# deadline exceeded" and no failing input; then it is asked again, once.
fuzz_target() {
    local _
    for _ in 1 2; do
        go test -run '^$' -fuzz "^$2\$" -fuzztime "$fuzz_time" "$1" >"$tmp/fuzz.log" 2>&1 && return 0
        if grep -q 'Failing input written' "$tmp/fuzz.log" || ! grep -q 'context deadline exceeded' "$tmp/fuzz.log"; then break; fi
    done
    printf '%s %s\n' "$1" "$2"
    tail -n 40 "$tmp/fuzz.log"
    sed -n 's/.*Failing input written to //p' "$tmp/fuzz.log" | while read -r input; do
        cat "$(go list -f '{{.Dir}}' "$1")/$input"
    done
    return 1
}

# fuzz runs each fuzz target for a short time.
fuzz() {
    local package target status=0
    for package in $(go list ./...); do
        for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz'); do
            fuzz_target "$package" "$target" || status=1
        done
    done
    return "$status"
}

# cross_build builds for every system that is supported, and vets each system's tests, so that none rots there.
cross_build() {
    local os arch status=0
    for os in linux windows darwin; do
        for arch in amd64 arm64; do
            CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath -o "$tmp/$os-$arch/" . ||
                { printf '   for %s/%s\n' "$os" "$arch"; status=1; }
        done
        CGO_ENABLED=0 GOOS=$os go vet ./... || { printf '   for %s\n' "$os"; status=1; }
    done
    return "$status"
}

# static_binary builds the binary of this machine and checks that it needs no library, nor an interpreter.
static_binary() {
    CGO_ENABLED=0 go build -trimpath -o "$tmp/kvdoctor" . || return 1
    [ "$(go env GOOS)" = linux ] || return 77
    if LC_ALL=C ldd "$tmp/kvdoctor" >"$tmp/ldd.log" 2>&1 || ! grep -q 'not a dynamic executable' "$tmp/ldd.log"; then
        cat "$tmp/ldd.log"
        return 1
    fi
}

# alone checks that analyze opens no socket and starts no program but itself.
alone() {
    need strace || return
    local bundle
    for bundle in testdata/bundles/*.tar.gz testdata/bundles/lab/ok_o*.tar.gz; do
        strace -f -qq -e trace=%network,execve,execveat -e signal=none -o "$tmp/trace" "$tmp/kvdoctor" analyze "$bundle" >/dev/null
        [ -s "$tmp/trace" ] || { printf '%s: strace did not work\n' "$bundle"; return 1; }
        if [ "$(wc -l <"$tmp/trace")" -ne 1 ] || ! grep -q 'execve(' "$tmp/trace"; then
            printf '%s: more than its own start:\n' "$bundle"
            cat "$tmp/trace"
            return 1
        fi
    done
}

# shell_syntax reads the collector with small shells; it must be plain POSIX.
shell_syntax() {
    need dash busybox || return
    dash -n scripts/collect.sh && busybox sh -n scripts/collect.sh && bash --posix -n scripts/collect.sh || return 1
    if have zsh; then zsh -n scripts/collect.sh; fi
}

# powershell_syntax parses the collector for Windows with the grammar of tree-sitter, the only PowerShell that can be had
# here; it sees neither types nor names.
powershell_syntax() {
    need node npm || return
    if ! (cd "$tmp" && npm install --silent --no-audit --no-fund --ignore-scripts web-tree-sitter@0.27.1 tree-sitter-powershell@0.26.4 >npm.log 2>&1); then
        printf '   npm installs no grammar\n'
        return 77
    fi
    NODE_PATH=$tmp/node_modules node scripts/powershell-syntax.js scripts/collect.ps1 || return 1
    sed '$d' scripts/collect.ps1 >"$tmp/cut.ps1"
    ! NODE_PATH=$tmp/node_modules node scripts/powershell-syntax.js "$tmp/cut.ps1" >/dev/null || { printf '   a cut script passes\n'; return 1; }
}

# lint_scripts lints every shell script of the project.
lint_scripts() {
    need shellcheck || return
    shellcheck .ci/run scripts/*.sh
}

# run_collector runs the collector in several shells, in a network namespace of its own so that nothing leaves the
# machine. Every query fails there; what comes out must still be a bundle that the binary reads.
run_collector() {
    need dash busybox unshare || return
    unshare -n true 2>/dev/null || { printf '   no network namespace can be made here\n'; return 77; }
    local shell status shells=(dash 'busybox sh' bash)
    if have zsh; then shells+=(zsh); fi
    for shell in "${shells[@]}"; do
        rm -rf "$tmp/out"
        mkdir "$tmp/out"
        # shellcheck disable=SC2086 # "busybox sh" is two words
        timeout 60 unshare -n $shell scripts/collect.sh --vault kvdoctor-check --no-azure --name check --out "$tmp/out" >"$tmp/collect.log" 2>&1 ||
            { cat "$tmp/collect.log"; return 1; }
        "$tmp/kvdoctor" analyze "$tmp"/out/*.tar.gz >"$tmp/report.txt" 2>&1
        status=$?
        [ "$status" -lt 2 ] || [ "$status" -eq 4 ] || { printf '%s: status %s\n' "$shell" "$status"; cat "$tmp/report.txt"; return 1; }
    done
}

# browse PAGE OPTION... opens a page in a browser without network and leaves what it logged in $tmp/browser.log.
browse() {
    local page=$1
    shift
    timeout 120 unshare -n chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --enable-logging=stderr --v=0 \
        --user-data-dir="$tmp/browser" --window-size=1280,1000 "$@" "file://$page" 2>"$tmp/browser.log"
}

# complaints prints what a page made the browser say: what its policy blocked, above all. The browser's own pages
# (chrome://) do not count.
complaints() { grep 'CONSOLE' "$tmp/browser.log" | grep -v 'source: chrome://'; }

# check_html opens reports in a real browser: the page arrives whole, nothing on it is blocked, and something is drawn. An
# empty page is the yardstick for the latter, and a page with a script shows that a complaint is heard.
check_html() {
    need chromium unshare || return
    unshare -n true 2>/dev/null || { printf '   no network namespace can be made here\n'; return 77; }
    local case bundles=testdata/bundles blank
    printf '<!DOCTYPE html><title>empty</title>' >"$tmp/empty.html"
    browse "$tmp/empty.html" --screenshot="$tmp/empty.png" >/dev/null || { cat "$tmp/browser.log"; return 1; }
    blank=$(wc -c <"$tmp/empty.png")
    "$tmp/kvdoctor" analyze --format html --merge "$bundles/no-zone.tar.gz" "$bundles/azure-no-zone.tar.gz" -o "$tmp/broken.html"
    "$tmp/kvdoctor" analyze --format html --merge "$bundles/good.tar.gz" "$bundles/azure-good.tar.gz" -o "$tmp/healthy.html"
    "$tmp/kvdoctor" analyze --format html "$bundles/azure-good.tar.gz" -o "$tmp/inconclusive.html"
    for case in broken healthy inconclusive; do
        browse "$tmp/$case.html" --dump-dom >"$tmp/dom.html" || { cat "$tmp/browser.log"; return 1; }
        if complaints || ! grep -q "<span class=\"tag [a-z]*\">" "$tmp/dom.html" || ! grep -q '<svg ' "$tmp/dom.html" || ! grep -q '</html>' "$tmp/dom.html"; then
            printf '%s: blocked, or not whole\n' "$case"
            return 1
        fi
        browse "$tmp/$case.html" --screenshot="$tmp/$case.png" >/dev/null || { cat "$tmp/browser.log"; return 1; }
        [ "$(wc -c <"$tmp/$case.png")" -gt $((4 * blank)) ] || { printf '%s: the picture is blank\n' "$case"; return 1; }
    done
    sed 's#</body>#<script>document.title = "run"</script></body>#' "$tmp/broken.html" >"$tmp/script.html"
    browse "$tmp/script.html" --dump-dom >"$tmp/dom.html"
    if ! complaints >/dev/null || grep -q '<title>run' "$tmp/dom.html"; then
        printf 'a script in the page is not blocked, or not complained of\n'
        return 1
    fi
}

# run_lab captures the deployments of testdata/lab anew, out of network namespaces, and compares their diagnoses with what is
# expected of them. Much of the time is waiting for what times out, so more labs than processors run at once.
run_lab() {
    need named nft ip curl az dig host || return
    [ "$(id -u)" -eq 0 ] || { printf '   it needs root\n'; return 77; }
    unshare -n true 2>/dev/null || { printf '   no network namespace can be made here\n'; return 77; }
    go run ./scripts/lab --jobs 4 -o "$tmp/lab" testdata/lab/*.yaml >"$tmp/lab.log" 2>&1 || { cat "$tmp/lab.log"; return 1; }
    KVDOCTOR_LAB_BUNDLES=$tmp/lab go test -count=1 . -run '^TestLabBundles$'
}

# main is read whole before it runs, so that the script may be edited meanwhile.
main() {
    step 'tools' install_tools
    step 'gofmt' format
    step 'go vet' go vet ./...
    step 'go mod tidy' go mod tidy -diff
    step 'staticcheck' run_staticcheck
    step 'shellcheck' lint_scripts
    step 'tests' go test ./...
    step 'tests with the race detector' go test -race -short -timeout 30m ./...
    step 'all losses of evidence' env KVDOCTOR_ALL_LOSSES=1 go test -count=1 -timeout 30m . -run '^TestLost(EvidenceIsNoProof|FilesAreNoSuccess)$'
    step 'all redactions' env KVDOCTOR_ALL_LOSSES=1 go test -count=1 -timeout 30m . -run '^TestRedactKeepsDiagnosis$'
    step 'stale goldens' stale_goldens
    step 'fuzz' fuzz
    step 'cross-builds' cross_build
    step 'static binary' static_binary
    step 'no socket, no program' alone
    step 'html in a browser' check_html
    step 'collector syntax' shell_syntax
    step 'collector runs' run_collector
    step 'PowerShell syntax' powershell_syntax
    step 'lab' run_lab

    [ -z "$skipped" ] || printf 'skipped: %s\n' "$skipped"
    [ -z "$failed" ] || { printf 'FAILED: %s\n' "$failed"; return 1; }
    printf 'all checks passed in %ss\n' "$SECONDS"
}
main
