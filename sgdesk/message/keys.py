"""Find SendGrid keys that stand in a mail, so that neither history nor transcript keeps one.

Whoever gets the mail reads the key; here it is only found.
"""

from collections.abc import Iterator

from sgdesk.message.model import Attachment, Message
from sgdesk.secret import keys_in


def texts_of(message: Message) -> Iterator[tuple[str, str]]:
    """Give each text that goes along with the words for its place, files last."""
    yield from _written(message)
    for file in message.attachments:
        yield f"the file {file.filename}", _text(file)


def keys_of(message: Message) -> tuple[str, ...]:
    """Give what has the form of a SendGrid key, each once."""
    texts = [text for _, text in _written(message)]
    # Asked of the bytes first: twenty megabytes of text take 40 ms, and an attempt waits.
    texts += [_text(file) for file in message.attachments if b"SG." in file.content]
    return tuple(dict.fromkeys(key for text in texts for key in keys_in(text)))


def _text(file: Attachment) -> str:
    """Give a file's bytes as characters of the same numbers: what is ASCII stays it."""
    return file.content.decode("latin-1")


def _written(message: Message) -> Iterator[tuple[str, str]]:
    yield "the subject", message.subject
    yield "the plain text", message.text
    yield "the HTML", message.html
    for name, value in message.headers:
        yield f"the header {name}", value
    for name, value in message.custom_args:
        yield f"the own data {name}", value
    for category in message.categories:
        yield "a category", category
    yield "the template data", message.options.template_data_json
    for recipient in message.to:
        yield "the template data", recipient.template_data_json
        for tag, value in recipient.substitutions:
            yield f"the values of {tag}", value
