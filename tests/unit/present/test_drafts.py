"""Drafts in lists: which are offered first."""

from sgdesk.present.drafts import NO_SUBJECT, DraftLine, drafts_to_offer


def line(draft_id: str, title: str) -> DraftLine:
    """Give a draft that waits."""
    return DraftLine(id=draft_id, title=title, people="ada@example.com", saved="14:31")


def test_only_the_newest_draft_without_a_subject_stands_before_those_with_one() -> None:
    lines = (
        line("a", NO_SUBJECT),
        line("b", NO_SUBJECT),
        line("c", "Autumn news"),
        line("d", NO_SUBJECT),
        line("e", "Winter news"),
    )
    assert [each.id for each in drafts_to_offer(lines)] == ["a", "c", "e", "b", "d"]
