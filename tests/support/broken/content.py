"""Bodies with something wrong in subject, text or attachments."""

from tests.support.broken.base import P0, Json, attachment, block, case, people


def content() -> None:
    shape = "The subject of your email must be a string at least one character in length."
    case("subject_empty", "subject", shape, subject="")
    case("subject_number", "subject", shape, subject=5)
    case("personal_subject_empty", f"{P0}.subject", shape, **block(subject=""))
    case(
        "no_subject_anywhere",
        "subject",
        "The subject is required. You can get around this requirement if you use a template with "
        "a subject defined or if every personalization has a subject defined.",
        subject=None,
    )
    case(
        "one_personalization_without_subject",
        "personalizations.1.subject",
        "The subject is required. You can get around this requirement if you use a template with "
        "a subject defined.",
        subject=None,
        personalizations=[{"to": people(1), "subject": "One"}, {"to": people(1, 1)}],
    )
    case(
        "content_missing",
        "content",
        "The content param is required unless you are using a transactional template and have "
        "defined a template_ID.",
        content=None,
    )
    case(
        "content_empty",
        "content",
        "There must be at least one defined content block. We typically suggest both text/plain "
        "and text/html blocks are included, but only one block is required.",
        content=[],
    )
    parts: list[tuple[str, str, str, Json]] = [
        (
            "type_missing",
            "type",
            "A content type is required, this tells email clients how to display the email.",
            {"value": "x"},
        ),
        (
            "type_empty",
            "type",
            "Your content type must be a string with length of at least one character.",
            {"type": "", "value": "x"},
        ),
        (
            "type_with_charset",
            "type",
            "Cannot contain ';', or CRLF characters.",
            {"type": "text/plain; charset=utf-8", "value": "x"},
        ),
        (
            "value_missing",
            "value",
            "A content value is required, this is the content of the email you are sending.",
            {"type": "text/plain"},
        ),
        (
            "value_empty",
            "value",
            "The content value must be a string at least one character in length.",
            {"type": "text/plain", "value": ""},
        ),
    ]
    for id, member, message, part in parts:
        case(f"content_{id}", f"content.0.{member}", message, content=[part])
    case(
        "html_before_plain",
        "content",
        "Following RFC 1341, section 7.2, if either text/html or text/plain are to be sent in "
        "your email: text/plain needs to be first, followed by text/html, followed by any other "
        "content.",
        content=[{"type": "text/html", "value": "<p>"}, {"type": "text/plain", "value": "x"}],
    )


def attachments() -> None:
    at = "attachments.0"
    rows: list[tuple[str, str, str, Json]] = [
        (
            "content_missing",
            "content",
            "The attachment content must be a string at least one character in length.",
            {"content": None},
        ),
        (
            "content_empty",
            "content",
            "The attachment content must be a string at least one character in length.",
            {"content": ""},
        ),
        (
            "content_url_safe",
            "content",
            "The attachment content must be base64 encoded.",
            {"content": "-_-_"},
        ),
        (
            "content_with_line_break",
            "content",
            "The attachment content must be base64 encoded.",
            {"content": "aGVs\r\nbG8="},
        ),
        ("filename_missing", "filename", "filename is required.", {"filename": None}),
        (
            "filename_number",
            "filename",
            "The filename of your attachment must be a string.",
            {"filename": 5},
        ),
        (
            "filename_with_line_end",
            "filename",
            "The filename of your attachment cannot contain CRLF characters.",
            {"filename": "a\r\nb"},
        ),
        (
            "type_empty",
            "type",
            "The attachment type must be a string and at least one character in length.",
            {"type": ""},
        ),
        (
            "type_with_charset",
            "type",
            "The type cannot contain ';', or CRLF characters.",
            {"type": "text/plain; charset=utf-8"},
        ),
        (
            "disposition",
            "disposition",
            'The disposition of your attachment can be either "inline" or "attachment". '
            "You provided hidden.",
            {"disposition": "hidden"},
        ),
        (
            "content_id_number",
            "content_id",
            "The content ID of your attachment must be a string. You provided 7.",
            {"content_id": 7},
        ),
        (
            "content_id_with_line_end",
            "content_id",
            "The content ID of your attachment cannot contain CRLF characters.",
            {"content_id": "a\nb"},
        ),
    ]
    for id, member, message, changes in rows:
        case(f"attachment_{id}", f"{at}.{member}", message, **attachment(**changes))
    for mark in ";,":
        case(
            f"attachment_filename_with_{'semicolon' if mark == ';' else 'comma'}",
            f"{at}.filename",
            "The filename of your attachment cannot contain ';' or ',' characters.",
            True,
            **attachment(filename=f"a{mark}b"),
        )
