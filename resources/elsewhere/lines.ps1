& {
"Testing, please wait about 10 seconds."
$ways = "@WAYS@" -split "\s*\n\s*"
$probe = {
param($role, $name, $port, $tls, $all)
$ErrorActionPreference = "Stop"
$where = "${name}:${port}"
$global:sgdesk = @{}
function Base($e) { $e.Exception.GetBaseException() }
function Code($e) { $b = Base $e; if ($b -is [Net.Sockets.SocketException]) { [int]$b.SocketErrorCode } else { $b.GetType().Name } }
function Why($e) { if ((Code $e) -eq 10060) { "timeout" } else { "closed" } }
function Say($address, $text) { "$where $address $text" }
function Send($stream, $text) { $b = [Text.Encoding]::ASCII.GetBytes($text); $stream.Write($b, 0, $b.Length); $stream.Flush() }
function Reply($stream) {
  $x = ""; $b = New-Object byte[] 4096
  while ($true) {
    try { $n = $stream.Read($b, 0, 4096) } catch { return "no - " + (Why $_) }
    if ($n -gt 0) { $x += [Text.Encoding]::ASCII.GetString($b, 0, $n) }
    $whole = ($x -match "(?m)^\d{3}( [^\n]*)?\r?\n") -or ($x.Length -gt 3 -and $x -notmatch "^\d{3}")
    if ($whole -or $n -le 0 -or $x.Length -gt 9000) { break }
  }
  if ($x -eq "") { return "no - closed" }
  $l = @($x -split "\r?\n" | Where-Object { $_ -ne "" })
  if ($l[0] -notmatch "^\d{3}") { return "ok - " + $l[0] }
  $first = $l[0].Substring(0, 3) + " " + ($l[0] -replace "^....?", "")
  $more = @($l | Select-Object -Skip 1 | ForEach-Object { $_ -replace "^....?", "" })
  return "ok - " + ((@($first) + $more) -join ",")
}
function Hello($stream, $a, $step) {
  try { Send $stream "EHLO sgdesk.invalid`r`n"; $r = Reply $stream } catch { $r = "no - closed" }
  $r = $r -replace "^(ok - 250 [^ ,]*)[^,]*", '$1'
  Say $a "$step $r"
}
function Http($stream, $a, $path) {
  $x = ""; $b = New-Object byte[] 4096; $end = "closed"
  try {
    Send $stream ("GET $path HTTP/1.1`r`nHost: $name`r`nUser-Agent: sgdesk`r`n" + "Accept: application/json`r`nConnection: close`r`n`r`n")
    while ($x.Length -lt 60000) { $n = $stream.Read($b, 0, 4096); if ($n -le 0) { break }; $x += [Text.Encoding]::ASCII.GetString($b, 0, $n) }
  } catch { $end = Why $_ }
  if ($x -eq "") { Say $a "http no - $end"; return }
  $head, $body = $x -split "\r?\n\r?\n", 2
  $l = @($head -split "\r?\n")
  Say $a ("http ok - " + $l[0])
  foreach ($h in "content-type", "date", "server", "via", "location") {
    $v = @($l | Where-Object { $_ -match "^${h}:" })
    if ($v.Count -gt 0) { Say $a ("http-$h ok - " + ((($v[0] -replace "^[^:]*: *", "") -replace "(//[^/?#]*).*", '$1'))) }
  }
  $v = @("$body" -split "\r?\n" | Where-Object { $_ -match "[{<]" })
  if ($v.Count -gt 0) { Say $a ("http-body ok - " + $v[0].Substring(0, [Math]::Min(80, $v[0].Length))) }
}
function Secure($stream, $a) {
  $callback = [Net.Security.RemoteCertificateValidationCallback] {
    param($o, $certificate, $chain, $errors)
    $global:sgdesk.bad = @()
    if ("$errors" -match "NameMismatch") { $global:sgdesk.bad += "NameMismatch" }
    if ("$errors" -match "NotAvailable") { $global:sgdesk.bad += "NotAvailable" }
    if ("$errors" -match "ChainErrors") { foreach ($s in $chain.ChainStatus) { $global:sgdesk.bad += "$($s.Status)" } }
    if ($certificate) { $global:sgdesk.cert = New-Object Security.Cryptography.X509Certificates.X509Certificate2 $certificate }
    return $true
  }
  $ssl = New-Object Net.Security.SslStream($stream, $false, $callback)
  $kinds = 3072; if ($PSVersionTable.PSVersion.Major -ge 6) { $kinds = 0 }
  try { $ssl.AuthenticateAsClient($name, $null, [Security.Authentication.SslProtocols]$kinds, $false) } catch {
    $b = Base $_; $x = "$(Code $_) $($b.Message)"; if ((Code $_) -eq 10060) { $x = "timeout" }
    $global:sgdesk.out = @(Say $a "tls no - $x"); return $null
  }
  $v = "$($ssl.SslProtocol)" -replace "^Tls1(\d)$", 'TLSv1.$1'
  $out = @(); $bad = $global:sgdesk.bad -join ","; $c = $global:sgdesk.cert
  if ($bad) { $out += Say $a "tls no - $bad" } else { $out += Say $a "tls ok - code 0 roots $v $($ssl.CipherAlgorithm)" }
  if ($c) {
    $out += Say $a ("tls-issuer ok - " + $c.Issuer)
    $f = $c.NotBefore.ToUniversalTime().ToString("yyyy-MM-dd"); $u = $c.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd")
    $out += Say $a "tls-dates ok - $f until $u"
    $e = @($c.Extensions | Where-Object { $_.Oid.Value -eq "2.5.29.17" })
    if ($e.Count -gt 0) { $n = [regex]::Matches($e[0].Format($false), "DNS[^=:,]*[=:]([^,\s]+)") | ForEach-Object { "DNS:" + $_.Groups[1].Value }; $out += Say $a ("tls-names ok - " + ($n -join ", ")) }
  }
  $global:sgdesk.out = $out
  if ($bad) { return $null } else { return $ssl }
}
function Talk($stream, $a) {
  if ($role -eq "web") { Http $stream $a "/"; return }
  if ($role -eq "control" -and $tls -eq "plain") { return }
  if ($tls -ne "tls" -and $role -eq "smtp") {
    $r = Reply $stream; Say $a "greeting $r"
    if ($r -notmatch "^ok - 220") { return }
    $r = Hello $stream $a "ehlo"; $r
    if ($r -notmatch " ok - 250" -or $tls -eq "plain") { return }
    Send $stream "STARTTLS`r`n"; $s = Reply $stream; Say $a "starttls $s"
    if ($s -notmatch "^ok - 220" -or $r -notmatch ",STARTTLS") { return }
  }
  if ($tls -ne "plain") { $stream = Secure $stream $a; $global:sgdesk.out; if (-not $stream) { return } }
  if ($role -eq "api") { Http $stream $a "/v3/scopes"; return }
  if ($role -eq "control") { return }
  if ($tls -eq "tls") { $r = Reply $stream; Say $a "greeting $r"; if ($r -notmatch "^ok - 220") { return } }
  Hello $stream $a "inner-ehlo"
  Send $stream "QUIT`r`n"
}
$clock = [Diagnostics.Stopwatch]::StartNew()
$tries = @(foreach ($a in $all) {
  $i = [Net.IPAddress]::Parse($a); $c = New-Object Net.Sockets.TcpClient $i.AddressFamily
  @{ a = $a; c = $c; t = $c.ConnectAsync($i, [int]$port); ms = $null }
})
while ($clock.ElapsedMilliseconds -lt 4000) {
  foreach ($try in $tries) { if ($try.t.IsCompleted -and $null -eq $try.ms) { $try.ms = $clock.ElapsedMilliseconds } }
  if (@($tries | Where-Object { $null -eq $_.ms }).Count -eq 0) { break }
  Start-Sleep -Milliseconds 5
}
$open = $null
foreach ($try in $tries) {
  if ($null -eq $try.ms) { Say $try.a "connect no 4000 timeout"; continue }
  try { $try.t.Wait(); Say $try.a "connect ok $($try.ms)"; if (-not $open) { $open = $try } } catch { Say $try.a "connect no $($try.ms) $(Code $_)" }
}
if ($open) {
  $stream = $open.c.GetStream(); $stream.ReadTimeout = 5000; $stream.WriteTimeout = 5000
  try { Talk $stream $open.a } catch { }
}
foreach ($try in $tries) { $try.c.Close() }
}
$look = {
param($name)
$clock = [Diagnostics.Stopwatch]::StartNew(); $found = @(); $why = "timeout"
try {
  $t = [Net.Dns]::GetHostAddressesAsync($name)
  if ($t.Wait(3000)) { $found = @($t.Result); $why = "not found" }
} catch { $b = $_.Exception.GetBaseException(); $why = "not found"; if ($b -is [Net.Sockets.SocketException]) { $why = "$([int]$b.SocketErrorCode)" } }
$ms = $clock.ElapsedMilliseconds
foreach ($f in @(@("ipv4", "InterNetwork"), @("ipv6", "InterNetworkV6"))) {
  $a = @($found | Where-Object { "$($_.AddressFamily)" -eq $f[1] } | Select-Object -First 4 | ForEach-Object { $_.ToString() })
  if ($a.Count -gt 0) { "$name $($f[0]) look-up ok $ms $($a -join ' ')" } else { "$name $($f[0]) look-up no $ms $why" }
}
}
$pool = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspacePool(1, 24); $pool.Open()
$start = { param($code, $values)
  $p = [Management.Automation.PowerShell]::Create(); $p.RunspacePool = $pool
  [void]$p.AddScript("$code"); foreach ($v in $values) { [void]$p.AddArgument($v) }
  @{ p = $p; r = $p.BeginInvoke() } }
$lines = @("sgdesk-test @VERSION@ powershell " + [DateTime]::UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", [Globalization.CultureInfo]::InvariantCulture) + " $($PSVersionTable.PSVersion.Major)")
foreach ($w in $ways) { $x = $w -split " "; $lines += "test $($x[1]) $($x[2]):$($x[3]) $($x[4])" }
$jobs = @(foreach ($h in "@HOSTS@" -split " ") { & $start $look @(, $h) })
$names = @(foreach ($j in $jobs) { $j.p.EndInvoke($j.r); $j.p.Dispose() })
$lines += $names
$jobs = @(foreach ($w in $ways) { $x = $w -split " "; foreach ($n in $names) { $y = "$n" -split " "
  if ($y[0] -eq $x[2] -and $y[3] -eq "ok") { & $start $probe @($x[1], $x[2], $x[3], $x[4], @($y | Select-Object -Skip 5)) } } })
foreach ($j in $jobs) { $lines += @($j.p.EndInvoke($j.r)); $j.p.Dispose() }
$pool.Close()
$n = 0; $c = 0
foreach ($l in $lines) {
  $l = ("$l" -replace "[^ -~]", " " -replace " +", " ").Trim(); if ($l.Length -gt 300) { $l = $l.Substring(0, 300).Trim() }
  $n += 1; $c += $l.Length; "sg{0:d3} {1}" -f $n, $l
}
"sg{0:d3} end {1} lines {2} characters" -f ($n + 1), $n, $c
}
