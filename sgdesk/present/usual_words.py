"""The words of which servers' replies are made: a mail that holds them, too, says nothing by them.

Source: SendGrid documentation, SMTP Errors and Troubleshooting and Mail Send, Errors; replies
in public transcripts; the usual replies of Postfix, Exim, Gmail and Outlook.
"""

import re

WORD = re.compile(r"[^\W_]+(?:['’.@-][^\W_]+)*")
"""A word, a number, an address or the name of a host."""
_REPLIES = """
SG ESMTP service ready at. Begin TLS negotiation now. Authentication successful. Continue. Ok:
queued as. Queued mail for delivery. Sender address accepted. Recipient address accepted. See you
later, goodbye, bye, hello, closing connection, transmission channel. 8BITMIME PIPELINING SIZE
31457280 STARTTLS AUTH PLAIN LOGIN XOAUTH2 CRAM-MD5 DSN CHUNKING ENHANCEDSTATUSCODES SMTPUTF8 VRFY
ETRN HELP EHLO HELO MAIL FROM RCPT TO DATA QUIT RSET NOOP BODY RET NOTIFY ORCPT.
Timeout. Try talking faster next time! Too many concurrent connections, messages. Authentication
failed: Maximum credits exceeded. Could not authenticate. You've exceeded your messaging limits.
Requested action aborted: local error in processing. Temporary authentication failure, TLS not
available. Command not implemented, unknown, unrecognized. Error: bad syntax. Line too long.
Syntax error in parameters or arguments. Must have sender before recipient, valid receiver and
originator. Only one sender per message, please. Unrecognised mechanism. Bad username / password.
The provided authorization grant is invalid, expired, or revoked. Basic authentication is not
allowed with 2FA enabled. Account disabled. Unauthenticated senders not allowed. Encryption
required for requested authentication mechanism. Relay, relaying access denied. The from address
does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. Visit
to see the Sender Identity requirements. You are not authorized to send from that email address.
Cannot receive from specified address. Temporarily blocked due to repeated bad requests. Could not
send e-mail. Message exceeds the maximum fixed size limit. Refused, rejected, denied, deferred,
bounced, dropped, suspended, banned, closed, greylisted, quarantined, discarded, unverified.
Message temporarily deferred. Too frequent connects; please try again later, in minutes, hours,
seconds, days. Temporary local problem. Too many recipients received this hour (throttled). User
does not exist. Mailbox full, over quota, unavailable, not found, inactive, disabled. Invalid user.
No valid recipients. No such user here. Account that you tried to reach. Out of memory. System
storage, resources, insufficient, low. Service not available. Server, host, domain, name, lookup,
resolve, DNS, record, reverse, PTR, SPF, DKIM, DMARC, pass, fail, policy, signature, alignment,
unauthenticated, aligned. Listed, blacklisted, blocked, blocklist, using, by, Spamhaus, Barracuda,
reputation, low, poor, suspicious, spam, junk, virus, malware, phishing, content, detected, found,
contains, contained, header, headers, body, part, attachment, attachments, attached, subject, link,
links, URL, images, filter, filtered, score, suspected, likely, unsolicited, bulk, marketing,
newsletter, promotion, advertising, unsubscribe, ask, contact, call, your, our, administrator,
postmaster, support, helpdesk, team, sysadmin, department, provider, information, details, more,
further, assistance, help, reason, because, review, guidelines, terms, violation, violates,
prohibited, forbidden, allowed, permitted, accepted, permanent, permanently, undeliverable,
delivery, delivered, deliver, failure, attempt, attempts, retry, wait, slow, down, rate, quota,
concurrency, throttling, session, transaction, connection, reset, lost, dropped, network, address,
IP, range, region, residency, unavailable due to data restrictions.
Permission denied, wrong credentials. Authorization required. Authenticated user is not authorized
to send mail. Access forbidden. You are temporarily blocked from sending. Not found. Method not
allowed. Content too large. Request Entity Too Large. Invalid UTF8 in request. Too many requests.
Internal server error. Bad Request, Unauthorized, Gateway, HTTP, JSON, nginx, keep-alive, close.
Invalid authentication method. Personalizations, personalization. The to array is required for all
personalization objects, and must have at least one email object with a valid email address. Does
not contain a valid address. Email addresses should be unique between to, cc, and bcc; should only
be included once. We found duplicate; total, combined, more than, less than, fewer. Header keys
cannot contain non-ASCII characters or empty spaces. Header cannot be one of the reserved keys. The
header values must be strings. Duplicate keys. The send_at parameter is expecting a Unix timestamp
as an integer. We will send immediately if you include a timestamp that is in the past. Scheduling
more than hours in advance is forbidden. The subject of your email must be a string at least one
character in length. The subject is required. You can get around this requirement if you use a
template with a subject defined or if every personalization has a subject defined. Substitutions
may not be used with dynamic templating. The substitution values must be an object of key/value
pairs, where the values are all strings. You are limited to. It is an object that requires the
email parameter, but may also contain a name parameter, when used. Invalid type. Expected, given.
The content param is required unless you are using a transactional template and have defined a
template ID. There must be at least one defined content block. We typically suggest both
text/plain and text/html blocks are included, but only one block is required. A content type is
required, this tells email clients how to display the email. Cannot contain CRLF characters. A
content value is required, this is the content of the email you are sending. Following RFC,
section, if either are to be sent, needs to be first, followed by any other content. The attachment
content must be base64 encoded. Filename is required. The disposition of your attachment can be
either inline or attachment. You provided. Content ID. The ASM group ID must be a valid Group ID on
your account. Groups to display must be an array of integers. Limit of unsubscribe groups that can
be displayed to a user at a time. Batch. Categories, category must be a unique list, and you have
included. IP pool name. Sandbox mode enable param should be a boolean value. Bypass list management.
Footer, version. Click, open, subscription, tracking, tag, Google Analytics, utm.
The block is limited to per API request. Please consider splitting this into multiple requests and
resending your request. First instance, field, count, path, index, example, e.g. https sendgrid.com
docs for-developers sending-email sender-identity smtp.sendgrid.net. Action not taken. Reply.
Custom args, IDs, role. May not exceed 10,000 bytes, 1000, 255, 320. Need,
recognized, client, global, longer, additional property, mutually exclusive, setting, nested,
malformed, strict ASCII, not enough, much, decode, RFC 1341, RFC5321 4.5.3.1.6. The domain of a
personalization's from must match the domain of the message's from. Already in
use on this connection. Sorry, thank, thanks, note, click, here, read, learn, see, page, site, web.
Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec GMT UTC.
a an and any are as at be been but by can could did do does each for from had has have he her his
how i if in into is it its just me my no nor not of off on once only or other our out over own s she
so some such t than that the their them then there these they this those through to too under until
up us very was we were what when where which while who whom why will with would yet you your
"""
USUAL = frozenset(word.casefold() for word in WORD.findall(_REPLIES.replace("_", " ")))
