"""Bodies with something wrong in who sends, who gets it and who is answered."""

from tests.support.broken.base import ENDING, P0, P, block, case, people


def recipients() -> None:
    case("no_personalizations", P, "You must have at least one personalization.", **{P: None})
    case("empty_personalizations", P, "You must have at least one personalization.", **{P: []})
    case(
        "personalizations_no_array",
        P,
        "Invalid type. Expected: array, given: object.",
        **{P: {"to": []}},
    )
    case(
        "personalization_no_object",
        P0,
        "Invalid type. Expected: object, given: string.",
        **{P: ["to@example.com"]},
    )
    case(
        "1001_recipients",
        P,
        "There is a limit of 1000 total recipients (to + cc + bcc) per request.",
        **{P: [{"to": people(500), "cc": people(300, 500), "bcc": people(201, 800)}]},
    )
    required = (
        "The to array is required for all personalization objects, and must have at least one "
        "email object with a valid email address."
    )
    case("to_missing", f"{P0}.to", required, **block(to=None, bcc=people(1)))
    case("to_empty", f"{P0}.to", required, **block(to=[]))
    case(
        "to_no_array",
        f"{P0}.to",
        "Invalid type. Expected: array, given: object.",
        **block(to={"email": "to@example.com"}),
    )
    case(
        "to_entry_no_object",
        f"{P0}.to.0",
        "Invalid type. Expected: object, given: string.",
        **block(to=["to@example.com"]),
    )
    case(
        "to_without_email",
        f"{P0}.to",
        "The to array must at least have an email parameter with a valid email address and it may "
        f"also contain a name parameter. {ENDING}",
        **block(to=[{"name": "Nobody"}]),
    )
    for name in ("cc", "bcc"):
        case(
            f"{name}_without_email",
            f"{P0}.{name}",
            f"The {name} array, when used, must at least have an email parameter with a valid "
            f"email address and it may also contain a name parameter. {ENDING}",
            **block(**{name: [{"name": "Nobody"}]}),
        )
    for name in ("to", "cc", "bcc"):
        case(
            f"{name}_invalid_address",
            f"{P0}.{name}.0.email",
            "Does not contain a valid address.",
            **block(**{name: [{"email": "not an address"}]}),
        )
    long = "a" * 309 + "@example.com"
    for name, role in (("to", "To"), ("cc", "CC"), ("bcc", "BCC")):
        case(
            f"{name}_321_characters",
            f"{P0}.{name}",
            f"The {role} email exceeds the maximum total length of 320 characters",
            **block(**{name: [{"email": long}]}),
        )
    for name in ("to", "cc", "bcc"):
        case(
            f"{name}_name_with_semicolon",
            f"{P0}.{name}.0.name",
            "The name cannot contain ';' or ',' characters.",
            True,
            **block(**{name: [{"email": "x@example.com", "name": "Last; First"}]}),
        )
    case(
        "to_name_with_comma",
        f"{P0}.to.0.name",
        "The name cannot contain ';' or ',' characters.",
        True,
        **block(to=[{"email": "x@example.com", "name": "Last, First"}]),
    )
    case(
        "duplicate_in_bcc_in_other_case",
        P0,
        "Each email address in the personalization block should be unique between to, cc, and bcc. "
        "We found the first duplicate instance of [to@example.com] in the "
        "personalizations.0.bcc field.",
        **block(bcc=[{"email": "TO@example.com"}]),
    )


def too_many_personalizations() -> None:
    # With one recipient each it breaks the limit on recipients, too.
    case(
        "1001_personalizations",
        P,
        "The personalization block is limited to 1000 personalizations per API request. You have "
        "provided 1001 personalizations. Please consider splitting this into multiple requests "
        "and resending your request.",
        False,
        2,
        **{P: [{"to": people(1, number)} for number in range(1001)]},
    )


def senders() -> None:
    case(
        "from_missing",
        "from",
        "The from object must be provided for every email send. It is an object that requires the "
        f"email parameter, but may also contain a name parameter. {ENDING}",
        **{"from": None},
    )
    case(
        "from_no_object",
        "from",
        "Invalid type. Expected: object, given: string.",
        **{"from": "from@example.com"},
    )
    case(
        "from_without_email",
        "from",
        "The from object must at least have an email parameter with a valid email address and may "
        f"also contain a name parameter. {ENDING}",
        **{"from": {"name": "Somebody"}},
    )
    case(
        "from_invalid_address",
        "from.email",
        "Does not contain a valid address.",
        **{"from": {"email": "from.example.com"}},
    )
    case(
        "from_not_ascii",
        "from.email",
        "Does not contain a valid address.",
        **{"from": {"email": "für@example.com"}},
    )
    case(
        "from_321_characters",
        "from",
        "The From email exceeds the maximum total length of 320 characters",
        **{"from": {"email": "a" * 309 + "@example.com"}},
    )
    case(
        "personalization_from_of_other_domain",
        f"{P0}.from",
        "The domain of a personalization's from must match the domain of the message's from.",
        True,
        **block(**{"from": {"email": "from@example.org"}}),
    )
    case(
        "reply_to_array",
        "reply_to",
        "Invalid type. Expected: object, given: array.",
        reply_to=[{"email": "r@example.com"}],
    )
    case(
        "reply_to_without_email",
        "reply_to",
        "The reply_to object, when used, must at least have an email parameter with a valid email "
        f"address and it may also contain a name parameter. {ENDING}",
        reply_to={"name": "Somebody"},
    )
    case(
        "reply_to_321_characters",
        "reply_to",
        "The Reply-To email exceeds the maximum total length of 320 characters",
        reply_to={"email": "a" * 309 + "@example.com"},
    )
    case(
        "both_reply_to",
        "reply_to_list",
        "The reply_to and reply_to_list parameters are mutually exclusive.",
        True,
        reply_to={"email": "r@example.com"},
        reply_to_list=[{"email": "s@example.com"}],
    )
    case(
        "1001_in_reply_to_list",
        "reply_to_list",
        "There is a limit of 1000 addresses in reply_to_list.",
        True,
        reply_to_list=people(1001),
    )
    case(
        "reply_to_list_duplicate",
        "reply_to_list",
        "The reply_to_list must be a unique list, and you have included r@example.com more "
        "than once.",
        True,
        reply_to_list=[{"email": "r@example.com"}, {"email": "r@example.com"}],
    )
