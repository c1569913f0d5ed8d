"""The settings file: read, written whole, closed to others."""

import os
from pathlib import Path

import pytest

from sgdesk.errors import InputError
from sgdesk.profile import CONFIG_FILE, Config, config_dir, data_dir, load_config, save_config


def test_missing_file_is_empty(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()


def test_saved_settings_and_profiles_come_back(tmp_path: Path) -> None:
    config = (
        Config()
        .with_setting("theme", "dark")
        .with_setting("timeout", 30.5)
        .with_profile("work", {"region": "eu", "connect_to": ["a:1=b:2"]})
        .with_profile("old", {})
        .without_profile("old")
    )
    save_config(tmp_path / "deep" / "er", config)

    assert load_config(tmp_path / "deep" / "er") == config


def test_file_is_closed_to_others_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    save_config(tmp_path, Config().with_setting("theme", "dark"))
    save_config(tmp_path, Config().with_setting("theme", "light"))

    assert [path.name for path in tmp_path.iterdir()] == [CONFIG_FILE]
    assert (tmp_path / CONFIG_FILE).stat().st_mode & 0o777 == 0o600


def test_failed_write_keeps_the_old_file(tmp_path: Path) -> None:
    save_config(tmp_path, Config().with_setting("theme", "dark"))

    with pytest.raises(TypeError):
        save_config(tmp_path, Config().with_setting("theme", object()))

    assert load_config(tmp_path).settings == {"theme": "dark"}
    assert [path.name for path in tmp_path.iterdir()] == [CONFIG_FILE]


@pytest.mark.parametrize(
    "text",
    [
        *("theme = dark", "theme = 'dark'", "settings = 3", "[profiles]\nwork = 1", "\xff"),
        "theme = " + "[" * 50_000,
    ],
)
def test_file_of_another_form_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / CONFIG_FILE).write_bytes(text.encode("latin-1"))

    with pytest.raises(InputError, match=CONFIG_FILE):
        load_config(tmp_path)


def test_home_that_is_no_folder_has_no_settings() -> None:
    assert load_config(Path(os.devnull) / ".config" / "sgdesk") == Config()


def test_file_that_may_not_be_read_is_named_once(tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).mkdir()

    with pytest.raises(InputError) as caught:
        load_config(tmp_path)
    assert caught.value.why == f"{tmp_path / CONFIG_FILE}: Is a directory."


def test_pipe_in_place_of_the_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / CONFIG_FILE)

    with pytest.raises(InputError, match="pipe"):
        load_config(tmp_path)


def test_unknown_profile_names_the_known_ones() -> None:
    config = Config().with_profile("work", {}).with_profile("home", {})

    with pytest.raises(InputError, match="home, work"):
        config.profile("wrok")


def test_no_profile_has_no_values() -> None:
    assert Config().profile("") == {}


def test_folders_can_be_moved(tmp_path: Path) -> None:
    environ = {"SGDESK_CONFIG_DIR": str(tmp_path / "c"), "SGDESK_DATA_DIR": str(tmp_path / "d")}

    assert (config_dir(environ), data_dir(environ)) == (tmp_path / "c", tmp_path / "d")
    assert config_dir({}).name == "sgdesk"
