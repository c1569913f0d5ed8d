"""Mails that try to ask somebody for something or to run, one way each.

They stand in `tests/data/hostile_mails.txt`. There `{u}` is the address of a listener on this
computer, `{h}` the same without its scheme, `{port}` its port, `{file}` the address of a file
that exists, `{run}` a script that marks the page and calls home.
"""

from tests.support.house import CHECKOUT

_FILE = CHECKOUT / "tests" / "data" / "hostile_mails.txt"
_RUN = (
    "document.documentElement.setAttribute('data-ran','1');document.title='ran';"
    "new Image().src='{u}/ran';fetch('{u}/ran')"
)


def hostile_mails(port: int, file_url: str, host: str = "127.0.0.1") -> dict[str, str]:
    """Give every case by name, as HTML that names a listener at `port` and a file."""
    cases = {}
    for case in _FILE.read_text(encoding="utf-8").split("== ")[1:]:
        name, _, html = case.partition("\n")
        for word, value in (
            ("{run}", _RUN),
            ("{u}", f"http://{host}:{port}"),
            ("{h}", f"{host}:{port}"),
            ("{port}", str(port)),
            ("{file}", file_url),
        ):
            html = html.replace(word, value)
        cases[name] = html
    return cases
