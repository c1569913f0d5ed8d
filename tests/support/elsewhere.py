"""What the lines for another computer print, written down; and computers that lack tools."""

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

BARE = (
    *("sh", "date", "sleep", "cat", "cut", "sed", "sort", "tr", "head", "tail", "grep", "env"),
    *("getent", "uname"),
)
"""What the smallest Debian and Alpine have of what the lines use."""
_HEAD = "sgdesk-test 1 sh 2026-01-02T03:04:05Z bash openssl roots"
MAIL, API = "smtp.sendgrid.net", "api.sendgrid.com"
_HELLO = f"250 {MAIL},8BITMIME,PIPELINING,SIZE 31457280,STARTTLS,AUTH PLAIN LOGIN"
_TLS = "code 0 roots TLSv1.3 TLS_AES_256_GCM_SHA384"
PORTS = {587: "starttls", 2525: "starttls", 465: "tls", 25: "starttls"}


def printed(lines: Sequence[str]) -> str:
    """Give lines as they are printed: each with its number, and the count at the end."""
    numbered = [f"sg{n:03d} {line}" for n, line in enumerate(lines, start=1)]
    characters = sum(map(len, lines))
    end = f"sg{len(lines) + 1:03d} end {len(lines)} lines {characters} characters"
    return "".join(f"{line}\n" for line in (*numbered, end))


def all_is_well() -> list[str]:
    """Give the lines of a computer with every tool on a network without a fault."""
    api, address = f"{API}:443 3.64.111.9", "52.28.77.4"
    lines = [_HEAD, f"test api {API}:443 tls"]
    lines += [f"test smtp {MAIL}:{port} {tls}" for port, tls in PORTS.items()]
    lines += [f"{API} ipv4 look-up ok 12 3.64.111.9", f"{API} ipv6 look-up no 9 not found"]
    lines += [f"{MAIL} ipv4 look-up ok 11 {address}", f"{MAIL} ipv6 look-up no 9 not found"]
    lines += [f"{api} connect ok 20", *_tls(api)]
    lines += [f"{api} http ok - HTTP/1.1 401 Unauthorized"]
    lines += [f"{api} http-content-type ok - application/json"]
    lines += [f"{api} http-date ok - Fri, 02 Jan 2026 03:04:07 GMT"]
    lines += [f'{api} http-body ok - {{"errors":[{{"message":"authorization required"}}]}}']
    for port, tls in PORTS.items():
        lines += _mail(f"{MAIL}:{port} {address}", tls)
    return lines


def _mail(way: str, tls: str) -> list[str]:
    greeting = f"{way} greeting ok - 220 SG ESMTP service ready at ismtpd-1.sendgrid.net"
    inner = f"{way} inner-ehlo ok - {_HELLO}"
    if tls == "tls":
        return [f"{way} connect ok 21", *_tls(way), greeting, inner]
    talk = [greeting, f"{way} ehlo ok - {_HELLO}", f"{way} starttls ok - 220 Begin TLS"]
    return [f"{way} connect ok 21", *talk, *_tls(way), inner]


def _tls(way: str) -> list[str]:
    return [
        f"{way} tls ok - {_TLS}",
        f"{way} tls-dates ok - Jan 1 00:00:00 2026 GMT until Dec 31 00:00:00 2026 GMT",
        f"{way} tls-issuer ok - CN=A public CA,O=Example,C=US",
        f"{way} tls-names ok - DNS:*.sendgrid.com, DNS:*.sendgrid.net",
    ]


def stopped(port: int, *steps: str, lines: Sequence[str] = ()) -> list[str]:
    """Give the lines where a mail port goes another way: `steps` in place of its own."""
    way = f"{MAIL}:{port} "
    given = list(lines or all_is_well())
    first = next(n for n, line in enumerate(given) if line.startswith(way))
    left = [line for line in given if not line.startswith(way)]
    return left[:first] + [f"{way}52.28.77.4 {step}" for step in steps] + left[first:]


def tools(folder: Path, *more: str, busybox: bool = False) -> str:
    """Make a folder of programs to stand alone in PATH: the bare ones, and `more`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*BARE, *more):
        program = _program(name, busybox=busybox)
        if not (folder / name).exists():
            (folder / name).symlink_to(program)
    return str(folder)


def _program(name: str, *, busybox: bool) -> str:
    # Busybox has no getent; Alpine brings one of its own.
    if busybox and name != "getent":
        return _found("busybox")
    return _found("dash" if name == "sh" else name)


def _found(name: str) -> str:
    path = shutil.which(name)
    assert path is not None, f"the tests need {name}"
    return path


def reworded(lines: Iterable[str], old: str, new: str) -> list[str]:
    """Give the lines with other words."""
    return [line.replace(old, new) for line in lines]
