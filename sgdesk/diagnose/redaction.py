"""Take out of a text for a ticket whatever may be somebody's secret, address or name.

What servers say, and names that people gave to servers, may hold anything. It is read as it
stands, across its lines, and as what it means where it is encoded; what is found in any
reading is replaced by a word that says what stood there. What is long and looks like nothing
that a person wrote goes, too: of a secret in a form that nobody has thought of no more is known.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from ipaddress import ip_address

from sgdesk.content.readings import Reading, by_meaning, wrapped
from sgdesk.secret import MARK
from sgdesk.wire.secret_forms import SHORTEST, forms_of, without_forms

HIDDEN = "(hidden)"
KEY, MAIL, ADDRESS, USER, COMPUTER = "(key)", "(mail)", "(address)", "(user)", "(computer)"
_ROUNDS = 3
"""What is taken out may have stood between two halves of something else."""

_SIGN = r"[^\s<>\"'(),;:@\[\]/=&?]"
_MECHANISM = r"(?:PLAIN|LOGIN|CRAM-MD5|DIGEST-MD5|NTLM|GSSAPI|XOAUTH2|OAUTHBEARER|SCRAM-[\w-]+)"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\w)SG\.[\w-]{8,}(?:\.[\w-]+)*", re.IGNORECASE), KEY),
    # By their place: in SMTP, in HTTP, in a URL.
    (
        re.compile(
            # Behind the last of a list the next line may have been put together with it.
            rf"AUTH {_MECHANISM} (?!{_MECHANISM})(?P<hide>[^\s\"']+)",
            re.IGNORECASE,
        ),
        HIDDEN,
    ),
    (re.compile(r"(?:Basic|Bearer|Digest) +[\w.~+/=-]{8,}", re.IGNORECASE), HIDDEN),
    (re.compile(r"(?<=://)[^\s/@\"'<>]*(?:@[^\s/@\"'<>]*)*@"), f"{HIDDEN}@"),
    # A login that is written as it is, with what belongs into no URL; a port is none.
    (
        re.compile(
            r"(?<=://)[^\s/@\"'<>:]{1,64}:(?!\d{1,5}(?:[\s/]|$))[^\n@\"'<>]{1,100}"
            r"(?:@[^\s/@\"'<>]{1,100})*@(?=[\w\[])"
        ),
        f"{HIDDEN}@",
    ),
    (re.compile(r"(?<=[/\w])[?#][^\s\"'<>=]{1,64}=[^\s\"'<>]*"), f"?{HIDDEN}"),
    (re.compile(rf"(?:\"(?:[^\"\\\n]|\\.){{1,128}}\"|(?<!{_SIGN}){_SIGN}+)@[\w.\[\]-]+"), MAIL),
    (
        re.compile(r"\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}\b", re.IGNORECASE),
        HIDDEN,
    ),
)
_TAKEN = r"\((?:hidden|key|mail|address|user|computer)\)"
_BY_NAME: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?:(?<![\w-])(?:Proxy-)?Authorization|Cookie)[ \t]*:[ \t]*"
            rf"(?!{_TAKEN})(?P<hide>[^\s,;]+(?:[ \t]+[^\s,;]+)*)",
            re.IGNORECASE,
        ),
        HIDDEN,
    ),
    (
        re.compile(
            r"(?:password|passwd|pwd|passphrase|api[_-]?key|secret|token)[\"']?[ \t]*[:=][ \t]*"
            rf"[\"']?(?!{_TAKEN})(?P<hide>[^\s\"'<>]+)",
            re.IGNORECASE,
        ),
        HIDDEN,
    ),
)
"""What stands behind a name: a word of a person has no form of its own. The next line is no part
of it: it answers a server's "Password:"."""
_RUN = re.compile(r"[A-Za-z0-9+/_-]{8,}={1,2}(?![\w\"'=(])|[A-Za-z0-9+/_-]{20,}={0,2}")
_NUMBERS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]+(?:%\w+)?)", re.IGNORECASE
)
_USUAL = frozenset(
    (
        *("admin", "administrator", "api", "apikey", "auth", "ehlo", "guest", "helo", "host"),
        *("http", "https", "home", "localhost", "login", "mail", "plain", "root", "sendgrid"),
        *("server", "size", "smtp", "starttls", "user", "users", "web", "www", "error", "html"),
    )
)
"""As a name they name nobody, and a server's words would lose their sense without them."""
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Signs without a look of their own: one within a secret would hide it."""
_WIDE = {0xFF01 + at: 0x21 + at for at in range(94)}
"""Latin letters and signs as wide as East Asian ones."""
_LEAST_NAME, _LEAST_PART = 3, 8
Found = tuple[int, int, str]
"""Where something begins and ends, and the word that is put in its place."""
_KEYWORD = re.compile(
    r"\n(?:\d{3}[ -])?(?:STARTTLS|AUTH|SIZE|PIPELINING|8BITMIME|DSN|HELP|CHUNKING|SMTPUTF8"
    r"|X{4,}[A-Z]?)(?![A-Za-z0-9])"
)


class Redaction:
    """What is known of this computer and its secrets, and what is taken out of texts for it."""

    def __init__(
        self,
        *,
        secrets: Iterable[str] = (),
        users: Iterable[str] = (),
        computers: Iterable[str] = (),
        servers: Iterable[str] = (),
    ) -> None:
        """`servers` are addresses that were tested, which may stand."""
        longest = sorted((s for s in secrets if len(s) >= SHORTEST), key=len, reverse=True)
        self._secrets = tuple(forms_of(secret) for secret in longest)
        self._names = (*_named(computers, COMPUTER), *_named(users, USER))
        self._servers = frozenset(servers)

    def text(self, text: str) -> str:
        """Give a text without them."""
        text = _UNSEEN.sub("", text.replace("\r\n", "\n")).translate(_WIDE)
        for _ in range(_ROUNDS):
            before = text
            for find in (self._by_rule, self._runs):
                text = self._taken_out(text, find)
            # Words of people last: of an address, or of a run, they are a part.
            text = without_forms(text, self._secrets).replace(MARK, HIDDEN)
            for find in (self._addresses, self._people):
                text = self._taken_out(text, find)
            if text == before:
                break
        return text

    def octets(self, data: bytes) -> bytes:
        """Give bytes of a dialogue without them; their line ends stay."""
        text = data.decode("utf-8", "surrogateescape")
        clean = self.text(text)
        if clean == text.replace("\r\n", "\n"):
            return data
        ends = "\r\n" if "\r\n" in text else "\n"
        return clean.replace("\n", ends).encode("utf-8", "surrogateescape")

    def _taken_out(self, text: str, find: Callable[[Reading], Iterable[Found]]) -> str:
        # What takes out the most comes first: of a word that is gone in part the rest is not found.
        for read in (wrapped, by_meaning, _as_it_is):
            reading = read(text)
            text = reading.replaced(_placed(reading, find(reading)))
        return text

    def _by_rule(self, reading: Reading) -> Iterator[Found]:
        for rule, word in _BY_NAME:
            for match in rule.finditer(reading.plain):
                first, last = reading.places[match.start()][0], reading.places[match.end() - 1][1]
                if "\n" not in reading.text[first:last]:
                    yield *match.span("hide"), word
        for rule, word in _RULES:
            hidden = "hide" if rule.groupindex else 0
            for match in rule.finditer(reading.plain):
                yield *match.span(hidden), word

    def _runs(self, reading: Reading) -> Iterator[Found]:
        for match in _RUN.finditer(reading.plain):
            if _is_opaque(match[0]) and not _is_of_words(reading, match):
                yield *match.span(), HIDDEN

    def _addresses(self, reading: Reading) -> Iterator[Found]:
        for match in _NUMBERS.finditer(reading.plain):
            if _is_somebodys(match[0].rstrip(".:")) and match[0] not in self._servers:
                yield *match.span(), ADDRESS

    def _people(self, reading: Reading) -> Iterator[Found]:
        # The longest name first: a computer is often called after its user.
        rest = reading.plain
        for name, word in self._names:
            for match in name.finditer(rest):
                yield *match.span(), word
            rest = name.sub(lambda match: "\0" * len(match[0]), rest)


def _as_it_is(text: str) -> Reading:
    return Reading(text, text, tuple((at, at + 1) for at in range(len(text))))


def _placed(reading: Reading, found: Iterable[Found]) -> Iterator[Found]:
    """Give where in the text it stands; in a wrapped one only what no single line has shown."""
    for start, end, word in found:
        first, last = reading.places[start][0], reading.places[end - 1][1]
        # A server's list is not one long word, nor does a secret go on in its next line.
        begun = _KEYWORD.match(reading.text, max(reading.text.rfind("\n", 0, first), 0))
        if begun and begun.end() > first:
            continue
        keyword = _KEYWORD.search(reading.text, first, last)
        last = keyword.start() if keyword else last
        if first < last and (not reading.is_wrapped or "\n" in reading.text[first:last]):
            yield first, last, word


def _is_of_words(reading: Reading, run: re.Match[str]) -> bool:
    """Say whether a run is nothing but words of several lines that were put together."""
    if not reading.is_wrapped:
        return False
    first, last = reading.places[run.start()][0], reading.places[run.end() - 1][1]
    parts = re.split(r"[^A-Za-z0-9+/_=-]", reading.text[first:last])
    return not any(len(part) >= _LEAST_PART and _is_opaque(part) for part in parts)


def _named(names: Iterable[str], word: str) -> Iterator[tuple[re.Pattern[str], str]]:
    kept = {n for n in names if len(n) >= _LEAST_NAME and n.lower() not in _USUAL}
    for name in sorted(kept, key=len, reverse=True):
        yield re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", re.IGNORECASE), word


def _is_opaque(run: str) -> bool:
    """Say whether it reads as no word: base64, hexadecimal digits, base32."""
    bare = run.rstrip("=")
    if run != bare or re.fullmatch(r"[0-9a-fA-F]{32,}", bare):
        return True
    has_digit = any(each.isdigit() for each in bare)
    is_mixed = bare != bare.lower() and bare != bare.upper()
    if re.fullmatch(r"[A-Z2-7]{32,}", bare):
        return has_digit
    return is_mixed and (has_digit or len(re.findall(r"[a-z][A-Z]", bare)) > 2)


def _is_somebodys(text: str) -> bool:
    """Say whether it is an address, and not every computer's own."""
    try:
        number = ip_address(text)
    except ValueError:
        return False
    return not (number.is_loopback or number.is_unspecified)
