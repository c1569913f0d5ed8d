"""What can be wrong in settings, by name; what errors have in common with it is in `causes.py`."""

from dataclasses import replace

from sgdesk.diagnose.finding import Severity
from sgdesk.explain import causes
from sgdesk.explain.finding import Cause

_SMTP = "SendGrid documentation, Integrating with the SMTP API"
_KEYS = "SendGrid documentation, Authentication"
_WARNING = Severity.WARNING

USER = Cause(
    id="D-KEY-4",
    title="The user name must be the word apikey",
    explanation="For SMTP it is always that word: not the account's name, not an address, and not "
    "the key itself.",
    how_to_tell="The server answers 535 Authentication failed: Bad username / password.",
    remedy="Write apikey as the user name, in small letters, and the whole key as the password.",
    source="SendGrid documentation, SMTP Errors and Troubleshooting",
)
SWAPPED = replace(
    USER,
    title="User name and password are swapped",
    explanation="The key stands as the user name. The user name is always the word apikey, and the "
    "key is the password.",
)
PASSWORD = Cause(
    id="D-KEY-5",
    title="The password is no SendGrid key",
    explanation="SendGrid takes no account passwords any more. A key begins with SG. and has 69 "
    "characters.",
    how_to_tell="The server answers 535: Bad username / password, or that basic authentication is "
    "not allowed.",
    remedy="Make a key with the permission Mail Send at SendGrid, and give it as the password.",
    source=_KEYS,
)
NO_PASSWORD = replace(
    causes.NO_KEY,
    title="User name or password are empty",
    explanation="Without a sign-in SendGrid takes no mail.",
    how_to_tell="The server answers 550 Unauthenticated senders not allowed, or the program ends "
    "before it asks.",
    remedy="Give apikey as the user name, and the key as the password.",
)
PLACEHOLDER = Cause(
    id="D-KEY-2",
    title="A placeholder stands where the key should be",
    explanation="The password reads like the word of an example.",
    how_to_tell="If the key was only left out here, this is no fault.",
    remedy="Put the key in its place: it begins with SG. and has 69 characters.",
    source=_KEYS,
)
FOREIGN_KEY = Cause(
    id="D-KEY-2",
    title="This is a key of another service",
    explanation="It has the form of another mail service's key, or of a Twilio account. SendGrid's "
    "begin with SG.",
    how_to_tell="The server answers 535.",
    remedy="Give a SendGrid key, or the other service's servers.",
    source=_KEYS,
)
DAMAGED = replace(
    causes.KEY_DAMAGED,
    title="Something else stands in the value of the key",
    how_to_tell="Spaces, a second pair of quotes, the word Bearer or a line break belong to the "
    "value here.",
    remedy="Give the key alone: it begins with SG. and has 69 characters. One pair of quotes at "
    "most.",
)
LENGTH = Cause(
    id="D-KEY-3",
    title="The key is not whole",
    explanation="A SendGrid key has 69 characters: SG, 22 characters and 43 more, with dots "
    "between. This one has {count}.",
    how_to_tell="The server answers 535 or 401.",
    remedy="Paste the key again, from SG. to its end. If it is lost, make a new one: SendGrid "
    "shows a key only once.",
    source=_KEYS,
)
ENCODED = replace(
    causes.KEY_BASE64,
    title="The key is given in base64",
    explanation="Programs encode it by themselves; given so, it is encoded twice.",
    how_to_tell="It begins with U0cu, which is SG. in base64.",
    remedy="Give the key as it is, from SG. on.",
)
AUTH_OFF = Cause(
    id="D-KEY-11",
    title="The sign-in is switched off",
    explanation="SendGrid takes mail only after a sign-in.",
    how_to_tell="The server answers 550 Unauthenticated senders not allowed.",
    remedy="Switch it on: SMTPAuth = true, mail.smtp.auth=true, smtp_sasl_auth_enable = yes.",
    source="SendGrid documentation, SMTP Errors and Troubleshooting",
)
MECHANISM = Cause(
    id="D-KEY-12",
    title="This way of signing in is not offered",
    explanation="SendGrid offers PLAIN and LOGIN only.",
    how_to_tell="The server answers 504 or 535, or the program says that it found no way.",
    remedy="Choose plain or login.",
    source="RFC 4954 section 4",
)
PORT = Cause(
    id="D-PORT",
    title="SendGrid does not listen at {port}",
    explanation="Its mail ports are 587, 2525 and 25, which begin with STARTTLS, and 465, which is "
    "encrypted from the start.",
    how_to_tell="The connection is refused or times out.",
    remedy="Use port 587 with STARTTLS.",
    source=_SMTP,
)
PORT_25 = replace(
    causes.PORT_25,
    title="Port 25 is blocked in most places",
    explanation="Providers and cloud companies block or throttle it for everybody.",
    severity=_WARNING,
)
NO_TLS = Cause(
    id="PLAINTEXT-KEY",
    title="The key would cross the network unencrypted",
    explanation="No encryption is set.",
    how_to_tell="The program's log shows AUTH without STARTTLS before it.",
    remedy="Switch STARTTLS on at port 587, or use port 465 with TLS from the start.",
    source="RFC 4954 section 4",
)
NO_TLS_TOLD = replace(
    NO_TLS,
    title="No encryption is asked for",
    explanation="This program then sends the key in clear text, or encrypts only where the server "
    "offers it: whoever is on the way can prevent that.",
    severity=_WARNING,
)
TLS_TWICE = Cause(
    id="TLS-TWICE",
    title="STARTTLS and TLS from the start are both switched on",
    explanation="They exclude one another; the program refuses to start or takes the wrong one.",
    how_to_tell="Django says that EMAIL_USE_TLS and EMAIL_USE_SSL are mutually exclusive.",
    remedy="At port 587 leave STARTTLS on alone (EMAIL_USE_TLS), at 465 TLS from the start alone "
    "(EMAIL_USE_SSL).",
    source="RFC 8314 section 3.3",
)
OLD_TLS = replace(
    causes.OLD_TLS,
    title="An encryption is demanded that SendGrid no longer takes",
    explanation="SendGrid takes TLS 1.2 and later; the settings name an older version.",
    remedy="Take the setting out, or name TLSv1.2 and TLSv1.3.",
)
VERIFY_OFF = Cause(
    id="VERIFY-OFF",
    title="The server's certificate is not checked",
    explanation="Whoever is on the way can answer as SendGrid and read the key. It hides the cause "
    "of a certificate error and does not mend it.",
    how_to_tell="With the check on the program names what it dislikes about the certificate.",
    remedy="Switch the check on again, update the list of trusted certificates, and use the name "
    "smtp.sendgrid.net.",
    source="RFC 8314 section 3.1",
    severity=_WARNING,
)
ADDRESS = Cause(
    id="D-DNS-5",
    title="The server is set to a fixed address",
    explanation="SendGrid changes its addresses without notice, and a certificate does not fit a "
    "number.",
    how_to_tell="It works today and fails one day; or the certificate's name does not match.",
    remedy="Give the name smtp.sendgrid.net.",
    source=_SMTP,
)
NAME = replace(
    causes.NO_SUCH_NAME,
    title="{host} is not a name of SendGrid's",
    explanation="It is misspelt, or .com and .net are swapped: mail goes to smtp.sendgrid.net, the "
    "Web API is at api.sendgrid.com.",
)
HOST_KIND = Cause(
    id="HOST-KIND",
    title="{host} is not a mail server",
    explanation="It is SendGrid's Web API or web site, which speaks HTTP.",
    how_to_tell="The connection times out, or the answer is not SMTP.",
    remedy="Give smtp.sendgrid.net as the mail server, without https:// before it.",
    source=_SMTP,
)
OTHER_SERVICE = Cause(
    id="OTHER-SERVICE",
    title="These settings do not lead to SendGrid",
    explanation="The mail server is {host}. It may pass the mail on to SendGrid; then its own "
    "settings count.",
    how_to_tell="Look at the settings of that server.",
    remedy="To send through SendGrid give smtp.sendgrid.net and port 587.",
    source=_SMTP,
    severity=Severity.INFO,
)
NOT_SENDING = Cause(
    id="NOT-SENDING",
    title="The program is set to write mails down, not to send them",
    explanation="Its way of sending is one for development, so none of the other settings count.",
    how_to_tell="No connection to SendGrid is ever made; the mails are in a log, a file or memory.",
    remedy="Set it to smtp (MAIL_MAILER=smtp, the smtp EmailBackend, delivery_method :smtp).",
    source="Manuals of Laravel, Django and Rails",
)
FREEMAIL = Cause(
    id="FROM-FREEMAIL",
    title="The From address is one of a free mail service",
    explanation="Such services let nobody else send in their name (DMARC): the mail is refused or "
    "lands in spam.",
    how_to_tell="SendGrid answers with 550 or 403 and Sender Identity, or Email Activity shows a "
    "block with DMARC.",
    remedy="Send from an address of a domain that is authenticated at SendGrid, and put the "
    "free one into Reply-To.",
    source="RFC 7489 section 6.3",
    severity=_WARNING,
)
TIMEOUT = Cause(
    id="TIMEOUT-ZERO",
    title="The time limit is zero or far too short",
    explanation="Zero means never or at once, by program: it waits for ever, or gives up before "
    "SendGrid can answer.",
    how_to_tell="The program hangs, or fails within a second.",
    remedy="Allow 30 s and more.",
    source="RFC 5321 section 4.5.3.2",
    severity=_WARNING,
)
REGIONS = Cause(
    id="D-KEY-7",
    title="One server is of the EU region and another of the global one",
    explanation="A key works in one region only.",
    how_to_tell="One of the two answers 401 or 535.",
    remedy="Use smtp.eu.sendgrid.net with api.eu.sendgrid.com, or smtp.sendgrid.net with "
    "api.sendgrid.com.",
    source="SendGrid documentation, v3 API status codes",
)
BEARER = Cause(
    id="D-KEY-9",
    title="The Authorization header lacks the word Bearer",
    explanation="The Web API reads Authorization: Bearer, one space, and the key.",
    how_to_tell="The answer is 401 with Permission denied, wrong credentials.",
    remedy="Write Bearer and a space before the key.",
    source=_KEYS,
)
API_V2 = Cause(
    id="API-V2",
    title="This is the old Web API, which takes account passwords",
    explanation="api/mail.send.json with api_user and api_key is version 2. Account passwords are "
    "refused now.",
    how_to_tell="The answer is 401 or 403.",
    remedy="Post JSON to https://api.sendgrid.com/v3/mail/send with Authorization: Bearer and "
    "a key.",
    source="SendGrid documentation, v3 API status codes",
)
API_PLAIN = Cause(
    id="HTTP-ADDRESS",
    title="The Web API is called without encryption",
    explanation="The address begins with http://, so the key crosses the network in clear text.",
    how_to_tell="The address in the settings.",
    remedy="Write https://api.sendgrid.com.",
    source=_KEYS,
)
BRACKETS = Cause(
    id="POSTFIX-BRACKETS",
    title="The relay host lacks its square brackets",
    explanation="Without them Postfix looks up who takes mail for that name (MX), and the entry in "
    "the password file must be spelt in the same way.",
    how_to_tell="Postfix logs another server than smtp.sendgrid.net, or sends without a sign-in.",
    remedy="Write relayhost = [smtp.sendgrid.net]:587, and the same at the beginning of the line "
    "in sasl_passwd; then postmap and reload.",
    source="Postfix documentation, relayhost",
    severity=_WARNING,
)
NOANONYMOUS = replace(
    causes.SASL_MECHS,
    title="Postfix does not allow the sign-in that SendGrid offers",
    explanation="smtp_sasl_security_options is not set, and its default forbids plain passwords "
    "(noplaintext).",
    how_to_tell="Postfix logs: no mechanism available. Over TLS the setting "
    "smtp_sasl_tls_security_options counts, whose default is the same.",
    remedy="Set smtp_sasl_security_options = noanonymous and reload Postfix.",
)
MAP_DIFFERS = replace(
    causes.POSTFIX_MAP,
    title="The password file names another server than relayhost",
    explanation="Postfix looks for relayhost letter by letter, brackets and port with it, finds "
    "nothing, and sends without a sign-in.",
    how_to_tell="The server answers 550 Unauthenticated senders not allowed.",
    remedy="Begin the line in sasl_passwd with exactly what stands after relayhost =; then postmap "
    "and reload.",
)
MAP_DB = replace(
    causes.POSTFIX_MAP,
    title="smtp_sasl_password_maps must not name the .db file",
    explanation="Postfix adds .db by itself. A kind (hash:, lmdb:, texthash:, static:) must stand "
    "before the name.",
    remedy="Write hash:/etc/postfix/sasl_passwd, run postmap on that file and reload.",
)
NO_MAP = replace(
    causes.POSTFIX_MAP,
    title="Postfix is not told where the key is",
    explanation="smtp_sasl_password_maps is missing.",
    how_to_tell="The server answers 550 Unauthenticated senders not allowed.",
    remedy="Set smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd, put "
    "[smtp.sendgrid.net]:587 apikey:KEY into that file, then postmap and reload.",
)
TLS_EARLY = replace(
    causes.TLS_TOO_EARLY,
    explanation="The settings begin TLS at once. 587, 2525 and 25 start unencrypted and switch "
    "with STARTTLS.",
    how_to_tell="The program says wrong version number, or that the answer is no TLS.",
)
TLS_LATE = replace(
    causes.PLAIN_ON_465,
    how_to_tell="The program hangs and ends in a time-out, or the connection is cut.",
)
