"""Domains that are a slip away from those of large mail providers."""

import pytest

from sgdesk.present.form import ComposeForm
from sgdesk.present.things.domain_rules import meant
from sgdesk.present.things.mend import mend
from sgdesk.present.things.table import look
from sgdesk.present.things.thing import Around


@pytest.mark.parametrize(
    ("domain", "provider"),
    [
        ("gmial.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("hotnail.com", "hotmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("yaho.com", "yahoo.com"),
        ("ahoo.com", "yahoo.com"),
        ("gmail.com", ""),
        ("gmx.com", ""),
        ("yahoo.ca", ""),
        ("hotmail.co.uk", ""),
        ("example.com", ""),
    ],
)
def test_slip_in_the_domain_of_a_large_provider_is_told(domain: str, provider: str) -> None:
    assert meant(domain) == provider


def test_slip_is_told_once_for_all_who_have_it_and_mended_for_all() -> None:
    form = ComposeForm(to="Ada <ada@gmial.com>, ben@GMIAL.com, cleo@example.com", markdown="Hello")
    (thing,) = [each for each in look(form, Around(people=3)) if each.rule == "domain_mistyped"]

    assert thing.words == "2 addresses are at gmial.com, which is almost gmail.com."
    assert thing.fix is not None
    mended = mend(form, thing.fix.change)
    assert mended.to == "Ada <ada@gmail.com>, ben@gmail.com, cleo@example.com"
