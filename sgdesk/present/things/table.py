"""The table of rules, and the look at a form through all of them."""

from sgdesk.present.form import ComposeForm
from sgdesk.present.readiness import Stop
from sgdesk.present.things import (
    body_rules,
    code_rules,
    domain_rules,
    head_rules,
    link_rules,
    path_rules,
    secret_rules,
)
from sgdesk.present.things.thing import Around, Rule, Thing
from sgdesk.present.things.written import Written

RULES: tuple[Rule, ...] = (
    Rule(id="secret", find=secret_rules.secrets),
    Rule(id=head_rules.ALL_SEE, find=head_rules.all_see),
    Rule(id="subject_empty", find=head_rules.subject_empty),
    Rule(id="html_source", find=code_rules.html_source),
    Rule(id="lost_by_path", find=path_rules.lost),
    Rule(id="merge_mark", find=body_rules.merge_marks),
    Rule(id="code_broken", find=code_rules.code_broken),
    Rule(id="filler", find=body_rules.filler),
    Rule(id="repeats", find=head_rules.repeats),
    Rule(id="domain_mistyped", find=domain_rules.domains_mistyped),
    Rule(id="link_broken", find=link_rules.links_broken),
    Rule(id="cid_dead", find=body_rules.cid_dead),
    Rule(id="image_elsewhere", find=body_rules.image_elsewhere),
    Rule(id="attachment_forgotten", find=body_rules.attachment_forgotten),
    Rule(id="unsubscribe_missing", find=head_rules.unsubscribe_missing),
    Rule(id="text_missing", find=body_rules.text_missing),
    Rule(id="image_alt", find=body_rules.image_alt),
    Rule(id="inline_unused", find=body_rules.inline_unused),
    Rule(id="size_large", find=body_rules.size_large),
    Rule(id="html_clipped", find=body_rules.html_clipped),
    Rule(id="subject_shouts", find=head_rules.subject_shouts),
    Rule(id="subject_long", find=head_rules.subject_long),
    Rule(id="reply_to_elsewhere", find=head_rules.reply_to_elsewhere),
    Rule(id="name_comma", find=head_rules.name_comma),
)
"""In the order in which they are listed: what hurts most comes first."""

MOST_THINGS = 50
"""More than anybody goes through; a page of broken links is one problem."""


def look(form: ComposeForm, around: Around) -> tuple[Thing, ...]:
    """Give everything to look at in a form, by the order of the rules; runs in any thread."""
    if form.is_blank:
        return ()
    written = Written(form, around)
    found: list[Thing] = []
    for rule in RULES:
        for thing in rule.find(written):
            found.append(thing)
            if len(found) == MOST_THINGS:
                return tuple(found)
    return tuple(found)


def has_body(form: ComposeForm) -> bool:
    """Say whether there is a mail to look at, and not only an envelope for one."""
    return any(part.strip() for part in (form.markdown, form.html, form.text))


def summary(
    things: tuple[Thing, ...],
    *,
    has_body: bool,
    stop: Stop | None = None,
    has_failed: bool = False,
) -> str:
    """Say how many there are; praise nothing that is not written yet, or would not go out.

    Nor one that `has_failed` to go out, though that need not be the mail's fault.
    """
    is_wrong = stop is not None and stop.is_wrong_address
    if not things and not has_body and not is_wrong:
        return "The mail is still empty"
    if not things:
        praise = "Nothing to look at in the mail" if has_failed else "Ready to send"
        return praise if stop is None else stop.words
    if len(things) == 1:
        return "1 thing to look at"
    many = f"{len(things)} or more" if len(things) == MOST_THINGS else str(len(things))
    return f"{many} things to look at"
