"""An address field as a value: selecting, removing, editing in place, undoing."""

from sgdesk.present.chips import Chips, History, Kept
from sgdesk.present.recipients import read_list

THREE = Chips().add(read_list("a@example.com, b@example.com, c@example.com"))


def labels(chips: Chips) -> list[str]:
    """Give the first letters, for short."""
    return [entry.label[0] for entry in chips.entries]


def test_left_goes_back_from_typing_and_right_beyond_the_last_types_again() -> None:
    on_last = THREE.move(-1)

    assert on_last.current == 2
    assert on_last.move(-1).move(-1).move(-1).current == 0
    assert on_last.move(1).current is None


def test_selection_grows_with_shift_and_is_copied_and_removed_whole() -> None:
    two = THREE.move(-1).move(-1, extend=True)

    assert two.selected_text() == "b@example.com, c@example.com"
    assert labels(two.without_selected()) == ["a"]
    assert THREE.select_all().without_selected().entries == ()


def test_chip_that_was_taken_out_comes_back_in_its_place() -> None:
    rest, text = THREE.take_out(1)

    assert text == "b@example.com"
    assert labels(rest.add(read_list("x@example.com, y@example.com"))) == ["a", "x", "y", "c"]


def test_undone_step_can_be_done_again_until_something_else_is_done() -> None:
    history = History()
    before, after = Kept(chips=Chips(), typed="a@example.com"), Kept(chips=THREE, typed="")
    history.keep(before)

    assert history.undo(after) == before
    assert history.redo(before) == after
    history.keep(after)
    assert history.redo(after) is None


def test_surname_and_first_name_that_were_typed_with_a_comma_are_one_person() -> None:
    surname = Chips().add_typed("x@example.com").add_typed("Lovelace")

    assert surname.entries[-1].problem
    (_, ada) = surname.add_typed("Ada <ada@example.com>").entries
    assert (ada.label, ada.problem) == ("Lovelace, Ada <ada@example.com>", "")
    assert len(surname.add_typed("ada@example.com").entries) == 3
