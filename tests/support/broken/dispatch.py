"""Bodies with something wrong in time, batch, template, pool, groups or settings."""

from typing import Any

from sgdesk.clock import wall_ns
from tests.support.broken.base import P0, Json, block, case


def dispatch() -> None:
    shape = (
        "The send_at parameter is expecting a Unix timestamp as an integer. We will send "
        "immediately if you include a send_at timestamp that is in the past."
    )
    late = "Scheduling more than 72 hours in advance is forbidden."
    too_late = wall_ns() // 1_000_000_000 + 73 * 3600
    case("send_at_string", "send_at", shape, send_at="1700000000")
    case("send_at_too_late", "send_at", late, send_at=too_late)
    case("personal_send_at_string", f"{P0}.send_at", shape, **block(send_at="1700000000"))
    case("personal_send_at_too_late", f"{P0}.send_at", late, **block(send_at=too_late))
    rows: list[tuple[str, str, str, Json]] = [
        ("batch_id", "batch_id", "The batch_id must be a string.", {"batch_id": 1}),
        (
            "ip_pool_number",
            "ip_pool_name",
            "The name of your IP pool must be a string.",
            {"ip_pool_name": 1},
        ),
        (
            "ip_pool_one_character",
            "ip_pool_name",
            "The IP Pool name must be a valid pool name for your account. You provided x.",
            {"ip_pool_name": "x"},
        ),
        (
            "template_id_number",
            "template_id",
            "The template ID must be a string, you provided 5.",
            {"template_id": 5},
        ),
        (
            "template_id_unknown",
            "template_id",
            "The Template ID must be a valid template id for your account. You provided d-1.",
            {"template_id": "d-1"},
        ),
        (
            "group_id_string",
            "asm.group_id",
            "The ASM group ID must be an integer.",
            {"asm": {"group_id": "5"}},
        ),
        (
            "group_id_missing",
            "asm.group_id",
            "The ASM group ID must be an integer.",
            {"asm": {}},
        ),
        (
            "group_id_unknown",
            "asm.group_id",
            "The ASM group ID must be a valid Group ID on your account. You provided 0.",
            {"asm": {"group_id": 0}},
        ),
        *(
            (
                f"group_id_{number}",
                "asm.group_id",
                "The ASM group ID must be a valid Group ID on your account. "
                f"You provided {number}.",
                {"asm": {"group_id": number}},
            )
            for number in (10**30, -(10**30), 2**53)
        ),
        *(
            (
                f"groups_{number}",
                "asm.groups_to_display",
                "All ASM groups to display must be valid ASM groups IDs on your account. "
                f"You provided {number}.",
                {"asm": {"group_id": 2**53 - 1, "groups_to_display": [1, number]}},
            )
            for number in (10**30, -1)
        ),
        *(
            (f"{name}_{value}", name, words, {name.partition(".")[0]: changed})
            for value in (5.0, 1e3, True, "5", [5])
            for name, words, changed in (
                ("asm.group_id", "The ASM group ID must be an integer.", {"group_id": value}),
                (
                    "asm.groups_to_display",
                    "The ASM Group IDs to display must be an array of integers.",
                    {"group_id": 1, "groups_to_display": [1, value]},
                ),
                ("send_at", shape, value),
            )
        ),
        ("send_at_huge", "send_at", late, {"send_at": 10**30}),
        ("send_at_hugely_negative", "send_at", shape, {"send_at": -(10**30)}),
        (
            "groups_no_integers",
            "asm.groups_to_display",
            "The ASM Group IDs to display must be an array of integers.",
            {"asm": {"group_id": 1, "groups_to_display": ["1"]}},
        ),
        (
            "groups_unknown",
            "asm.groups_to_display",
            "All ASM groups to display must be valid ASM groups IDs on your account. "
            "You provided 0.",
            {"asm": {"group_id": 1, "groups_to_display": [0]}},
        ),
        (
            "groups_26",
            "asm.groups_to_display",
            "There is a limit of 25 unsubscribe groups that can be displayed to a user at a time.",
            {"asm": {"group_id": 1, "groups_to_display": list(range(1, 27))}},
        ),
    ]
    for id, field, message, changes in rows:
        case(id, field, message, **changes)


def settings() -> None:
    tracking = "tracking_settings"
    unsubscribe = "The subscription tracking unsubscribe content for"
    rows: list[tuple[str, str]] = [
        (
            "mail_settings.sandbox_mode.enable",
            "The sandbox mode enable param should be a boolean value.",
        ),
        (
            "mail_settings.bypass_list_management.enable",
            "The bypass list management enable param should be a boolean value.",
        ),
        ("mail_settings.footer.enable", "The footer enable param should be a boolean value."),
        ("mail_settings.footer.html", "The text/html version of your footer should be a string."),
        ("mail_settings.footer.text", "The text/plain version of your footer should be a string."),
        (
            f"{tracking}.click_tracking.enable",
            "The click tracking enable param should be a boolean value.",
        ),
        (
            f"{tracking}.click_tracking.enable_text",
            "The click tracking enable text must be a boolean value.",
        ),
        (
            f"{tracking}.open_tracking.enable",
            "The open tracking enable param should be a boolean value.",
        ),
        (
            f"{tracking}.open_tracking.substitution_tag",
            "The open tracking substitution tag must be a string.",
        ),
        (
            f"{tracking}.subscription_tracking.enable",
            "The subscription tracking enable param should be a boolean value.",
        ),
        (
            f"{tracking}.subscription_tracking.html",
            f"{unsubscribe} text/html messages must be a string.",
        ),
        (
            f"{tracking}.subscription_tracking.text",
            f"{unsubscribe} text/plain messages must be a string.",
        ),
        (
            f"{tracking}.subscription_tracking.substitution_tag",
            "The subscription tracking substitution tag must be a string value.",
        ),
        (
            f"{tracking}.ganalytics.enable",
            "The Google Analytics enable param must be a boolean value.",
        ),
        *(
            (
                f"{tracking}.ganalytics.{name}",
                f"The Google Analytics {name} must be a string value.",
            )
            for name in ("utm_source", "utm_medium", "utm_term", "utm_content", "utm_campaign")
        ),
    ]
    for path, message in rows:
        group, setting, member = path.split(".")
        # A string where a boolean is due, a number where a string is.
        wrong: Any = "true" if member.startswith("enable") else 1
        case(f"{setting}_{member}", path, message, **{group: {setting: {member: wrong}}})
    for name in ("spam", "bounce", "unsubscribe"):
        case(
            f"bypass_{name}_management_enable",
            f"mail_settings.bypass_{name}_management.enable",
            f"The bypass {name} management enable param should be a boolean value.",
            True,
            mail_settings={f"bypass_{name}_management": {"enable": "true"}},
        )
        case(
            f"bypass_list_and_{name}",
            "mail_settings.bypass_list_management",
            "bypass_list_management cannot be combined with any other bypass setting.",
            True,
            mail_settings={
                "bypass_list_management": {"enable": True},
                f"bypass_{name}_management": {"enable": True},
            },
        )


def unknown_properties() -> None:
    case(
        "unknown_at_top", "replyTo", "Additional property replyTo is not allowed", True, replyTo={}
    )
    case(
        "unknown_in_personalization",
        f"{P0}.reply_to",
        "Additional property reply_to is not allowed",
        True,
        **block(reply_to={"email": "r@example.com"}),
    )
    case(
        "unknown_in_address",
        "from.mail",
        "Additional property mail is not allowed",
        True,
        **{"from": {"email": "from@example.com", "mail": "x"}},
    )
