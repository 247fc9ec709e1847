"""Settings: which source wins, what is refused and how, and that secrets stay hidden."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from warmline.kit import settings as module
from warmline.kit.secret import secret_key
from warmline.kit.settings import (
    FIELDS,
    SettingInvalid,
    Settings,
    SettingsFileUnreadable,
    SettingUnknown,
    load,
)

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "settings.md"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory without a settings file."""
    monkeypatch.chdir(tmp_path)


def env(tmp_path: Path, **values: str) -> dict[str, str]:
    return {"WARMLINE_DATA_DIR": str(tmp_path / "data"), **values}


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("WARMLINE_PORT", "eighty", "'eighty' is not a whole number from 1 to 65535"),
        ("WARMLINE_PORT", "0", "'0' is not a whole number from 1 to 65535"),
        ("WARMLINE_PORT", "tcp://10.0.0.1:80", "is not a whole number"),
        ("WARMLINE_LOG_FORMAT", "xml", "is not one of auto, console, json"),
        ("WARMLINE_PUBLIC_URL", "desk.example.com", "is not a URL such as https://"),
        ("WARMLINE_DATABASE_URL", "mysql://db", "is not a URL such as postgresql://"),
        ("WARMLINE_SECRET_KEY", "short", "is not at least 32 characters"),
    ],
)
def test_unusable_value_is_refused(tmp_path: Path, variable: str, value: str, expected: str) -> None:
    with pytest.raises(SettingInvalid, match=expected) as refused:
        load(env(tmp_path, **{variable: value}))
    assert str(refused.value).startswith(f"{variable} (environment)")


def test_a_refused_secret_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid) as refused:
        load(env(tmp_path, WARMLINE_DATABASE_URL="mysql://app:hunter2@db"))
    assert "hunter2" not in str(refused.value)


def test_unknown_variable_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SettingUnknown, match="Did you mean WARMLINE_POOL_SIZE") as refused:
        load(env(tmp_path, WARMLINE_POLL_SIZE="4"))
    assert str(refused.value).startswith("WARMLINE_POLL_SIZE (environment)")


def test_unknown_key_in_the_file_is_refused_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('log_lvel = "info"\n')
    with pytest.raises(SettingUnknown, match=r"log_lvel \(.*mine\.toml\).*Did you mean log_level"):
        load(env(tmp_path), file)


@pytest.mark.parametrize(("line", "shown"), [("port = 'x'", "'x'"), ("port = 1.5", "1.5"), ("host = 3", "3")])
def test_wrong_type_in_the_file_is_refused(tmp_path: Path, line: str, shown: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(line)
    with pytest.raises(SettingInvalid, match=r"mine\.toml") as refused:
        load(env(tmp_path), file)
    assert shown in str(refused.value)


@pytest.mark.parametrize("content", [b"port 8080", b"\xff\xfe"])
def test_unreadable_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsFileUnreadable, match=r"mine\.toml"):
        load(env(tmp_path), file)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsFileUnreadable, match=r"absent\.toml"):
        load(env(tmp_path, WARMLINE_CONFIG=str(tmp_path / "absent.toml")))


def test_defaults(tmp_path: Path) -> None:
    settings = load(env(tmp_path))
    assert (settings.host, settings.port, settings.database_url) == ("127.0.0.1", 8080, None)
    assert settings.base_url == "http://127.0.0.1:8080"


def test_environment_wins_over_file_and_file_over_default(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('port = 9000\nhost = "::1"\n')
    settings = load(env(tmp_path, WARMLINE_PORT="9001", WARMLINE_CONFIG=str(file)))
    assert (settings.port, settings.host, settings.pool_size) == (9001, "::1", 10)


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    assert load(env(tmp_path, WARMLINE_PORT="", WARMLINE_DATABASE_URL="")).port == 8080


def test_the_working_directory_comes_before_the_data_directory(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "warmline.toml").write_text("port = 9002")
    assert load(env(tmp_path)).port == 9002
    (tmp_path / "warmline.toml").write_text("port = 9003")
    assert load(env(tmp_path)).port == 9003


def test_a_home_directory_is_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load({"WARMLINE_DATA_DIR": "~/here"}).data_dir == tmp_path / "here"


def test_secrets_are_never_shown() -> None:
    settings = Settings(
        secret_key="k" * 40,
        database_url="postgresql://app:hunter2@db:5432/warmline?password=hunter3&sslmode=require",
        database_owner_url="postgresql://db/warmline",
    )
    for shown in (repr(settings), str(settings), str(settings.public())):
        assert "hunter" not in shown
        assert "kkk" not in shown
        assert "postgresql://app:***@db:5432/warmline" in shown
        assert "postgresql://db/warmline" in shown


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: secret_key(settings), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 32
    assert stat.S_IMODE(settings.key_file.stat().st_mode) == 0o600
    assert os.listdir(settings.data_dir) == ["secret.key"]


def test_a_given_key_wins(tmp_path: Path) -> None:
    assert secret_key(Settings(data_dir=tmp_path, secret_key="g" * 32)) == b"g" * 32


def test_every_setting_is_described() -> None:
    assert set(FIELDS) == set(Settings.__struct_fields__)
    assert all(field.description.endswith(".") for field in FIELDS.values())


def test_the_reference_is_current() -> None:
    assert REFERENCE.read_text() == module.reference(), "run `make docs`"
