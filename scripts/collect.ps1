#Requires -Version 5.1
# collect.ps1 writes down how this Windows machine reaches an Azure key vault: what every DNS tool here is told by every
# server it may ask, requests to the vault's anonymous page /healthstatus, this machine's addresses and DNS settings, and,
# where the Azure CLI or the Az module is logged in, the settings of the vault and of what leads to it. It changes nothing,
# sends no credentials of its own, reads no key, secret or certificate, and of the environment keeps only proxies and the
# marks of Cloud Shell and build agents, without passwords. -DryRun shows every command. One file comes out: send that.
[CmdletBinding()]
param(
    [string]$Vault, [string]$Suffix, # the key vault, for example fabrikam, and the rest of its host name (default vault.azure.net)
    [string]$Role = 'client', # client: this machine should use Private Link; internet: a control from outside
    [string]$Name = $env:COMPUTERNAME, [string]$Out = '.', # what to call this machine; the directory to write the bundle to
    [string]$Ip, # also send the request to this address, and look in Azure who has it (of -AzureOnly: the client's)
    [string]$Control = '8.8.8.8', # the public DNS server to compare with, or none
    [switch]$Insecure, # also send the request without checking the certificate
    [switch]$NoAzure, [switch]$AzureOnly, # without the Azure settings; nothing but these, of all subscriptions that may be read
    [switch]$DryRun # print what would be written, and by which command; run none of them and write nothing
)
Set-StrictMode -Version 2; $ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'
function Write-Note([string]$Text) { Write-Information -MessageData $Text -InformationAction Continue }
function Exit-Usage([string]$Text) { Write-Warning "collect.ps1: error: $Text"; exit 2 }
function Test-Cmdlet([string]$Cmdlet) { [bool](Get-Command -Name $Cmdlet -ErrorAction SilentlyContinue) }
function Get-Tool([string[]]$Program) { # where the first of these is; nothing if none is here
    Get-Command -Name $Program -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1 -ExpandProperty Path
}
function Get-Time { [datetime]::UtcNow.ToString("yyyy-MM-dd'T'HH':'mm':'ss'Z'", [cultureinfo]::InvariantCulture) }
function Get-Quoted([string]$Text) { "'" + ($Text -replace "'", "''") + "'" }
function Get-Dashed([string]$Text) { $Text -replace '[:%]', '-' }
function Get-Hash([string]$Path) { (Get-FileHash -LiteralPath $Path -Algorithm SHA256).Hash.ToLowerInvariant() }
# Whatever enters a command below is checked: here, or where it is read.
if ($env:OS -ne 'Windows_NT') { Exit-Usage 'this is not Windows: use collect.sh' }
$Vault = ($Vault -replace '^https://', '' -replace '/.*$', '').ToLowerInvariant()
if (-not $Suffix) { if ($Vault.Contains('.')) { $Suffix = $Vault -replace '^[^.]*\.', '' } else { $Suffix = 'vault.azure.net' } }
$Suffix = $Suffix.ToLowerInvariant(); $Vault = $Vault -replace '\..*$', ''; $Control = $Control -replace '^none$', ''
$Name = $Name -replace '\..*$', '' -replace '[^A-Za-z0-9_-]', '-'
if ($Vault -cnotmatch '\A[a-z0-9][a-z0-9-]*\z') { Exit-Usage "-Vault must be a key vault's name: letters, digits, hyphens" }
if (@('client', 'internet') -cnotcontains $Role) { Exit-Usage "-Role must be client or internet, not '$Role'" }
if ("$Ip$Control" -notmatch '\A[0-9A-Fa-f:.]*\z') { Exit-Usage '-Ip and -Control must be IP addresses' }
if ($Suffix -cnotmatch '\A(vault|managedhsm)\.(azure\.net|usgovcloudapi\.net|azure\.cn)\z') { Exit-Usage "-Suffix '$Suffix' is no key vault's" }
if ($Name -notmatch '\A[A-Za-z0-9]') { Exit-Usage '-Name must begin with a letter or a digit' }
if ($NoAzure -and $AzureOnly) { Exit-Usage '-NoAzure and -AzureOnly leave nothing to collect' }
if (-not (Test-Path -LiteralPath $Out -PathType Container)) { Exit-Usage "cannot write to the directory '$Out'" }
$cloud = @{ 'azure.net' = 'AzureCloud'; 'usgovcloudapi.net' = 'AzureUSGovernment'; 'azure.cn' = 'AzureChinaCloud' }[$Suffix -replace '^[^.]*\.', '']
$zone = $Suffix -replace '^vault', 'privatelink.vaultcore'; $show = '--name'; $kind = 'vaults'
if ($Suffix -like 'managedhsm.*') { $zone = "privatelink.$Suffix"; $show = '--hsm-name'; $kind = 'managedHSMs' }
$az = Get-Tool 'az.cmd', 'az.bat', 'az.exe'
$module = -not $az -and -not $NoAzure -and (Test-Cmdlet 'Invoke-AzRestMethod') -and ($DryRun -or (Get-AzContext -ErrorAction SilentlyContinue))
if ($AzureOnly -and -not $az -and -not $module) { Exit-Usage 'neither az nor a logged-in Az module is here, and -AzureOnly needs one' }
$target = "$Vault.$Suffix"; $url = "https://$target/healthstatus"; $here = "vantage/$Name"; $created = Get-Time
$top = Join-Path -Path (Convert-Path -LiteralPath $Out) -ChildPath ("$Vault-" + ($created -replace '[-:]', '')); $work = "$top\.work"
$glob = $top -replace '([`\[\]])', '`$1' # for paths with wildcards behind
$shell = @("$PSHOME\powershell.exe", "$PSHOME\pwsh.exe" | Where-Object { Test-Path -LiteralPath $_ }) + 'pwsh.exe' | Select-Object -First 1
$running = @(); $entries = @{}; $exported = @{}; $stopped = $false; $deadline = [datetime]::UtcNow
# Hide-Password hides what an error, or a setting, tells of a proxy's users and passwords.
function Hide-Password([string]$Path) {
    if (-not (Select-String -LiteralPath $Path -Pattern '@', 'Proxy.Auth' -Quiet)) { return }
    $lines = @(Get-Content -LiteralPath $Path) -replace '//.*@', '//(hidden)@' -replace "'[^']*@", "'(hidden)@" `
        -replace '^(> Proxy-Authorization:).*', '$1 (hidden)' -replace '(Proxy auth using .* user) .*', '$1 (hidden)'
    Set-Content -LiteralPath $Path -Value $lines -Encoding UTF8
}
# Add-Entry lists a capture for the manifest. Where an answer of the resource manager names a further page, that is
# captured as well: az does not follow it.
function Add-Entry($Probe, $Code) {
    $seconds = [int]([datetime]::UtcNow - $Probe.Begin).TotalSeconds
    $lines = @("  - path: $($Probe.File)")
    if ($Probe.File -like 'vantage/*') { $lines += "    vantage: $(Get-Quoted $Name)" }
    if ($Probe.File -like '*/winhttp.txt') { Hide-Password $Probe.Output }
    $lines += "    command: $(Get-Quoted $Probe.Command)", "    exit: $Code", "    started: $($Probe.Started)", "    seconds: $seconds"
    $lines += "    sha256: $(Get-Hash $Probe.Output)"
    if ((Get-Item -LiteralPath $Probe.Errors).Length) {
        Hide-Password $Probe.Errors
        $lines += "    stderr: $($Probe.File -replace '\.(txt|json)$', '').err", "    stderr_sha256: $(Get-Hash $Probe.Errors)"
    } else { Remove-Item -LiteralPath $Probe.Errors }
    if ($Probe.File -notlike '.work/*') { $entries[$Probe.File] = $lines -join "`n" } # the last of a file counts
    if (-not $Probe.Page -or $stopped) { return }
    $text = ([string](Get-Content -LiteralPath $Probe.Output -Raw)).Replace('\u0026', '&')
    $next = [regex]::Match($text, '"nextLink": *"(https:[^"]*)"').Groups[1].Value
    if ($next -notmatch '\A[A-Za-z0-9:/.?&=%$_~+,()-]+\z' -or $Probe.Page -ge 50) { return }
    Export-Arm ($Probe.File -replace '(-page[0-9]+)?\.json$', "-page$($Probe.Page + 1)") $next $Probe.Filter ($Probe.Page + 1)
}
# Complete-Probe keeps what a probe has printed; 124 means that it was stopped, with the programs that it had started.
function Complete-Probe($Probe) {
    try {
        $code = 124
        if ($Probe.Process.HasExited) { $code = [int]$Probe.Process.ExitCode } else {
            Start-Process -FilePath "$env:SystemRoot\System32\taskkill.exe" -ArgumentList "/T /F /PID $($Probe.Process.Id)" -NoNewWindow -Wait `
                -RedirectStandardOutput "$work/kill.txt" -RedirectStandardError "$work/kill.err"
            Wait-Process -Id $Probe.Process.Id -Timeout 5 -ErrorAction SilentlyContinue
        }
        Add-Entry $Probe $code
    } catch { Write-Note "$($Probe.File): $_" }
}
# Wait-Probe waits until no more than so many probes run.
function Wait-Probe([int]$Most) {
    while ($script:running.Count -gt $Most) {
        $over = @($script:running | Where-Object { $_.Process.HasExited -or ([datetime]::UtcNow - $_.Begin).TotalSeconds -ge $_.Limit })
        $script:running = @($script:running | Where-Object { $over -notcontains $_ })
        foreach ($probe in $over) { Complete-Probe $probe }
        if (-not $over) { Start-Sleep -Milliseconds 100 }
    }
}
# Add-Probe begins a capture, which runs beside those that were begun before: a program with its arguments as one text,
# for that many seconds at most. Programs write to the files themselves, so that these hold the very bytes.
function Add-Probe([string]$File, [int]$Limit, [string]$Program, [string]$Arguments, [string]$Command, [int]$Page, [string[]]$Filter, [int]$Most = 15) {
    if (-not $Program) { return } # it is not here
    if (-not $Command) { $Command = ((Split-Path -Leaf -Path $Program) -replace '\.(cmd|bat)$', '') + " $Arguments" }
    if ($DryRun) { return "$File`t$Command" }
    Wait-Probe $Most
    if ($stopped) { return } else { Write-Note "  $Command" }
    $probe = @{ File = $File; Limit = $Limit; Command = $Command; Page = $Page; Filter = $Filter; Begin = [datetime]::UtcNow; Started = Get-Time }
    $probe += @{ Output = "$top/$File"; Errors = "$top/$($File -replace '\.(txt|json)$', '').err" }
    $null = New-Item -ItemType Directory -Force -Path (Split-Path -Path $probe.Output)
    try {
        $probe.Process = Start-Process -FilePath $Program -ArgumentList $Arguments -NoNewWindow -PassThru `
            -RedirectStandardInput "$work/empty" -RedirectStandardOutput $probe.Output -RedirectStandardError $probe.Errors
        $null = $probe.Process.Handle # else the exit status is lost
        $script:running += $probe
    } catch { Write-Note "  could not be run: $_" }
}
# Add-Cmdlet begins a capture of a command of PowerShell, in a process of its own that can be stopped. An error is printed
# in the form that has an id in no language. There is no double quote in the text.
function Add-Cmdlet([string]$File, [int]$Limit, [string]$Command, [string]$Before, [string]$Catch, [int]$Page, [string[]]$Filter, [int]$Most = 15) {
    if (-not (Test-Cmdlet ([regex]::Match($Command, '[A-Z]\w+-\w+').Value))) { return }
    $text = "`$ErrorView = 'NormalView'; `$ProgressPreference = 'SilentlyContinue'; `$FormatEnumerationLimit = -1; $Before" +
        "try { $Command } catch { $Catch`$_ | Out-String -Width 4096; exit 1 }"
    Add-Probe $File $Limit $shell "-NoLogo -NoProfile -NonInteractive -OutputFormat Text -Command `"$text`"" $Command $Page $Filter $Most
}
# Add-Lookup asks for a name with every tool that is here. The final dot keeps nslookup from trying other suffixes.
function Add-Lookup([string]$Label, [string]$Query, [string]$Server) {
    Add-Probe "$here/dns/nslookup$Label.txt" 20 (Get-Tool 'nslookup.exe') ("$Query. $Server".Trim())
    if ($Server) { $Query = "$Query -Server '$Server' -DnsOnly" }
    Add-Cmdlet "$here/dns/resolve-dnsname$Label.txt" 25 ("Resolve-DnsName -Name $Query -ErrorAction Stop | " +
        'Select-Object -Property Name, QueryType, TTL, Section, NameHost, IPAddress | Format-List | Out-String -Width 4096')
}
# Add-Request sends the request to the vault. Only curl can be told an address.
$format = '\nhttp_code=%{http_code} remote_ip=%{remote_ip} ssl_verify_result=%{ssl_verify_result}' +
    ' time_namelookup=%{time_namelookup} time_connect=%{time_connect} time_appconnect=%{time_appconnect} time_total=%{time_total}\n'
function Add-Request([string]$Label, [string]$Options, [string]$Address) {
    if ($Address.Contains(':')) { $Address = "[$Address]" }
    if ($Address) { $Options = "--noproxy `"*`" --resolve ${target}:443:$Address " }
    Add-Probe "$here/http/healthstatus$Label.txt" 25 (Get-Tool 'curl.exe') "-q -sS -i -v --connect-timeout 10 --max-time 20 $Options-w `"$format`" $url"
}
# Add-WebRequest sends it as programs of .NET do, with the proxy of Windows. PowerShell 5.1 has to be told of TLS 1.2, and
# throws where the answer is an error: its catch prints that answer.
function Add-WebRequest {
    $more = '-SkipHttpErrorCheck '; $before = ''; $catch = ''
    if ($PSVersionTable.PSVersion.Major -lt 7) {
        $more = ''; $tls = '[Net.ServicePointManager]::SecurityProtocol'; $before = "try { $tls = $tls -bor 3072 } catch { `$null = `$_ }; "
        $catch = "`$r = `$null; try { `$r = `$_.Exception.Response } catch { `$r = `$null }; if (`$r) { 'HTTP/{0} {1} {2}' -f " +
            "`$r.ProtocolVersion, [int]`$r.StatusCode, `$r.StatusDescription; foreach (`$n in `$r.Headers.AllKeys) { `$n + ': ' + `$r.Headers[`$n] }; " +
            "''; [string]`$_.ErrorDetails; exit 0 }; "
    }
    Add-Cmdlet "$here/http/invoke-webrequest.txt" 30 "(Invoke-WebRequest $more-UseBasicParsing -TimeoutSec 20 -Uri $url -ErrorAction Stop).RawContent" $before $catch
}
# Get-Server lists the servers that this machine may ask, Azure's, and the control; Windows fills in those of fec0 by itself.
function Get-Server {
    $all = @('168.63.129.16', $Control)
    try {
        $all += Get-DnsClientServerAddress | ForEach-Object { $_.ServerAddresses }
        $all += Get-DnsClientNrptPolicy -Effective | ForEach-Object { $_.NameServers }
    } catch { Write-Note "  $_" }
    $all | Where-Object { $_ -match '\A[0-9A-Fa-f:.]+(%[0-9]+)?\z' -and $_ -notlike 'fec0:*' } | Sort-Object -Unique
}
# Add-Machine asks side by side. Of the environment it keeps what the pattern names; ComputerName and SystemRoot tell what it is.
$marks = '^(ComputerName|SystemRoot|[a-z]+_proxy|ACC_(CLOUD|LOCATION|TERM_ID)|AZUREPS_HOST_ENVIRONMENT|POWERSHELL_DISTRIBUTION_CHANNEL' +
    '|AGENT_(NAME|OS|ISSELFHOSTED)|TF_BUILD|IMAGEOS|CI|GITHUB_ACTIONS|RUNNER_(ENVIRONMENT|NAME|OS)|GITLAB_CI' +
    '|CI_RUNNER_DESCRIPTION|WEBSITE_(DNS_[A-Z_]+|VNET_ROUTE_ALL|PRIVATE_IP|SKU)|KUBERNETES_SERVICE_HOST|container)$'
function Add-Machine {
    Write-Note 'From this machine:'
    Add-Lookup '' $target ''
    Add-Lookup '-privatelink' "$Vault.$zone" ''
    foreach ($server in @(Get-Server)) { Add-Lookup "-$(Get-Dashed $server)" $target $server }
    Add-Request '' '' ''
    if ($Insecure) { Add-Request '-insecure' '-k ' '' }; if ($Ip) { Add-Request "-$(Get-Dashed $Ip)" '' $Ip }
    Add-WebRequest
    Add-Cmdlet "$here/host/addresses.txt" 20 'Get-NetIPAddress | Format-Table -AutoSize | Out-String -Width 4096'
    Add-Cmdlet "$here/host/get-dnsclientserveraddress.txt" 20 'Get-DnsClientServerAddress | Format-List InterfaceAlias, ServerAddresses | Out-String -Width 4096'
    Add-Cmdlet "$here/host/nrpt.txt" 20 'Get-DnsClientNrptPolicy -Effective | Out-String -Width 4096'
    $system = "$env:SystemRoot\System32"
    Add-Probe "$here/host/ipconfig.txt" 20 "$system\ipconfig.exe" '/all'
    Add-Probe "$here/host/winhttp.txt" 20 "$system\netsh.exe" 'winhttp show proxy'
    Add-Probe "$here/host/hosts" 10 "$system\cmd.exe" "/d /c type $system\drivers\etc\hosts"
    Add-Cmdlet "$here/host/environment.txt" 20 ("Get-ChildItem Env: | Where-Object { `$_.Name -match '$marks' } | " +
        "ForEach-Object { `$_.Name + '=' + `$_.Value -replace '://.*@', '://(hidden)@' -replace '=[^/]*@', '=(hidden)@' }")
}
# Export-Arm exports from the resource manager, five side by side, while the time for all of Azure lasts: with "az rest", which
# is the same in every version of az, else with the Az module. A filter says what to keep of the answer.
function Export-Arm([string]$Stem, [string]$Path, [string[]]$Filter = @('', ''), [int]$Page = 1) {
    $left = @(45, [int]($deadline - [datetime]::UtcNow).TotalSeconds) | Sort-Object | Select-Object -First 1
    if ($left -lt 3) { Write-Note "  no time left for: $Path"; return }
    if ($az) { return Add-Probe "$Stem.json" $left $az "rest --method get -o json --url `"$Path`"$($Filter[0])" '' $Page $Filter 5 }
    $Path = $Path -replace '^https://[^/]+', '' -replace "'", "''"
    Add-Cmdlet "$Stem.json" $left "(Invoke-AzRestMethod -Method GET -Path '$Path' -ErrorAction Stop).Content$($Filter[1])" '' '' $Page $Filter 5
}
function Get-Filter([string]$Query, [string]$Condition) { # of a list, for az and for the Az module
    " --query `"{nextLink: nextLink, value: value[?$Query]}`""
    " | ConvertFrom-Json | ForEach-Object { @{ nextLink = `$_.nextLink; value = @(`$_.value | Where-Object { $Condition }) } } | ConvertTo-Json -Depth 20"
}
function Export-Everywhere([string]$Stem, [string]$Path, [string[]]$Filter = @('', '')) { # in every subscription
    for ($i = 0; $i -lt $subscriptions.Count; $i++) { Export-Arm "$Stem-$($i + 1)" "/subscriptions/$($subscriptions[$i])/$Path" $Filter }
}
# Get-Export returns the text of exports. Get-Id returns the ids of a type which exports hold, once each: those that can
# stand in quotes and in a URL.
function Get-Export([string[]]$Like) {
    $found = @($Like | ForEach-Object { Get-ChildItem -Path "$glob/$_" -ErrorAction SilentlyContinue } | Where-Object { $_.Extension -ne '.err' })
    @($found | ForEach-Object { [string](Get-Content -LiteralPath $_.FullName -Raw) }) -join "`n"
}
function Get-Id([string]$Type, [string[]]$Like, [string]$Names = '[^"/]*') {
    if ($DryRun) { return "<$Type>" }
    [regex]::Matches((Get-Export $Like), "(?i)`"(/subscriptions/[^`"]*/$Type/$Names)") | ForEach-Object { $_.Groups[1].Value.TrimEnd('"') } |
        Where-Object { $_ -notmatch '[\[\]\x00-\x20\x7f''*?#&%`$\\{}<>^|!;"]|/\.\./' } | Sort-Object -Unique
}
function Export-Each([string]$Stem, [string]$Type, [string]$Tail, [string[]]$Like, [string]$Names = '[^"/]*') { # each once, or its part
    $number = 0
    foreach ($id in @(Get-Id $Type $Like $Names)) {
        if ($exported["$id$Tail"]) { continue }
        $exported["$id$Tail"] = -not $DryRun; $number++
        Export-Arm "$Stem-$number" "$id$Tail"
    }
}

# Add-Azure walks from the vault to its endpoints, their interfaces and networks, the networks that these are peered with,
# the zones of all subscriptions that may answer for the vault, their links and records, and private resolvers.
function Add-Azure {
    Write-Note 'From Azure:'; $script:deadline = [datetime]::UtcNow.AddSeconds(120)
    $network = 'api-version=2023-04-01'; $dns = 'api-version=2024-06-01'; $resolver = 'api-version=2022-07-01'; $keyvault = 'api-version=2023-07-01'
    Add-Probe '.work/subscriptions.json' 45 $az "account list --query `"[?state=='Enabled'].{id: id}`" -o json" '' 0 @() 5
    Add-Probe 'azure/vault.json' 45 $az "keyvault show $show $Vault -o json" '' 0 @() 5
    if ($module) { Export-Arm '.work/subscriptions' '/subscriptions?api-version=2022-12-01' }
    Wait-Probe 0
    $guid = '(?i)"id": *"(?:/subscriptions/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"'
    $subscriptions = @([regex]::Matches((Get-Export '.work/subscriptions*'), $guid) | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique)
    if ($DryRun) { $subscriptions = @('<subscription>') }
    $filter = @("KeyVault/$kind", 'Network/dnsResolvers', 'Network/dnsForwardingRulesets' | ForEach-Object { "resourceType eq 'Microsoft.$_'" }) -join ' or '
    Export-Everywhere 'azure/zones' "providers/Microsoft.Network/privateDnsZones?$dns"
    Export-Everywhere '.work/index' "resources?api-version=2021-04-01&`$filter=$filter"; Wait-Probe 0
    if ((Get-Export 'azure/vault.json') -notmatch '"id"') { # az may be set to another subscription, or the vault is deleted
        $id = Get-Id $kind '.work/index-*' | Where-Object { $_ -match "/$Vault\z" } | Select-Object -First 1
        if ($id) { Export-Arm 'azure/vault' "${id}?$keyvault" }
        else { Export-Everywhere 'azure/deleted' "providers/Microsoft.KeyVault/deleted${kind}?$keyvault" }
        Wait-Probe 0
    }
    if ($DryRun -or -not (Get-Id 'privateEndpoints' 'azure/vault.json')) { # one may claim a vault that lists none
        Export-Everywhere '.work/claims' "providers/Microsoft.Network/privateEndpoints?$network" (
            Get-Filter "contains(to_string(@), '/$kind/$Vault')" "(ConvertTo-Json `$_ -Depth 20) -match '/$kind/$Vault'")
    }
    Export-Each 'azure/connections' $kind "/privateEndpointConnections?$keyvault" 'azure/vault.json'
    $names = '(?:[^"/]*(?:vault|hsm)[^"/]*|azure\.(?:net|cn)|usgovcloudapi\.net)"' # the zone, near misses, and zones above it
    Export-Each 'azure/links' 'privateDnsZones' "/virtualNetworkLinks?$dns" 'azure/zones-*' $names
    Export-Each 'azure/records' 'privateDnsZones' "/A?$dns" 'azure/zones-*' $names
    Export-Each 'azure/inbound' 'dnsResolvers' "/inboundEndpoints?$resolver" '.work/index-*'
    Export-Each 'azure/forwarding' 'dnsForwardingRulesets' "/forwardingRules?$resolver" '.work/index-*'
    Export-Each 'azure/ruleset' 'dnsForwardingRulesets' "/virtualNetworkLinks?$resolver" '.work/index-*'; Wait-Probe 0
    $held = @([regex]::Matches((Get-Export 'azure/records-*', "$here/host/ipconfig.txt"), # the vault's records, and this machine
            "(?m)(?<=`"id`": *`"[^`"]*/A/(?:\*|$Vault)`"[^\]]*`"ipv4Address`": *`"|^ .*: )[0-9]+(?:\.[0-9]+){3}") | ForEach-Object { $_.Value } | Sort-Object -Unique)
    if ($Ip) { $held += $Ip }; if ($DryRun) { $held = @('<address>') }; $list = "'" + ($held -join "','") + "'"; $first = 'properties.ipConfigurations[0].properties.privateIPAddress'
    Export-Everywhere 'azure/holders' "providers/Microsoft.Network/networkInterfaces?$network" (
        Get-Filter "contains([$list], $first)" "@($list) -contains `$_.$first")
    Export-Each 'azure/endpoint' 'privateEndpoints' "?$network" 'azure/vault.json', '.work/claims-*'
    Export-Each 'azure/zone-group' 'privateEndpoints' "/privateDnsZoneGroups?$network" 'azure/vault.json', '.work/claims-*'; Wait-Probe 0
    Export-Each 'azure/other-endpoint' 'privateEndpoints' "?$network" 'azure/holders-*'
    Export-Each 'azure/nic' 'networkInterfaces' "?$network" 'azure/endpoint-*'
    Export-Each 'azure/vnet' 'virtualNetworks' "?$network" 'azure/endpoint-*', 'azure/links-*', 'azure/inbound-*', 'azure/ruleset-*', 'azure/holders-*'; Wait-Probe 0
    Export-Each 'azure/peer-vnet' 'virtualNetworks' "?$network" 'azure/vnet-*'
    Export-Each 'azure/nsg' 'networkSecurityGroups' "?$network" 'azure/vnet-*'
    Export-Each 'azure/route-table' 'routeTables' "?$network" 'azure/vnet-*'; Wait-Probe 0; if ($AzureOnly) { return }
    $found = @([regex]::Matches((Get-Export 'azure/nic-*'), '"privateIPAddress": *"([0-9A-Fa-f:.]+)"') | ForEach-Object { $_.Groups[1].Value })
    if ($DryRun) { $found = @('<address>') }
    foreach ($address in @($found | Sort-Object -Unique | Select-Object -First 4)) { Add-Request "-$(Get-Dashed $address)" '' $address }
}

# Write-Bundle ends what still runs, writes the manifest and packs all.
function Write-Bundle {
    foreach ($probe in $running) { Complete-Probe $probe }
    try { $system = "Windows $([Environment]::OSVersion.Version) $env:PROCESSOR_ARCHITECTURE" } catch { $system = 'Windows' }
    $vantages = "`n  - {name: $(Get-Quoted $Name), role: $Role, system: $(Get-Quoted $system)}"; $whose = 'this machine, '
    if ($AzureOnly) { $vantages = ' []'; $whose = '' }
    $lines = @('schema: kvdoctor.bundle/v1', "vault: '$Vault'", "host: $target", "cloud: $cloud", "created: $created", 'collector: collect.ps1 2.0.0')
    $text = (@($lines) + @("vantages:$vantages", 'captures:') + @($entries.Keys | Sort-Object | ForEach-Object { $entries[$_] }) + '') -join "`n"
    try { [IO.File]::WriteAllText("$top/manifest.yaml", $text) } catch { Set-Content -LiteralPath "$top/manifest.yaml" -Value $text -Encoding UTF8 }
    Remove-Item -LiteralPath $work -Recurse -Force
    $file = "$top.zip"; $send = 'send'
    try { Compress-Archive -LiteralPath $top -DestinationPath $file; Remove-Item -LiteralPath $top -Recurse -Force }
    catch { Write-Note "not packed: $_"; $file = $top; $send = 'pack and send the directory' }
    Write-Note "Please $send ${file}: it holds names, addresses and resource ids of ${whose}the vault and its networks, and no key, secret or password."
}
# Only settings that are not set already are set, and only for a while; colours would stand in the captures.
$settings = @{ AZURE_CORE_COLLECT_TELEMETRY = 'no'; AZURE_CORE_NO_COLOR = 'yes'; AZURE_EXTENSION_USE_DYNAMIC_INSTALL = 'no'; NO_COLOR = '1' }
$unset = @($settings.Keys | Where-Object { -not (Test-Path -Path "Env:$_") })
foreach ($key in $unset) { Set-Item -Path "Env:$key" -Value $settings[$key] }
try {
    if (-not $DryRun) { $null = New-Item -ItemType Directory -Path $work; $null = New-Item -ItemType File -Path "$work/empty" }
    if (-not $AzureOnly) { Add-Machine; Wait-Probe 0 }
    if ($az -or $module) { if (-not $NoAzure) { Add-Azure } }
    elseif (-not $NoAzure) { Write-Note 'az is not here: ask whoever administers the vault to run this script with -AzureOnly' }
    Wait-Probe 0
} finally { $stopped = $true # after Ctrl+C too
    foreach ($key in $unset) { Remove-Item -Path "Env:$key" }
    if (-not $DryRun -and (Test-Path -LiteralPath $work)) { Write-Bundle }
}
