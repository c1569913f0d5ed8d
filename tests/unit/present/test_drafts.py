"""Drafts in lists: which are offered first."""

from sgdesk.present.drafts import NO_SUBJECT, DraftLine, continue_text, drafts_to_offer


def line(draft_id: str, title: str, words: str = "") -> DraftLine:
    """Give a draft that waits."""
    return DraftLine(id=draft_id, title=title, people="ada@example.com", saved="14:31", words=words)


def test_only_the_newest_draft_without_a_subject_stands_before_those_with_one() -> None:
    lines = (
        line("a", NO_SUBJECT),
        line("b", NO_SUBJECT),
        line("c", "Autumn news"),
        line("d", NO_SUBJECT),
        line("e", "Winter news"),
    )
    assert [each.id for each in drafts_to_offer(lines)] == ["a", "c", "e", "b", "d"]


def test_draft_without_a_subject_is_known_by_its_first_words() -> None:
    nameless = line("a", NO_SUBJECT, "Hello Ada, our autumn news")

    assert continue_text(nameless) == (
        "Continue 'Hello Ada, our autumn news' (no subject, saved 14:31)"
    )
    assert nameless.name == "No subject – Hello Ada, our autumn news"
    assert continue_text(line("b", NO_SUBJECT)) == (
        "Continue a mail without a subject (saved 14:31)"
    )
    assert line("c", "Autumn").name == "Autumn"


def test_drafts_without_a_subject_that_begin_otherwise_are_offered_in_their_order() -> None:
    lines = (line("a", NO_SUBJECT, "Hello"), line("b", NO_SUBJECT, "Bye"), line("c", "Autumn"))

    assert [each.id for each in drafts_to_offer(lines)] == ["a", "b", "c"]
