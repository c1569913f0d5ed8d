"""Accounts are readable profiles; their keys lie elsewhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.account.account import Known, PathStanding
from sgdesk.account.book import AccountBook
from sgdesk.account.keystore import SERVICE, KeyPlace, KeyStore
from sgdesk.account.known import KNOWN_FILE
from sgdesk.account.refusal import Refusal
from sgdesk.clock import wall_utc
from sgdesk.errors import InputError, KeyStoreError, NoKeyStoreError, SecretError
from sgdesk.profile import CONFIG_FILE
from sgdesk.secret import Secret
from tests.support.keys import KEY, MemoryKeys, store_over

VALUES = {"sender": "news@example.org", "region": "eu", "may_mail": ["@example.org"]}


def book_in(folder: Path, keys: KeyStore | None = None) -> AccountBook:
    """Open the accounts of a folder."""
    environ = {"SGDESK_CONFIG_DIR": str(folder / "c"), "SGDESK_DATA_DIR": str(folder / "d")}
    return AccountBook(environ, keys or store_over(MemoryKeys()))


def test_account_comes_back_with_all_that_was_found_out_and_no_file_has_the_key(
    tmp_path: Path,
) -> None:
    known = Known(
        checked_at=wall_utc(), paths=(PathStanding(path="webapi", works=True),), may_send=True
    )
    added = book_in(tmp_path).add("example.org", VALUES, Secret(KEY), KeyPlace.SYSTEM, known)
    (account,) = book_in(tmp_path).accounts()

    assert account == added
    assert (account.sender, account.region, account.may_mail) == (
        "news@example.org",
        "eu",
        ("@example.org",),
    )
    assert account.known == replace(known, masked_key="SG.a1B2…••••", key_place="system")
    text = (tmp_path / "c" / CONFIG_FILE).read_text()
    assert '[profiles."example.org"]' in text
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert KEY[8:] not in file.read_text()
        assert file.stat().st_mode & 0o077 == 0


def test_damaged_findings_are_no_error(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM)
    for damage in ("{", "[]", '{"work": 3}', '{"work": {"paths": "x"}}'):
        (tmp_path / "d" / KNOWN_FILE).write_text(damage)

        assert book.account("work").known == Known()


def test_profile_that_cannot_be_used_says_why_and_leaves_the_others_alone(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM)
    path = tmp_path / "c" / CONFIG_FILE
    path.write_text(path.read_text() + '[profiles.bad]\nregion = "moon"\n')
    bad, work = book.accounts()

    assert "moon" in bad.trouble
    assert work.trouble == ""


def test_rename_takes_the_key_along(tmp_path: Path) -> None:
    keys = MemoryKeys()
    book = book_in(tmp_path, store_over(keys))
    book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM)
    book.rename("work", "news")

    assert keys.texts == {(SERVICE, "news"): KEY}
    assert [account.name for account in book.accounts()] == ["news"]
    assert book.account("news").masked_key == "SG.a1B2…••••"


def test_removed_account_leaves_no_key(tmp_path: Path) -> None:
    keys = MemoryKeys()
    book = book_in(tmp_path, store_over(keys))
    book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM)
    book.remove("work")

    assert keys.texts == {}
    assert book.accounts() == ()


@pytest.mark.parametrize("folder", ["c", "d"])
def test_account_that_cannot_be_written_leaves_no_key_and_no_name(
    tmp_path: Path, folder: str
) -> None:
    keys = MemoryKeys()
    book = book_in(tmp_path, store_over(keys))
    (tmp_path / folder).symlink_to("nowhere")

    with pytest.raises(OSError, match=str(tmp_path / folder)):
        book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM)
    assert keys.texts == {}
    (tmp_path / folder).unlink()
    assert book.accounts() == ()


def test_account_whose_new_name_cannot_be_written_keeps_its_key_under_the_old_one_alone(
    tmp_path: Path,
) -> None:
    keys = MemoryKeys()
    book = book_in(tmp_path, store_over(keys))
    book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM)
    (tmp_path / "d" / KNOWN_FILE).unlink()
    (tmp_path / "d").rmdir()
    (tmp_path / "d").symlink_to("nowhere")

    with pytest.raises(OSError, match=str(tmp_path / "d")):
        book.rename("work", "news")
    assert keys.texts == {(SERVICE, "work"): KEY}


def test_key_that_cannot_be_taken_back_is_named(tmp_path: Path) -> None:
    class Keeping(MemoryKeys):
        def delete(self, service: str, name: str) -> None:
            raise KeyStoreError("The key store is locked.")

    book = book_in(tmp_path, store_over(Keeping()))
    (tmp_path / "c").symlink_to("nowhere")

    with pytest.raises(KeyStoreError) as left:
        book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM)
    assert "its key is left in the key store" in left.value.happened
    assert "'work'" in left.value.remedy
    assert "locked" in left.value.why
    assert KEY not in str(left.value)


def test_profile_written_by_hand_has_no_key_where_there_is_no_key_store(tmp_path: Path) -> None:
    def find() -> MemoryKeys:
        raise NoKeyStoreError("This computer has no key store.")

    book = book_in(tmp_path, KeyStore(find))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / CONFIG_FILE).write_text("[profiles.work]\n")
    with pytest.raises(SecretError, match=r"no key for work.*This computer has no key store"):
        book.secret("work")

    book.note("work", Known(key_place="system"))
    with pytest.raises(NoKeyStoreError):
        book.secret("work")


def test_account_stays_while_its_key_cannot_be_deleted(tmp_path: Path) -> None:
    keys = MemoryKeys()
    book = book_in(tmp_path, store_over(keys))
    book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM)
    keys.trouble = "The key store is locked."

    with pytest.raises(KeyStoreError, match="locked"):
        book.remove("work")
    assert [account.name for account in book.accounts()] == ["work"]


def test_key_of_an_earlier_program_that_was_kept_until_its_end_is_asked_for(
    tmp_path: Path,
) -> None:
    book_in(tmp_path).add("work", VALUES, Secret(KEY), KeyPlace.SESSION)

    with pytest.raises(SecretError, match="in memory alone, by the window"):
        book_in(tmp_path).secret("work")


def test_changed_account_keeps_settings_written_by_hand_and_its_key(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    book.add(
        "work", {**VALUES, "timeout": 7.5, "path": "smtp:465:tls"}, Secret(KEY), KeyPlace.SYSTEM
    )
    assert book.account("work").path == "smtp:465:tls"
    changed = book.change_and_rename("work", "news", {"sender": "a@example.org"})

    assert book.values("news") == {
        "timeout": 7.5,
        "sender": "a@example.org",
    }
    assert (changed.sender, changed.may_mail) == ("a@example.org", ())
    assert book.secret("news") == Secret(KEY)


def test_changed_connection_is_not_checked_and_a_changed_sender_leaves_it_as_it_was(
    tmp_path: Path,
) -> None:
    known = Known(checked_at=wall_utc(), paths=(PathStanding(path="webapi", works=True),))
    book = book_in(tmp_path)
    book.add("work", {"sender": "news@example.org"}, Secret(KEY), KeyPlace.SYSTEM, known)
    sheet = {"sender": "a@example.org", "region": "global"}
    assert book.change_and_rename("work", "work", sheet).known.paths == known.paths

    ported = {**sheet, "path": "smtp:2525:starttls"}
    changed = book.change_and_rename("work", "news", ported).known
    assert (changed.changed, changed.checked_at, changed.paths) == (True, None, ())
    assert changed.masked_key
    assert not book.note_check("news", known).known.changed


def test_mail_that_was_taken_is_kept_where_no_check_says_more_until_the_connection_changes(
    tmp_path: Path,
) -> None:
    book = book_in(tmp_path)
    book.add("news", {"sender": "news@example.org"}, Secret(KEY), KeyPlace.SESSION)

    assert book.note_taken("news", "webapi")
    assert not book.note_taken("news", "webapi")
    assert book.account("news").known.took == ("webapi",)
    changed = book.change("news", {**book.values("news"), "region": "eu"})
    assert changed.known.took == ()
    book.note_check("news", Known(checked_at=wall_utc()))
    assert not book.note_taken("news", "webapi")


def test_refused_mail_is_held_against_an_account_until_something_newer_is_known(
    tmp_path: Path,
) -> None:
    book = book_in(tmp_path)
    checked = Known(checked_at=wall_utc())
    book.add("work", VALUES, Secret(KEY), KeyPlace.SESSION, checked)
    refusal = Refusal(problem_id="D-KEY-6", title="SendGrid refuses this key", at=wall_utc())

    for newer in (
        lambda: book.note_taken("work", "webapi"),
        lambda: book.note_check("work", checked),
        lambda: book.note_failure("work", "No.", wall_utc(), key_gone=False),
        lambda: book.change("work", {**VALUES, "region": "global"}),
    ):
        book.note_refusal("work", refusal)
        known = book.account("work").known
        assert (known.refusal, known.failure) == (refusal, "")
        newer()
        assert book.account("work").known.refusal is None


def test_replaced_key_forgets_what_the_old_one_could(tmp_path: Path) -> None:
    keys = MemoryKeys()
    book = book_in(tmp_path, store_over(keys))
    book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM, Known(may_send=True))
    other = "SG." + "Z" * 22 + "." + "y" * 43
    book.replace_key("work", Secret(other), KeyPlace.SESSION, book.values("work"), Known())

    assert book.secret("work") == Secret(other)
    assert book.account("work").known == Known(masked_key="SG.ZZZZ…••••", key_place="session")
    assert keys.texts == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "needs a name"),
        (" ", "needs a name"),
        ("-x", "needs a name"),
        ("a\nb", "needs a name"),
        ("x" * 41, "too long"),
        ("WORK", "already"),
        ("practice", "already"),
    ],
)
def test_name_that_cannot_be_used_is_refused_and_no_key_is_kept(
    tmp_path: Path, name: str, said: str
) -> None:
    keys = MemoryKeys()
    book = book_in(tmp_path, store_over(keys))
    book.add("work", VALUES, Secret(KEY), KeyPlace.SYSTEM)

    with pytest.raises(InputError, match=said):
        book.add(name, VALUES, Secret(KEY), KeyPlace.SYSTEM)
    assert list(keys.texts) == [(SERVICE, "work")]
