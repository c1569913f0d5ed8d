"""Causes of failures that no server answered to, by name.

Sources: the manuals of the programs that print the words, OpenSSL's verify codes, the systems'
socket errors, RFCs; see also the catalogue of failures in `sendgrid/`.
"""

from sgdesk.diagnose.finding import Severity
from sgdesk.explain.finding import Cause
from sgdesk.sendgrid import catalogue_smtp

_PORTS = "SendGrid documentation, Integrating with the SMTP API"
_SYSTEM = "Socket errors of the operating system"
_VERIFY = "OpenSSL verify codes 18 to 21"
_TEST = "Run sgdesk diagnose on the computer that fails"

NO_NAMES = Cause(
    id="D-DNS-1",
    title="Names cannot be looked up there",
    explanation="No name server answered, so no connection was tried.",
    how_to_tell="Other names cannot be looked up either, in the same container or on the same "
    "computer.",
    remedy="Mend the name server of that computer or container (/etc/resolv.conf, the dns setting "
    "of Docker), then try again.",
    source="RFC 1035",
)
NO_SUCH_NAME = Cause(
    id="D-DNS-2",
    title="The name of the server does not exist",
    explanation="The look-up does not know {host}. Mostly its name is misspelt, or .com and "
    ".net are swapped.",
    how_to_tell="Compare the name, letter by letter, with the right one.",
    remedy="Use smtp.sendgrid.net for SMTP and api.sendgrid.com for the Web API "
    "(smtp.eu.sendgrid.net and api.eu.sendgrid.com for an EU account).",
    source="RFC 1035",
)
NAME_HIDDEN = Cause(
    id="D-DNS-3",
    title="The network there does not find {host}",
    explanation="The name is right and exists elsewhere. The name server there hides it, or "
    "nothing can be looked up at all.",
    how_to_tell="nslookup {host} fails there, and nslookup {host} 1.1.1.1 gives addresses.",
    remedy="Let the name be looked up, or give that computer or container another name server.",
    source="RFC 1035",
)
TIMED_OUT = Cause(
    id="D-TCP-1",
    title="{Port} does not answer",
    explanation="No connection came about in the time allowed: a firewall, the provider or the "
    "hosting company drops it on the way. Key and user name play no part.",
    how_to_tell=f"{_TEST}: it shows which ports answer. From another network the same settings "
    "work.",
    remedy="Use port 587, else 2525 or 465, or the Web API, which goes through 443; or ask whoever "
    "runs the network to let {port} out.",
    source=_PORTS,
)
PORT_25 = Cause(
    id="D-TCP-1",
    title="Port 25 is blocked",
    explanation="No connection came about at port 25. Most providers and cloud companies block or "
    "throttle it for everybody.",
    how_to_tell=f"{_TEST}: 25 does not answer, and 587 does.",
    remedy="Use port 587 with STARTTLS; else 2525, 465 or the Web API.",
    source=_PORTS,
)
REFUSED = Cause(
    id="D-TCP-2",
    title="{Port} refuses the connection",
    explanation="Something answered at once with a no: a firewall near by, or no server listens at "
    "that address. SendGrid itself listens at 25, 465, 587 and 2525.",
    how_to_tell="Look which address was tried. It is refused within a millisecond or two: the "
    "no comes from near by.",
    remedy="Check host and port in the program; then ask whoever runs the network or the server "
    "whether outgoing mail is blocked. The Web API goes through 443.",
    source=_SYSTEM,
)
LOCAL_MAIL = Cause(
    id="LOCAL-MAIL",
    title="The program sends to its own computer, not to SendGrid",
    explanation="It tried a mail server on the computer it runs on, and there is none. Mostly the "
    "settings with smtp.sendgrid.net were not read: a default is used, or a cached one.",
    how_to_tell="The address in the message is localhost or 127.0.0.1.",
    remedy="Give smtp.sendgrid.net and port 587 where the program reads them, and load the "
    "settings anew (restart it; php artisan config:clear in Laravel). PHP's mail() cannot sign "
    "in: use PHPMailer or an SMTP plug-in.",
    source="RFC 1122 section 3.2.1.3",
)
NO_HOST = Cause(
    id="NO-HOST",
    title="The program has no server to connect to",
    explanation="The name of the mail server is empty or undefined. Mostly the variable that holds "
    "it is not set where the program runs.",
    how_to_tell="Print the host in the process that sends.",
    remedy="Set it to smtp.sendgrid.net for that process (service, container, queue worker), and "
    "restart it.",
    source="RFC 5321 section 5",
)
UNREACHABLE = Cause(
    id="D-TCP-3",
    title="There is no way to the server from there",
    explanation="The network says so at once: no network, no route, or IPv6 that leads nowhere.",
    how_to_tell="If the address in the message has colons, IPv6 was tried. Then curl -4 works and "
    "curl -6 does not.",
    remedy="Mend the network of that computer or container, or let the program use IPv4.",
    source=_SYSTEM,
)
FORBIDDEN = Cause(
    id="D-TCP-4",
    title="The computer itself forbids the connection",
    explanation="The system did not allow it: a local firewall, an antivirus program, or SELinux, "
    "which keeps web servers from sending mail.",
    how_to_tell="The same connection works from a shell on that computer. With SELinux "
    "ausearch -m avc names the web server.",
    remedy="With SELinux: setsebool -P httpd_can_sendmail on, and httpd_can_network_connect on. "
    "Otherwise allow the program in the firewall or antivirus program.",
    source=_SYSTEM,
)
CUT_OFF = Cause(
    id="D-TCP-6",
    title="The connection was closed without a word",
    explanation="It stood and then ended: a firewall that inspects mail, the wrong kind of "
    "encryption for the port, or a connection that was kept open for too long.",
    how_to_tell="If it happens at once and always, look at port and encryption; if only after a "
    "pause, the connection was idle for too long.",
    remedy="Use 587 with STARTTLS or 465 with TLS from the start, make a new connection for mails "
    "after a pause, and try another port or the Web API.",
    source=_SYSTEM,
)
SILENT = Cause(
    id="D-SMTP-1",
    title="The server takes the connection and says nothing",
    explanation="No greeting came. Either the port is encrypted from the start (465) and the "
    "program waits in plain text, or something on the way holds the connection.",
    how_to_tell="Look at the port. At 465 it is the kind of encryption; at others run sgdesk "
    "diagnose on the computer that fails.",
    remedy="At port 465 switch on TLS from the start (SSL); else use 587 with STARTTLS, 2525 or "
    "the Web API.",
    source="RFC 5321 section 4.5.3.2.1",
)
PLAIN_ON_465 = Cause(
    id="D-TLS-2",
    title="Port 465 is encrypted from the start, and the program waits in plain text",
    explanation="Both sides wait for the other: at 465 the server waits for TLS to begin, the "
    "program for a greeting. So it ends in a time-out or a cut connection.",
    how_to_tell="The port is 465, and the encryption is set to STARTTLS, TLS or none.",
    remedy="At port 465 choose SSL or TLS from the start (secure: true, smtps, "
    "smtp_tls_wrappermode = yes), or change to port 587 with STARTTLS. .NET's SmtpClient knows "
    "587 alone.",
    source="RFC 8314 section 3.3",
)
TLS_TOO_EARLY = Cause(
    id="D-TLS-1",
    title="Encryption starts too early for {port}",
    explanation="The program began TLS at once, and the server greeted in plain text: 587, 2525 "
    "and 25 start unencrypted and switch with STARTTLS.",
    how_to_tell="The port is 587, 2525 or 25, and the encryption is set to SSL, or secure: true.",
    remedy="At 587 choose STARTTLS (secure: false, ENCRYPTION_STARTTLS, smtp:// in place of "
    "smtps://), or keep TLS from the start and use port 465.",
    source="RFC 8314 section 3.3",
)
NOT_TLS = Cause(
    id="D-TLS-9",
    title="What answered is not encrypted",
    explanation="A proxy, a mail scanner or another service answered in plain text.",
    how_to_tell="Port and kind of encryption fit, and it fails all the same; on another network "
    "it works.",
    remedy="Check host, port and proxy; ask whoever runs the network.",
    source="RFC 8446 section 5.1",
)
INTERCEPTED = Cause(
    id="D-TLS-3",
    title="Somebody in between opens the connection",
    explanation="The certificate is not SendGrid's: an antivirus program, a company's network or "
    "a hosting company's mail filter answers in its place.",
    how_to_tell="openssl s_client -starttls smtp -connect smtp.sendgrid.net:587 names the issuer. "
    "SendGrid's is a public one.",
    remedy="If the network does this on purpose, add its certificate to those that the program "
    "trusts; else switch mail scanning off. Do not switch the check off: the key could be read.",
    source=_VERIFY,
)
OLD_ROOTS = Cause(
    id="D-TLS-5",
    title="The program's list of trusted certificates is too old or missing",
    explanation="SendGrid's certificate is signed by a public issuer, and the program does not "
    "know that issuer.",
    how_to_tell="Other https sites fail there in the same way; a browser on the same computer "
    "shows no warning.",
    remedy="Update it: ca-certificates of the system or container image, certifi for Python, "
    "openssl.cafile for PHP, cacerts for Java. Do not switch the check off: the key could be read.",
    source=_VERIFY,
)
EXPIRED = Cause(
    id="D-TLS-7",
    title="The clock there is wrong, or an old root certificate is in use",
    explanation="A certificate of the chain is taken for expired or not valid yet.",
    how_to_tell="Look at date and time of that computer. If they are right, its list of trusted "
    "certificates is old.",
    remedy="Correct the clock; update ca-certificates (certifi, cacerts) and OpenSSL.",
    source="OpenSSL verify codes 9 and 10",
)
OTHER_NAME = Cause(
    id="D-TLS-8",
    title="The certificate is for another name than the program asked for",
    explanation="Either the host is a number or an alias, or another server answers.",
    how_to_tell="Look at the name that the message gives for the server, and at the host in the "
    "settings.",
    remedy="Give smtp.sendgrid.net as the host, not a number and not a name of your own.",
    source="OpenSSL verify codes 62 and 64",
)
DIVERTED = Cause(
    id="D-SMTP-2",
    title="Another mail server answers in SendGrid's place",
    explanation="The name was right and the certificate is of somebody else. Hosting companies "
    "divert outgoing mail to their own server (in cPanel: SMTP Restrictions), providers do too.",
    how_to_tell="The certificate's name in the message is that of the hosting company.",
    remedy="Ask the hosting company to let mail through to smtp.sendgrid.net, or use 2525 or the "
    "Web API.",
    source="SendGrid documentation, Getting started with the SMTP API",
)
OLD_TLS = Cause(
    id="D-TLS-6",
    title="The program's encryption is too old",
    explanation="SendGrid takes TLS 1.2 and later. The program, or something on the way, offers "
    "only older versions or ciphers.",
    how_to_tell="The same program fails with other servers of today; a newer one works from there.",
    remedy="Update it: .NET Framework 4.7 or later, Java 8u251 or JavaMail 1.6.2 (or set "
    "mail.smtp.ssl.protocols to TLSv1.2), OpenSSL 1.0.2 or later. Take out settings that name "
    "TLSv1.",
    source="Twilio, TLS 1.2 or later since June 2023",
)
TLS_CUT = Cause(
    id="D-TLS-9",
    title="Encryption was cut off while it began",
    explanation="The connection ended during the handshake: a filter on the way, or a port that "
    "does not begin with encryption.",
    how_to_tell="It works from another network with the same settings.",
    remedy="Check that port and encryption fit (587 with STARTTLS, 465 from the start), then try "
    "2525 or the Web API.",
    source="RFC 8446 section 6",
)
STRIPPED = Cause(
    id="D-SMTP-4",
    title="The offer of encryption was removed on the way",
    explanation="SendGrid always offers STARTTLS. A firewall, an antivirus program or another mail "
    "server in between took it out.",
    how_to_tell="The answer to EHLO has no 250-STARTTLS, or X's in its place.",
    remedy="Use port 465 with TLS from the start, 2525 or the Web API, or have SMTP inspection "
    "switched off. Never send the key without encryption.",
    source="RFC 3207 section 6",
)
NO_AUTH = Cause(
    id="D-SMTP-5",
    title="The server offers no sign-in",
    explanation="SendGrid offers PLAIN and LOGIN. Another server answered, or a device on the way "
    "removed the offer, or the server wants encryption before it offers the sign-in.",
    how_to_tell="The greeting does not begin with 220 SG ESMTP.",
    remedy="Check the host, switch STARTTLS on, and say EHLO again after it.",
    source="RFC 4954 section 3",
)
NO_KEY = Cause(
    id="NO-KEY",
    title="The program has no user name or key to sign in with",
    explanation="It ended before it said anything to SendGrid: user name or password were empty. "
    "Mostly the variable that holds them is not set where the program runs.",
    how_to_tell="Print whether the variable is set, not its value, in the process that sends.",
    remedy="Set the variable for that process (service, container, queue worker), and restart it.",
    source="RFC 4954 section 4",
)
PLAINTEXT = Cause(
    id="PLAINTEXT-KEY",
    title="The program refuses to sign in without encryption",
    explanation="No encryption had begun when it was to send the key, and it rightly does not.",
    how_to_tell="The server's list after EHLO had no STARTTLS, or the program does not use it.",
    remedy="Use port 587 with STARTTLS. If the server does not offer it, something on the way "
    "removed the offer.",
    source="RFC 4954 section 4",
)
SASL_MECHS = Cause(
    id="SASL-MECHS",
    title="The mail server there cannot sign in: no way of it is installed or allowed",
    explanation="SendGrid offers PLAIN and LOGIN. The libraries for them are missing, or the "
    "settings forbid plain passwords (noplaintext is the default).",
    how_to_tell="ls /usr/lib/*/sasl2/ shows no libplain. If it does, the settings forbid it.",
    remedy="Install libsasl2-modules (Debian, Ubuntu) or cyrus-sasl-plain (Red Hat), set "
    "smtp_sasl_security_options = noanonymous, and reload the mail server.",
    source="Postfix documentation, SASL howto, client",
)
POSTFIX_MAP = Cause(
    id="POSTFIX-MAP",
    title="Postfix cannot read the file with the key",
    explanation="The table that smtp_sasl_password_maps names was not made from its text file, or "
    "is of a kind that this Postfix does not know.",
    how_to_tell="postmap -q '[smtp.sendgrid.net]:587' hash:/etc/postfix/sasl_passwd gives nothing.",
    remedy="Run postmap /etc/postfix/sasl_passwd and reload Postfix. Where hash is not known "
    "(Alpine), use lmdb: or texthash: in its place.",
    source="Postfix documentation, SASL howto, client",
)
KEY_DAMAGED = Cause(
    id="D-KEY-1",
    title="A space, a quote or a line break is in the key",
    explanation="A key has 69 characters: letters, digits, dot, dash and underscore. Anything else "
    "came with copying, or with the file it was read from.",
    how_to_tell="Print the length of the key in the program: it must be 69.",
    remedy="Paste the key anew, and strip what is read from a file (trim, strip).",
    source="SendGrid documentation, Authentication",
)
KEY_BASE64 = Cause(
    id="D-KEY-10",
    title="The encoded key has a line break in it",
    explanation="Tools that encode break lines after 64 or 76 characters, and echo adds one. Every "
    "SendGrid key is long enough for that.",
    how_to_tell="Only where the program encodes by hand: the text for AUTH LOGIN must have 92 "
    "characters in one line.",
    remedy="Use base64 -w0 and printf '%s', or b64encode, and no line break at the end.",
    source="RFC 4954 section 4",
)
KEY_FORM = Cause(
    id="D-KEY-2",
    title="That is no SendGrid key",
    explanation="A key begins with SG. and has 69 characters. What was given is empty, the key's "
    "id, or of another service.",
    how_to_tell="Print the first three characters and the length in the program.",
    remedy="Set the variable to the whole key where the program runs; make a new key if it is "
    "lost.",
    source="SendGrid documentation, Authentication",
)
BROWSER = Cause(
    id="BROWSER",
    title="SendGrid's API cannot be called from a browser",
    explanation="It answers no browser from another page, by design: everybody who opens the page "
    "could read the key.",
    how_to_tell="The words come from a browser's console.",
    remedy="Call it from your server, and let the page call that. Delete the key if it stood in "
    "the page.",
    source="SendGrid documentation, CORS",
)
PROXY = Cause(
    id="D-HTTP-3",
    title="The proxy does not let the connection through",
    explanation="It answered no to CONNECT, before anything reached SendGrid.",
    how_to_tell="The words name the proxy or CONNECT, and the answer is not JSON.",
    remedy="Ask whoever runs the proxy to let api.sendgrid.com port 443 through.",
    source="RFC 9110 section 9.3.6",
)
LOST = Cause(
    id="D-HTTP-13",
    title="No answer came in time; the mail may have been accepted",
    explanation="The request had left, and the program did not wait long enough or the connection "
    "broke.",
    how_to_tell="Look the mail up in SendGrid's Email Activity before sending it again.",
    remedy="Give the program 30 s or more for an answer. Sending again may deliver it twice.",
    source="RFC 9110 section 9.2.2",
)
DELIVERED_LATER = Cause(
    id="D-ACC-6",
    title="SendGrid accepted the mail",
    explanation="No fault is to be seen here. What happens afterwards (a bounce, a block, spam "
    "folder, a suppressed address) this text does not tell.",
    how_to_tell="Search for the recipient in SendGrid's Email Activity, and in the suppressions.",
    remedy="Look at Email Activity; ask SendGrid support with the id after queued as.",
    source="SendGrid documentation, Email Activity",
    severity=Severity.INFO,
)
_BAD_LOGIN = catalogue_smtp.BAD_LOGIN.filled({"Who": "SendGrid", "who": "SendGrid"})
LOGIN_WRONG = Cause(
    id=_BAD_LOGIN.id,
    title=_BAD_LOGIN.title,
    explanation=_BAD_LOGIN.explanation,
    how_to_tell="The program keeps the server's words to itself: switch its debugging on "
    "(SMTPDebug = 2, debug: true) and explain what it prints then.",
    remedy="Use apikey as the user name and paste the key again, all 69 characters of it, "
    "without quotes or spaces.",
    source=_BAD_LOGIN.source,
)
_SENDER = catalogue_smtp.SENDER.filled({})
SENDER = Cause(
    id=_SENDER.id,
    title=_SENDER.title,
    explanation=_SENDER.explanation,
    how_to_tell="The program keeps the server's words to itself: switch its debugging on "
    "(SMTPDebug = 2) and explain what it prints then.",
    remedy=_SENDER.remedy,
    source=_SENDER.source,
)
