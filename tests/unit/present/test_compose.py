"""From a form to a message and back."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sgdesk.message import Address, Message, Recipient, SendOptions, Tracking
from sgdesk.present.compose import compose, field_of, form_of, words_by_field
from sgdesk.present.form import ComposeForm
from sgdesk.route import WebApiPath

words = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("C", "Z")), max_size=20
)
names = st.from_regex(r"\AX-[A-Za-z]{1,8}\Z")
switches = st.none() | st.booleans()
FORM = ComposeForm(sender="news@example.com", to="ada@example.com", subject="Hi", html="<p>Hi</p>")


@st.composite
def labelled(draw: st.DrawFn) -> Message:
    """Draw a message with everything that the More tab holds."""
    headers = draw(st.dictionaries(names, words, max_size=3))
    own_data = draw(st.dictionaries(words.filter(bool), words, max_size=3))
    return Message(
        sender=Address(email="news@example.com", name="News"),
        to=(Recipient(address=Address(email="ada@example.com")),),
        reply_to=draw(st.sampled_from(((), (Address(email="answers@example.org", name="A, B"),)))),
        subject="Hi",
        html="<p>Hi</p>",
        headers=tuple({name.lower(): (name, value) for name, value in headers.items()}.values()),
        categories=tuple(draw(st.lists(names, max_size=3, unique=True))),
        custom_args=tuple(own_data.items()),
        options=SendOptions(tracking=draw(st.builds(Tracking, opens=switches, clicks=switches))),
    )


@given(labelled())
def test_message_shown_as_a_form_and_read_again_is_the_same(message: Message) -> None:
    read = compose(form_of(message), WebApiPath())

    assert read.message == message, read.errors


def test_finding_comes_back_to_the_field_in_which_it_was_typed() -> None:
    form = replace(FORM, reply_to="nobody")
    assert set(words_by_field(compose(form, WebApiPath()).errors)) == {"reply_to"}
    form = replace(FORM, headers=(("Subject", "x"), ("", "value without a name")))
    assert set(words_by_field(compose(form, WebApiPath()).errors)) == {"headers"}
    form = replace(FORM, categories=("x" * 300,), custom_args=(("a", "1"), ("a", "2")))
    assert set(words_by_field(compose(form, WebApiPath()).errors)) == {"categories", "custom_args"}
    assert field_of("options.tracking") == "tracking"


def test_rows_without_a_word_are_left_out() -> None:
    form = replace(FORM, headers=((" ", ""),), categories=("", " "), custom_args=(("", ""),))

    message = compose(form, WebApiPath()).message

    assert message is not None
    assert (message.headers, message.categories, message.custom_args) == ((), (), ())
