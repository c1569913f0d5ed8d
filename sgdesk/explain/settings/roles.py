"""Which name means what: the host, the port, the user name and so on, in the words of programs."""

import re

FOREIGN = re.compile(
    r"(?:^|[._-])(?:db|database|mysql|mariadb|pgsql|postgres\w*|redis|mongo\w*|imap|pop3?|cache|session|"
    r"queue|ftp|sftp|ldap|elastic\w*|rabbitmq|amqp|kafka|pusher|reverb|aws|s3|memcached|http_proxy|app|"
    r"incoming)(?:$|[._-])",
    re.IGNORECASE,
)
"""What has hosts and passwords that are not of the mail."""
MAIL = re.compile(r"mail|smtp|sendgrid|phpmailer|wpms|relay", re.IGNORECASE)

_OURS = r"(?:[a-z0-9]*(?:mail|smtp|sendgrid|relay|outgoing|wpms|notifier|call)[a-z0-9]*?)?"
_ROLES: tuple[tuple[str, str], ...] = (
    (
        "verify",
        r".*(?:rejectunauthorized|verifypeername|verifypeer|sslverify|verifyssl|verifycert\w*|"
        r"checkcertificate|certcheck|opensslverifymode|checkservercertificate)",
    ),
    (
        "insecure",
        r"insecure|.*(?:insecureskipverify|allowselfsigned|servercertificatevalidationcallback|"
        r"acceptinvalidcerts|ignorecertificate\w*|ssltrust|trustallcerts|ignoressl\w*|skipverify)",
    ),
    ("level", r"smtptlssecuritylevel"),
    ("wrapper", r"smtptlswrappermode"),
    ("sasl", r"smtpsaslauthenable"),
    ("maps", r"smtpsaslpasswordmaps"),
    ("sasloptions", r"smtpsasl(?:tls)?securityoptions"),
    ("relayhost", r"relayhost|mailhub|dcsmarthost|smarthost"),
    ("routelist", r"routelist"),
    ("clientsend", r"clientsend"),
    (
        "protocols",
        r".*(?:sslprotocols?|secureprotocol|minversion|securityprotocol|smtptlsprotocols|"
        r"smtptlsmandatoryprotocols|tlsversion)",
    ),
    (
        "starttls",
        r".*(?:starttls|starttlsenabled?|starttlsrequired?|enablestarttlsauto|requiretls|"
        r"emailusetls|mailusetls)",
    ),
    ("autotls", r".*smtpautotls"),
    ("ignoretls", r".*ignoretls"),
    ("dotnetssl", r".*enablessl"),
    ("ssl", r".*(?:smtpsslenable|sslenabled|emailusessl|smtpssl|tlsonconnect)|ssl"),
    ("usessl", rf"{_OURS}(?:usessl|usetls)"),
    ("secure", rf"{_OURS}(?:secure)"),
    ("implicit", r"implicit"),
    ("plain", r"plain"),
    (
        "encryption",
        rf".*encryption|{_OURS}(?:encryptionmethod|encryptiontype|smtpsecure|smtpcrypto|crypto|securesocketoptions|security|"
        r"connectionsecurity|securitytype|ssltls|tlsssl|securityprotocoltype|scheme|protocol|tls)"
        r"|mailtransportprotocol",
    ),
    (
        "mechanism",
        r".*(?:authmode|authtype|smtpauthtype|authmechanism|authmechanisms|authmethod|authenticationmethod)",
    ),
    (
        "auth",
        rf"{_OURS}(?:auth|smtpauth|authentication|authenticate|authenabled|useauth|requiresauth)",
    ),
    (
        "mailer",
        r"mailmailer|maildriver|emailbackend|deliverymethod|configactionmailerdeliverymethod|"
        r"configactionmailerperformdeliveries|performdeliveries|mailtransport|mailermailer",
    ),
    ("key", r".*(?:sendgrid[a-z]*key|sendgridtoken|sendgridsecret|sendgridapikey)|apikey|key"),
    (
        "user",
        rf"{_OURS}(?:user|username|login|userid|usuario|hostuser|accountname|authuser|authusername|saslusername|smtpname)",
    ),
    (
        "password",
        rf"{_OURS}(?:pass|password|passwd|pwd|authpass|authpassword|hostpassword|saslpassword|passphrase)",
    ),
    (
        "from",
        r".*(?:mailfrom|fromaddress|fromemail|defaultfromemail|senderaddress|senderemail|emailfrom|"
        r"smtpfrom|serveremail|mailsender)|from|sender|fromaddr",
    ),
    (
        "timeout",
        rf"{_OURS}(?:timeout|connectiontimeout|readtimeout|writetimeout|sockettimeout|greetingtimeout)",
    ),
    ("port", rf"{_OURS}(?:port|portnumber|serverport)"),
    (
        "host",
        rf"{_OURS}(?:host|hostname|server|servername|address|smtpaddress|hostaddress|serveraddress|hosts|addr)|smtp",
    ),
    ("url", rf"{_OURS}(?:url|baseurl|apiurl|endpoint|apihost|apibase|apibaseurl)"),
    ("service", r"service"),
    ("header", r"header|authorization"),
    ("mapdest", r"mapdest"),
)
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)


def role_of(path: str, key: str) -> str:
    """Give what a name means; empty for one that is not of the mail."""
    whole = f"{path}.{key}" if path else key
    if FOREIGN.search(whole) and not MAIL.search(whole):
        return ""
    name = re.sub(r"[^a-z0-9]", "", key.lower())
    name = name.removesuffix("tlsoptions") if len(name) > 30 else name
    return next((role for role, pattern in _COMPILED if pattern.fullmatch(name)), "")
