"""What it means when no answer came: failures of the path, by name.

Sources: RFC 5321 and RFC 3207, OpenSSL's verify codes, the operating systems'
socket errors, and SendGrid's own advice on ports.
"""

from sgdesk.sendgrid.entries import CatalogueEntry

_PORTS = "SendGrid documentation, Integrating with the SMTP API"
_SYSTEM = "Socket errors of the operating system"
_LAST_WAIT = "RFC 5321 section 4.5.3.2.6"
_NOT_AGAIN = "RFC 9110 section 9.2.2; SendGrid's API has no idempotency key"
"""Why a POST without an answer is not sent again by itself."""

NO_NAMES = CatalogueEntry(
    id="D-DNS-1",
    title="The name {host} cannot be looked up",
    explanation="Not sent. No name server answered, so no connection was tried.",
    remedy="Check cable, Wi-Fi and VPN.",
    source="RFC 1035",
)
NO_SUCH_NAME = CatalogueEntry(
    id="D-DNS-2",
    title="There is no server named {host}",
    explanation="Not sent. The look-up says that the name does not exist.",
    remedy="Check whether the host is misspelt. SendGrid's are smtp.sendgrid.net for SMTP and "
    "api.sendgrid.com for the Web API.",
    source="RFC 1035",
)
NAME_HIDDEN = CatalogueEntry(
    id="D-DNS-3",
    title="The network does not find {host}",
    explanation="Not sent. Elsewhere this name of SendGrid's has addresses, but the look-up from "
    "here gives none. Either this computer has no network, or its name server hides SendGrid.",
    remedy="Check network and VPN, then send again. If other sites open here, ask whoever runs "
    "the network to let the name be looked up.",
    source="RFC 1035",
)
NO_ADDRESS_OF_FAMILY = CatalogueEntry(
    id="DNS-FAMILY",
    title="There is no such address of {host}",
    explanation="Not sent. IPv4 or IPv6 alone was asked for, and the host has none of that kind.",
    remedy="Allow both kinds (leave -4 and -6 out), or name another host.",
    source="RFC 3493 section 6.1",
)
NO_ANSWER = CatalogueEntry(
    id="D-TCP-1",
    title="Port {port} does not answer",
    explanation="Not sent. There was no connection within {seconds} s, so neither key nor "
    "message left this computer. Networks often block mail ports.",
    remedy="Try {elsewhere}.",
    source=_PORTS,
)
REFUSED = CatalogueEntry(
    id="D-TCP-2",
    title="Port {port} refuses the connection",
    explanation="Not sent. The server or a firewall on the way said no at once, so neither key nor "
    "message left this computer.",
    remedy="Check host and port, or try {elsewhere}.",
    source=_SYSTEM,
)
INBOX_GONE = CatalogueEntry(
    id="D-TCP-2",
    title="No practice inbox listens at port {port}",
    explanation="Not sent. Nobody listens at port {port} of this computer: the practice inbox "
    "that was meant has other ports, or has ended.",
    remedy="Choose Practice, or copy key and servers anew from a practice inbox that runs.",
    source=_SYSTEM,
)
UNREACHABLE = CatalogueEntry(
    id="D-TCP-3",
    title="The server {host} cannot be reached",
    explanation="Not sent. The network says that there is no way to port {port} of this server.",
    remedy="Check the network and VPN; try {elsewhere}.",
    source=_SYSTEM,
)
LOCAL_FIREWALL = CatalogueEntry(
    id="D-TCP-4",
    title="A program on this computer blocks the connection",
    explanation="Not sent. The system did not allow a connection to port {port}.",
    remedy="Allow sgdesk in the firewall or antivirus program, or use the Web API.",
    source=_SYSTEM,
)
NO_MORE_FILES = CatalogueEntry(
    id="OPEN-FILES",
    title="No more files can be opened on this computer",
    explanation="Not sent. While {step}: a connection counts as an open file, and the system "
    "allows no more of them. The message had not been handed over.",
    remedy="Close other programs, or raise the limit of open files (ulimit -n), then send again.",
    source=_SYSTEM,
)
CUT_OFF = CatalogueEntry(
    id="D-TCP-6",
    title="The connection broke while {step}",
    explanation="Not sent. The connection to port {port} was closed or reset before the message "
    "was handed over.",
    remedy="Send again. If it happens again, try {elsewhere}.",
    source=_SYSTEM,
)
IDLE_CLOSED = CatalogueEntry(
    id="D-TCP-7",
    title="The open connection had ended",
    explanation="Not sent. The reused connection broke before the message was handed over.",
    remedy="Send again; a new connection is made.",
    source=_SYSTEM,
)
TIMEOUT = CatalogueEntry(
    id="TIMEOUT",
    title="No answer while {step}",
    explanation="Not sent. {doing} took longer than {seconds} s. The message had not been "
    "handed over.",
    remedy="Send again. If it happens again, try {elsewhere}.",
    source="RFC 5321 section 4.5.3.2",
    web_source="The time limits of the settings (--connect-timeout, --timeout)",
)
HALF_SILENT = CatalogueEntry(
    id="TIMEOUT",
    title="The answer stopped in the middle",
    explanation='Not sent. Only "{half}" came while {step}, and not the rest within {seconds} s. '
    "The message had not been handed over.",
    remedy="Send again. If it happens again, try {elsewhere}.",
    source="RFC 5321 section 4.5.3.2",
    web_source="The time limits of the settings (--connect-timeout, --timeout)",
)
SILENT_BANNER = CatalogueEntry(
    id="D-SMTP-1",
    title="Port {port} takes the connection, but says nothing",
    explanation="Not sent, and the key was not sent. The connection stands and no greeting came "
    "within {seconds} s. Something on the way holds the connection, or the server is busy.",
    remedy="Try {elsewhere}.",
    source="RFC 5321 section 4.5.3.2.1",
)
SILENT_TLS_PORT = CatalogueEntry(
    id="D-SMTP-1",
    title="Port {port} takes the connection, but says nothing",
    explanation="Not sent, and the key was not sent. The connection stands and no greeting came "
    "within {seconds} s. Such a port is often encrypted from the start, and waits for that; "
    "otherwise something on the way holds the connection.",
    remedy='Choose "from the start (TLS)" beside the SMTP port in the connection details of the '
    "account (--via smtp:{port}:tls). Otherwise try {elsewhere}.",
    source="RFC 8314 section 3.3",
)
NOT_HTTP = CatalogueEntry(
    id="D-HTTP-6",
    title="Something else answered instead of {who}",
    explanation="Not sent. What came back is no answer of a Web API: a proxy, a filter or another "
    "service may have given it. The message had not been handed over.",
    remedy="Check the API address and the proxy, and send again.",
    source="RFC 9112 section 4",
)
LOST = CatalogueEntry(
    id="SMTP-LOST",
    title="It is not known whether this mail went out",
    explanation="{Handed}, then the connection broke before "
    "{who} answered. It may have been accepted.",
    remedy="Look the mail up {there} before sending again.",
    source=_LAST_WAIT,
    web_id="D-HTTP-13",
    web_source=_NOT_AGAIN,
)
UNREADABLE = CatalogueEntry(
    id="SMTP-LOST",
    title="It is not known whether this mail went out",
    explanation="{Handed}, and what came back from {host} is no "
    "answer that can be read. It may have been accepted.",
    remedy="Look the mail up {there} before sending again.",
    source="RFC 5321 section 4.2",
    web_id="D-HTTP-13",
    web_source=f"RFC 9112 section 4; {_NOT_AGAIN}",
)
NO_REPLY = CatalogueEntry(
    id="SMTP-LOST",
    title="It is not known whether this mail went out",
    explanation="{Handed}, and within {seconds} s {who} did not answer. It may have been accepted.",
    remedy="Look the mail up {there} before sending again.",
    source=_LAST_WAIT,
    web_id="D-HTTP-13",
    web_source=_NOT_AGAIN,
)
CHECK_UNANSWERED = CatalogueEntry(
    id="D-HTTP-13",
    title="The check got no answer",
    explanation="Not sent: a check delivers nothing, so nobody gets the mail by it. Whether the "
    "mail is valid is not known: no answer of {who} came back.",
    remedy="Check again. If it happens again, test the way to the server in Diagnose.",
    source="SendGrid documentation, Sandbox Mode",
)
STOPPED_WAITING = CatalogueEntry(
    id="SMTP-LOST",
    title="It is not known whether this mail went out",
    explanation="{Handed}, and waiting for the answer was stopped. It may have been accepted.",
    remedy="Look the mail up {there} before sending again.",
    source=_LAST_WAIT,
    web_id="D-HTTP-13",
    web_source=_NOT_AGAIN,
)
STRIPPED = CatalogueEntry(
    id="D-SMTP-4",
    title="Encryption was removed on the way",
    explanation="Not sent, and the key was not sent. The server on port {port} offered no "
    "encryption, which SendGrid always does. A firewall or antivirus program changes the "
    "connection.",
    remedy="Send by Web API, or try port 465.",
    source="RFC 3207 section 6",
)
NO_STARTTLS = CatalogueEntry(
    id="D-SMTP-4",
    title="The server offers no encryption",
    explanation="Not sent, and the key was not sent. {host} offers no STARTTLS on port {port}, "
    "or something on the way removed the offer.",
    remedy="Use a port on which the server offers encryption.",
    source="RFC 3207 section 6",
)
CERTIFICATE = CatalogueEntry(
    id="D-TLS-3",
    title="This is not {who}'s certificate",
    explanation='Not sent, and the key was not sent. "{issuer}" probably opens the '
    "connection in between. Company networks and antivirus programs do this: ask whoever runs "
    "the network whether yours does.",
    remedy="If the network does this, add its certificate.",
    source="OpenSSL verify codes 18 to 21",
)
CERTIFICATE_OWN = CatalogueEntry(
    id="D-TLS-3",
    title="The certificate of {host} is not trusted here",
    explanation='Not sent, and the key was not sent. "{issuer}" signed it, whom this computer '
    "does not know. A server of one's own often signs its own; on a network that is not yours, "
    "somebody may open the connection in between.",
    remedy='Name the server\'s certificate under "Certificate file" in the connection details '
    "of the account; get it from whoever runs the server. On the command line it is --ca-file.",
    source="OpenSSL verify codes 18 to 21",
)
CERTIFICATE_PRIVATE = CatalogueEntry(
    id="D-TLS-4",
    title="Somebody on the way can read this connection",
    explanation='Not sent yet, and the key was not sent. "{issuer}" can read this connection, '
    "your key too: this computer trusts its certificate, but no public issuer signed it.",
    remedy="Company networks and antivirus programs do this. Send anyway if that is how it "
    "should be.",
    source="Mozilla's list of public issuers, as certifi carries it",
)
CERTIFICATE_NAME = CatalogueEntry(
    id="D-TLS-8",
    title="The certificate names another server",
    explanation="Not sent, and the key was not sent. What answered for {host} shows a "
    'certificate for {named}, issued by "{issuer}".',
    remedy="Check the host; use the name, not a numeric address. If it is right, a company's "
    "filter or somebody else in between opens the connection: ask whoever runs the network.",
    source="OpenSSL verify codes 62 and 64",
)
CERTIFICATE_DATES = CatalogueEntry(
    id="D-TLS-7",
    title="The certificate is not valid at this time",
    explanation="Not sent, and the key was not sent. Either this computer's clock is wrong or "
    'the certificate, issued by "{issuer}", has run out or is not valid yet.',
    remedy="Check the date and time of this computer. If they are right, tell whoever runs {host} "
    "that its certificate is not valid.",
    source="OpenSSL verify codes 9 and 10",
)
TLS_VERSION = CatalogueEntry(
    id="D-TLS-6",
    title="The encryption offered is too old",
    explanation="Not sent, and the key was not sent. SendGrid needs TLS 1.2 or later; the other "
    "side of this connection does not offer it.",
    remedy="Look for a proxy or security product on the way that is out of date.",
    source="Twilio, TLS 1.2 or later since June 2023",
)
TLS_ON_PLAIN_PORT = CatalogueEntry(
    id="D-TLS-1",
    title="The kind of encryption does not fit port {port}",
    explanation="Not sent, and the key was not sent. The port starts unencrypted and switches "
    "later, but encryption was started at once.",
    remedy="For port {port} choose encryption after the greeting (STARTTLS).",
    source="RFC 8314 section 3.3",
)
NOT_ENCRYPTED = CatalogueEntry(
    id="D-TLS-9",
    title="Port {port} answers without encryption",
    explanation="{not_sent}. Encryption was started, and what came back was not encrypted: "
    "another service, a proxy or the sign-in page of a network may have answered.",
    remedy="Check host, port and proxy. On a foreign network, sign in to it first.",
    source="RFC 8446 section 5.1",
)
TLS_BROKEN = CatalogueEntry(
    id="D-TLS-9",
    title="Encryption could not be started",
    explanation="Not sent, and the key was not sent. The connection ended during the start of "
    "encryption.",
    remedy="Try another port or another network.",
    source="RFC 8446 section 6",
)
PLAINTEXT_KEY = CatalogueEntry(
    id="PLAINTEXT-KEY",
    title="The key would cross the network unencrypted",
    explanation="Not sent, and the key was not sent. This path has no encryption.",
    remedy="Choose a path with encryption.",
    source="RFC 4954 section 4",
)
NO_KEY = CatalogueEntry(
    id="NO-KEY",
    title="There is no key to sign in with",
    explanation="Not sent. The path wants a sign-in, and no key was given.",
    remedy="Add a SendGrid key, or switch signing in off for a server that wants none.",
    source="RFC 4954 section 4",
)
NO_AUTH_OFFERED = CatalogueEntry(
    id="D-SMTP-5",
    title="The server offers no sign-in",
    explanation="Not sent, and the key was not sent. SendGrid always offers PLAIN and LOGIN; "
    "this is another server, or a device on the way removed the offer.",
    remedy="Check host and port. Switch signing in off for a server that wants none.",
    source="RFC 4954 section 3",
)
NO_MECHANISM = CatalogueEntry(
    id="D-KEY-12",
    title="This way of signing in is not offered",
    explanation="Not sent, and the key was not sent. The server offers neither PLAIN nor LOGIN.",
    remedy="Use a port and a kind of encryption on which the server offers PLAIN or LOGIN.",
    source="RFC 4954 section 4",
)
NO_SMTPUTF8 = CatalogueEntry(
    id="SMTP-UTF8",
    title="The server cannot carry this address",
    explanation="Not sent. An address has letters outside ASCII before the @, and the server "
    "offers no SMTPUTF8. SendGrid's SMTP service never does.",
    remedy="Use an address with ASCII letters before the @.",
    source="RFC 6531 section 3.2",
)
TOO_LARGE = CatalogueEntry(
    id="D-HTTP-9",
    title="The mail has {size}; the limit is {limit}",
    explanation="Not sent. {files} The server named its limit before anything was handed over.",
    remedy="{smaller}",
    source="RFC 1870 section 6",
)
DATA_WITHOUT_RECIPIENTS = CatalogueEntry(
    id="SMTP-RECIPIENT",
    title="{refused} of {total} people refused",
    explanation="Not sent to anyone. The server said: {reply}",
    remedy="Correct the addresses and send again.",
    source="RFC 2920 section 3.1",
)
SOME_REFUSED = CatalogueEntry(
    id="SMTP-RECIPIENT",
    title="{refused} of {total} people refused",
    explanation="Accepted for {accepted}. Refused: {reply}",
    remedy="Correct the address of whoever was refused, then send only there.",
    source="RFC 5321 section 4.2",
)
ALL_LATER = CatalogueEntry(
    id="SMTP-RECIPIENT-LATER",
    title="{refused} of {total} people put off",
    explanation="Not sent yet to anyone. The server said: {reply}",
    remedy="Wait some minutes and try again; an address that was put off need not be wrong.",
    source="RFC 5321 section 4.2",
)
SOME_LATER = CatalogueEntry(
    id="SMTP-RECIPIENT-LATER",
    title="{refused} of {total} people put off",
    explanation="Accepted for {accepted}. Put off: {reply}",
    remedy="Wait some minutes, then send to whoever was put off; an address that was put off need "
    "not be wrong.",
    source="RFC 5321 section 4.2",
)
SOME_NOT_REACHED = CatalogueEntry(
    id="SMTP-CUT-SHORT",
    title="{refused} of {total} people did not get it",
    explanation="Accepted for {accepted}. Then the connection ended. Left: {reply}",
    remedy="Send to whoever is left; no address need be wrong.",
    source="RFC 5321 section 3.8",
    needs="trying",
)
CANCELLED = CatalogueEntry(
    id="CANCELLED",
    title="The send was stopped",
    explanation="Not sent. The message had not been handed over.",
    remedy="Send again when ready.",
    source="The user",
)
PATH_FAILED = CatalogueEntry(
    id="PATH-FAILED",
    title="The path failed while {step}",
    explanation="Not sent. The message had not been handed over.",
    remedy="Send again. If it happens again, try {elsewhere}.",
    source=_SYSTEM,
)
