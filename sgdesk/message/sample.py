"""A small mail that needs nothing: to look around with, and for the local SendGrid."""

from sgdesk.message.model import Address, Message, Recipient

_TEXT = """\
Hello Ada,

this mail was made by sgdesk to show how a send looks and where its time goes.
It crossed the wire with accents and symbols in it: é ü ß ø ł, Ω, ✓.

Grüße
sgdesk
"""

_HTML = """\
<!doctype html>
<html lang="en">
  <body style="font-family: sans-serif; color: #1b2733">
    <h1 style="font-size: 20px">Hello Ada,</h1>
    <p>this mail was made by <b>sgdesk</b> to show how a send looks and where its time goes.</p>
    <p>It crossed the wire with accents and symbols in it: é ü ß ø ł, Ω, ✓.</p>
    <p>Grüße<br>sgdesk</p>
  </body>
</html>
"""


def sample() -> Message:
    """Give the sample mail, from and to example.com."""
    return Message(
        sender=Address(email="sender@example.com", name="Grace Hopper"),
        to=(Recipient(address=Address(email="ada@example.com", name="Ada Lovelace")),),
        subject="A first mail from sgdesk — ça marche ✓",
        text=_TEXT,
        html=_HTML,
        categories=("sgdesk-sample",),
        custom_args=(("origin", "sample"),),
    )
