sh -c 'command -v bash >/dev/null 2>&1 && exec bash -c "$0" bash; exec sh -c "$0" sh' '
LC_ALL=C; export LC_ALL; exec 2>/dev/null
echo "Testing, please wait about 10 seconds."
W="@WAYS@"
has() { command -v "$1" >/dev/null; }
fresh() { case $1 in [0-9][0-9][0-9]) :;; *) false;; esac; }
K=none; if [ "$EPOCHREALTIME" ]; then K=bash; elif fresh "$(date +%3N)"; then K=date
elif [ -r /proc/uptime ]; then K=uptime; elif has perl; then K=perl; fi
now() { case $K in bash) t=${EPOCHREALTIME%???}; echo "${t%.*}${t#*.}";; date) date +%s%3N;;
 uptime) read -r t _ </proc/uptime; echo "${t%.*}${t#*.}0";;
 perl) perl -MTime::HiRes=time -e "printf q(%d), 1000*time";; esac; }
took() { if [ $K = none ]; then echo -; else echo $(($(now) - $1)); fi; }
T=none; if [ "$BASH_VERSION" ]; then T=bash; else for x in nc openssl curl; do
 if has $x; then T=$x; break; fi; done; fi
S=none; for x in curl openssl; do if has $x; then S=$x; fi; done
R=none; for x in "$SSL_CERT_FILE" /etc/ssl/cert.pem /etc/ssl/ca-bundle.pem \
 /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do
 if [ -s "$x" ]; then R=roots; fi; done
limit() { s=$1; shift; { "$@" <&3 3<&- & p=$!
 } 3<&0; (sleep "$s"; kill $p) >/dev/null 2>&1 3<&- & d=$!
 wait $p; r=$?; kill $d; return $r; }
say() { echo "$1 $2"; }
why() { x=$(echo "$2" | tail -n 1); case $1$x in 124*|137*|143*|*"timed out"*) echo timeout;;
 *) x=${x##*: }; echo "${x:-failed $1}";; esac; }
ask() { : <>"/dev/tcp/$1/1"; }
find() ( if has getent; then limit 3 getent "ahostsv$2" "$1" | sed -n "/:ffff:/d;s/ .*STREAM.*//p"
elif has dscacheutil; then n=ip; if [ "$2" = 6 ]; then n=ipv6; fi
 limit 3 dscacheutil -q host -a name "$1" | sed -n "s/^${n}_address: //p"
else n=A; if [ "$2" = 6 ]; then n=AAAA; fi
 limit 3 nslookup "-type=$n" "$1" | sed -n "/^Name/,\$s/^Address.*: //p"; fi )
names() { b=$(now); a=$(find "$1" "$2" | head -n 4 | tr "\n" " "); m=$(took "$b")
 if [ "$a" ]; then say "$3" "$1 ipv$2 look-up ok $m $a"
 else e="not found"; case $m in -|?|??|???|1???|2[0-8]??) ;; *) e=timeout;; esac
  if [ "$T$e" = "bashnot found" ] && [ -z "$(limit 2 getent ahosts "$1")" ]; then
   case $(limit 2 ask "$1" 2>&1) in *emporary*|*"ry again"*) e="temporary failure";; esac; fi
  say "$3" "$1 ipv$2 look-up no $m $e"; fi; }
tcp() { exec 3<>"/dev/tcp/$1/$2"; }
tls() { a=$1; case $1 in *:*) a="[$1]";; esac; shift; exec openssl s_client -connect "$a:$1" $2 $3 $4 $5; }
tel() { a=$1; case $1 in *:*) a="[$1]";; esac
 exec curl -sSv --noproxy "*" --connect-timeout 4 -m 5 "telnet://$a:$2"; }
touch_by_nc() { case $(nc -h </dev/null 2>&1) in *-z*) limit 5 nc -v -w 4 -z "$1" "$2" </dev/null;;
 *) limit 5 nc -w 4 "$1" "$2" -e true </dev/null;; esac; }
later() { case $o in *"$1"*) echo "$q ok -"; return;; esac; r=$2; if [ $r = 28 ]; then r=124; fi
 o=$(echo "$o" | sed -n "s/.* failed: //p;s/.*:BIO_connect:\([^:]*\):.*/\1/p" | head -n 1); echo "$q no - $(why $r "$o")"; }
