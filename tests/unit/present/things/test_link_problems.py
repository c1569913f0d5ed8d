"""What is wrong with where a link leads."""

import pytest

from sgdesk.present.things.link_rules import link_problem


@pytest.mark.parametrize(
    ("href", "problem"),
    [
        ("", "leads nowhere"),
        ("#", "leads nowhere"),
        ("#top", ""),
        ("acme.org", "https://"),
        ("//acme.org", "https://"),
        ("offers.html", "https://"),
        ("http:///x", "names no site"),
        ("htp://acme.org", "does not begin with http:// as it should"),
        ("hhtps://acme.org", "does not begin with https:// as it should"),
        ("https//acme.org", "does not begin with https:// as it should"),
        ("https:/acme.org", "does not begin with https:// as it should"),
        ("http://https://acme.org", "does not begin with https:// as it should"),
        ("HTTPS://acme.org/https://acme.net", ""),
        ("https://http.acme.org", ""),
        ("ftp://acme.org", ""),
        ("https;//acme.org", "does not begin with https:// as it should"),
        ("https://acme..org/x", "leads to acme..org, which is no public site"),
        ("https://acme.org./x", ""),
        ("https://[2606:4700::1111]/", ""),
        ("C:\\offers\\autumn.pdf", "is a file on this computer"),
        ("https://acme org/", "names no site"),
        ("https://acme.org:80a/x", "has a port that is no number from 1 to 65535"),
        ("https://acme.org:65536/", "has a port that is no number from 1 to 65535"),
        ("https://acme.org:0/", "has a port that is no number from 1 to 65535"),
        ("https://[2606:4700::1111]:x/", "has a port that is no number from 1 to 65535"),
        ("https://acme.org:8443/x:y", ""),
        ("https://acme.org:/x", ""),
        ("https://acme.org/a b", "holds a space"),
        ("https://acme.org/a%20b?x=1#y", ""),
        ("javascript:void(0)", "javascript:"),
        ("http://localhost:8000/", "others cannot reach"),
        ("http://192.168.1.4/", "others cannot reach"),
        ("http://intranet/", "no public site"),
        ("https://www.example.com/x", "leads to www.example.com, which is only an example address"),
        ("https://notexample.com/", ""),
        ("cid:banner", "left of a picture's code"),
        ("mailto:", "no address"),
        ("mailto:ada@acme.org?subject=Hi there", ""),
        ("ada@acme.org", "mailto:"),
        ("tel:+49123", ""),
        ("{{link}}", ""),
        ("<%asm_group_unsubscribe_raw_url%>", ""),
    ],
)
def test_link_is_judged_by_its_words(href: str, problem: str) -> None:
    found = link_problem(href)

    assert problem in found
    assert bool(found) == bool(problem)
