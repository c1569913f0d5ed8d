"""Bodies with something wrong in headers, arguments, substitutions or categories."""

from typing import Any

from tests.support.broken.base import DYNAMIC, LEGACY, P0, block, case


def headers() -> None:
    top = [
        ("value_number", "The header values must be strings.", {"X-A": 1}),
        (
            "key_with_space",
            "Header keys cannot contain non-ASCII characters and empty spaces.",
            {"X A": "1"},
        ),
        (
            "key_not_ascii",
            "Header keys cannot contain non-ASCII characters and empty spaces.",
            {"X-Ä": "1"},
        ),
        ("duplicate", "The headers cannot contain duplicate keys.", {"X-A": "1", "x-a": "2"}),
    ]
    for id, message, headers in top:
        case(f"header_{id}", "headers", message, headers=headers)
    reserved = (
        *("x-sg-id", "x-sg-eid", "received", "dkim-signature", "Content-Type"),
        *("Content-Transfer-Encoding", "To", "From", "Subject", "Reply-To", "CC", "BCC"),
    )
    for name in reserved:
        case(
            f"header_reserved_{name}",
            "headers",
            "Header can not be one of the reserved keys.",
            headers={name: "x"},
        )
    personal = [
        ("value_number", "All values of the headers object must be strings.", {"X-A": 1}),
        (
            "key_with_space",
            "Header keys cannot contain non-ASCII characters or empty spaces.",
            {"X A": "1"},
        ),
        ("duplicate", "The headers cannot contain duplicate keys.", {"X-A": "1", "x-a": "2"}),
        ("reserved", "Header cannot be one of the reserved keys.", {"Bcc": "x@example.com"}),
    ]
    for id, message, headers in personal:
        case(f"personal_header_{id}", f"{P0}.headers", message, **block(headers=headers))


def arguments() -> None:
    strings = "All values of custom arguments object must be strings"
    case("custom_arg_number", "custom_args", strings, custom_args={"a": 1})
    case(
        "custom_args_string",
        "custom_args",
        "Invalid type. Expected: object, given: string.",
        custom_args="a",
    )
    case("custom_args_empty", "custom_args", "custom_args cannot be empty.", custom_args={})
    at = f"{P0}.custom_args"
    case("personal_custom_arg_number", at, strings, **block(custom_args={"a": 1}))
    case("personal_custom_args_empty", at, "custom_args cannot be empty.", **block(custom_args={}))
    size = (
        "The combined size of both global and personalization custom arguments may not exceed "
        "10,000 bytes per personalization."
    )
    case(
        "custom_args_too_big_together",
        at,
        size,
        custom_args={"a": "ä" * 2500},
        **block(custom_args={"b": "ä" * 2500}),
    )
    at = f"{P0}.substitutions"
    values = (
        "The substitution values must be an object of key/value pairs, where the values are all "
        "strings."
    )
    case("substitution_number", at, values, **block(substitutions={"-a-": 1}))
    case("substitutions_array", at, values, **block(substitutions=["a"]))
    case(
        "10001_substitutions",
        at,
        "You are limited to 10,000 substitutions.",
        **block(substitutions={str(number): "" for number in range(10_001)}),
    )
    case(
        "substitutions_too_big",
        at,
        "The substitutions may not exceed 10,000 bytes per personalization.",
        True,
        **block(substitutions={"-a-": "x" * 10_000}),
    )
    case(
        "substitutions_with_dynamic_template",
        at,
        "Substitutions may not be used with dynamic templating",
        template_id=DYNAMIC,
        **block(substitutions={"-a-": "x"}),
    )
    case(
        "dynamic_data_with_legacy_template",
        f"{P0}.dynamic_template_data",
        "dynamic_template_data may only be used with a dynamic template.",
        True,
        template_id=LEGACY,
        **block(dynamic_template_data={"a": 1}),
    )
    case("section_number", "sections", "The section values must be strings.", sections={"-a-": 1})


def categories() -> None:
    rows: list[tuple[str, str, Any]] = [
        (
            "eleven",
            "There is a limit of 10 categories for each email that is sent. "
            "You provided 11 categories.",
            [str(number) for number in range(11)],
        ),
        ("string", "Categories must be an array of strings.", "one"),
        ("number", "Categories must be an array of strings.", [1]),
        (
            "256_characters",
            f"Each category must not be longer than 255 characters. {'x' * 256} exceeds this limit",
            ["x" * 256],
        ),
        (
            "twice",
            "The categories must be a unique list, and you have included one more than once.",
            ["one", "one"],
        ),
        ("not_ascii", "Categories can not contain non-ASCII characters.", ["Grüße"]),
    ]
    for id, message, categories in rows:
        case(f"category_{id}", "categories", message, categories=categories)