connect() { b=$(now); q=$1
 case $T in bash) o=$(limit 4 tcp "$1" "$2" 2>&1);;
 nc) o=$(touch_by_nc "$1" "$2" 2>&1);;
 curl) o=$(sleep 2 | limit 6 tel "$1" "$2" 2>&1); later "Connected to" $?; return;;
 openssl) o=$(limit 4 tls "$1" "$2" </dev/null 2>&1); later CONNECTED $?; return;;
 *) echo "$q untested - -"; return;; esac
 r=$?; m=$(took "$b"); if [ $r = 0 ]; then echo "$q ok $m"; else echo "$q no $m $(why $r "$o")"; fi; }
open() { case $T in bash) exec 4<>"/dev/tcp/$1/$2"; (cat >&4) <&0 & exec cat <&4;;
 nc) exec nc "$1" "$2";; curl) tel "$1" "$2";; esac; }
N="\r\n"; H="EHLO sgdesk.invalid$N"
mail() { sleep 1; printf "$H"; sleep 1; printf "STARTTLS$N"; sleep 1; printf "QUIT$N"; sleep 1; }
inner() { sleep 1; printf "$H"; sleep 1; printf "QUIT$N"; }
web() { sleep "$3"; printf "GET $2 HTTP/1.1${N}Host: $1${N}User-Agent: sgdesk$N"
 printf "Accept: application/json${N}Connection: close$N$N"; sleep 2; }
reply() { s=$3; l=; i=0; while IFS= read -r x; do
 case $l in "") l="${x%%[ -]*} ${x#????}";; *) l="$l,${x#????}";; esac
 case $x in [0-9][0-9][0-9]-*) continue;; [0-9]*) :;; *) l=$x;; esac
 i=$((i + 1)); say "$1.$i" "$2 $s ok - $l"; case $s$l in greeting220*) s=$4;; ehlo250*) s=starttls;; *) s=; break;; esac; l=
 done; if [ "$s" ]; then say "$1.9" "$2 $s no - $5"; fi; }
http() { if [ -z "$o" ]; then say "$1http" "$2 http no - $3"; return; fi
 h=$(echo "$o" | sed "/^\$/q"); say "$1http" "$2 http ok - $(echo "$o" | head -n 1)"
 for x in content-type date server via location; do
  v=$(echo "$h" | grep -i "^$x:" | head -n 1 | sed "s/^[^:]*: *//;s,\(//[^/?#]*\).*,\1,")
  if [ "$v" ]; then say "$1http-$x" "$2 http-$x ok - $v"; fi; done
 v=$(echo "$o" | sed "1,/^\$/d" | grep "[{<]" | head -n 1 | cut -c 1-80)
 if [ "$v" ]; then say "$1http-z" "$2 http-body ok - $v"; fi; }
talk() { if [ $T = openssl ] || [ $T = none ]; then say "$1u" "$2 greeting untested - -"; return; fi
 o=$(mail | limit 5 open "$3" "$4"); e=$(why $? x: closed)
 echo "$o" | tr -d "\r" | sed "/^\$/d" | reply "$1" "$2" greeting ehlo "$e"; }
portal() { if [ $T = openssl ] || [ $T = none ]; then return; fi
 o=$(web "$5" / 0 | limit 5 open "$3" "$4"); e=$(why $? x: closed)
 o=$(echo "$o" | tr -d "\r" | sed -n "/HTTP/,\$p"); http "$1" "$2" "$e"; }
cert() { c=$(echo "$o" | openssl x509 -noout -issuer -nameopt RFC2253)
 say "$1tls-i" "$2 tls-issuer ok - ${c#issuer=}"; c=$(echo "$o" | openssl x509 -noout -text)
 x=$(echo "$c" | sed -n "s/^ *DNS:/DNS:/p" | head -n 1); say "$1tls-n" "$2 tls-names ok - $x"
 x=$(echo "$c" | sed -n "s/^ *Not Before *: //p;s/^ *Not After *:/until/p" | head -n 2 | tr "\n" " ")
 say "$1tls-d" "$2 tls-dates ok - $x"; }
secure() { p="-servername $5"; case $6 in starttls) p="$p -starttls smtp";; esac
 if [ "$7" = api ]; then o=$(web "$5" /v3/scopes 1 | limit 6 tls "$3" "$4" $p 2>&1)
 else o=$(inner | limit 6 tls "$3" "$4" $p 2>&1); fi; r=$?
 case $o in *"BEGIN CERT"*) v=$(echo "$o" | sed -n "s/.*Verify return code: \([0-9]*\).*/\1/p" | head -n 1)
  x=$(echo "$o" | sed -n "s/^.*, \(TLS[^,]*\), Cipher is /\1 /p" | head -n 1)
  say "$1tls" "$2 tls ok - code ${v:-none} $R $x"; cert "$1" "$2";;
 *"find STARTTLS"*) say "$1tls" "$2 starttls no - not offered"; return;;
 *) x=$(echo "$o" | sed -n "s/.*:error:[^:]*:[^:]*:[^:]*:\([^:]*\):.*/\1/p" | head -n 1)
  if [ $r = 143 ]; then x=timeout; fi; say "$1tls" "$2 tls no - ${x:-closed}"; return;; esac
 after "$@"; }
after() { e=closed; if [ $r = 143 ]; then e=timeout; fi; o=$(echo "$o" | tr -d "\r"); k=${1}z; w=$2
 case $7$6 in api*) o=$(echo "$o" | sed -n "/^HTTP/,\$p"); http "$k" "$w" $e;;
 *starttls) echo "$o" | sed -n "/^250-/,\$p" | grep "^[0-9][0-9][0-9][ -]" | reply "$k" "$w" inner-ehlo x $e;;
 *) echo "$o" | grep "^[0-9][0-9][0-9][ -]" | reply "$k" "$w" greeting inner-ehlo $e;; esac; }
curled() { u=smtp; z="-X NOOP --ssl-reqd"; y=/sgdesk.invalid; if [ "$6" = tls ]; then u=smtps; fi
 if [ "$7" = api ]; then u=https; z=--http1.1; y=/v3/scopes; fi; a=$3; case $a in *:*) a="[$a]";; esac
 o=$(limit 7 curl -sSv -m 6 --noproxy "*" --resolve "$5:$4:$a" $z "$u://$5:$4$y" 2>&1); r=$?
 i=$(echo "$o" | sed -n "s/^. *issuer: *//p" | tail -n 1); x=$(echo "$o" | sed -n "s/^curl: *//p")
 case $o in *"expire date"*|*"verify ok"*) say "$1tls" "$2 tls ok - code 0 $R"
  say "$1tls-i" "$2 tls-issuer ok - $i";;
 *) if [ $r = 28 ] || [ $r = 143 ]; then x=timeout; fi; say "$1tls" "$2 tls no - ${x:-closed}"
  case $x in *certificate*) i=$(limit 5 curl -skv -m 4 --noproxy "*" --resolve "$5:$4:$a" $z "$u://$5:$4$y" 2>&1 \
   | sed -n "s/^. *issuer: *//p" | tail -n 1); say "$1tls-i" "$2 tls-issuer ok - ${i:-unknown}";; esac; return;; esac
 o=$(echo "$o" | sed "1,/SSL connection using/d;s/^< //;/^[*>{}] /d"); r=0; after "$@"; }
way() { k=$1; r=$(for a in $7; do connect "$a" "$5" & done; wait)
 echo "$r" | while read -r a x; do say "$k.$a.1" "$4:$5 $a connect $x"; done
 a=$(echo "$r" | sed -n "s/ ok .*//p" | head -n 1); if [ -z "$a" ]; then return; fi
 w="$4:$5 $a"; case $3$6 in web*) portal "$k.$a.2" "$w" "$a" "$5" "$4"; return;; otherplain) return;; esac
 if [ "$6" = starttls ]; then talk "$k.$a.2" "$w" "$a" "$5" & fi
 if [ "$6" = plain ]; then talk "$k.$a.2" "$w" "$a" "$5"
 elif [ $S = none ]; then say "$k.$a.3" "$w tls untested - -"
 elif [ $S = openssl ]; then secure "$k.$a.3" "$w" "$a" "$5" "$4" "$6" "$3"
 else curled "$k.$a.3" "$w" "$a" "$5" "$4" "$6" "$3"; fi; wait; }
each() { say "0.0" "sgdesk-test @VERSION@ sh $(date -u +%Y-%m-%dT%H:%M:%SZ) $T $S $R"
 echo "$W" | while read -r k n h p s; do say "0.$k" "test $n $h:$p $s"; done
 for h in @HOSTS@; do for f in 4 6; do { g=$(names "$h" $f "1.$h.$f"); echo "$g"
  g=$(echo "$g" | sed -n "s/^.* look-up ok [^ ]* //p"); if [ "$g" ]; then echo "$W" | { while read -r k n j p s; do
   if [ "$h" = "$j" ]; then way "$k.$f" x "$n" "$h" "$p" "$s" "$g" & fi; done; wait; }; fi; } & done; done; wait; }
each | tr -cd "\12 -~" | cut -c 1-300 | sed "s/\(ehlo ok - 250 [^ ,]*\)[^,]*/\1/;s/ *\$//" | tr -s " " | sort | { n=0; c=0
while read -r k l; do n=$((n + 1)); c=$((c + ${#l})); printf "sg%03d %s\n" $n "$l"; done
printf "sg%03d end %d lines %d characters\n" $((n + 1)) $n $c; }
'
