"""`sebastian encrypt` and `sebastian passphrase`: what they say and change, and that everything is still remembered."""

from pathlib import Path

import pytest

from tests.bytes_on_disk import places
from tests.http.serving import make_sebastian
from tests.http.test_keeping_commands import _own_settings, data, said  # noqa: F401 - fixtures
from tests.secrets_of_tests import KEY, OTHER_KEY
from tests.terminal import ENTER, Terminal

ROOT = Path(__file__).parents[2]


def known(folder: Path, key: Path | None) -> list[str]:
    with make_sebastian(folder, key_file=key) as sebastian:
        return [turn.text for turn in sebastian.memory().turns()]


def test_it_encrypts_in_place_changes_what_opens_it_and_undoes_it(
    data: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, other, backup = tmp_path / "key", tmp_path / "other", tmp_path / "kept.zip"
    key.write_bytes(KEY.content)
    other.write_bytes(OTHER_KEY.content)
    told = known(data, None)
    monkeypatch.setenv("SEBASTIAN_KEY_FILE", str(key))
    assert "（folder_not_encrypted）" in said(capsys, "check", code=1)
    assert "已加密" in said(capsys, "encrypt")
    assert "已经加密" in said(capsys, "encrypt", code=1)
    assert places(data, "成都") == []
    assert said(capsys, "check", "--fix").endswith("检查通过：记忆完好。\n")
    assert known(data, key) == told
    assert "已备份到" in said(capsys, "backup", "--to", str(backup))
    assert "口令已换" in said(capsys, "passphrase", "--key-file", str(other))
    assert "（wrong_passphrase）" in said(capsys, "check", code=1)
    monkeypatch.setenv("SEBASTIAN_KEY_FILE", str(other))
    assert known(data, other) == told
    assert "已恢复" in said(capsys, "restore", str(backup), "--replace")  # the folder's own key opens it still
    assert "新的密钥" in said(capsys, "encrypt", "--rotate")
    assert "（wrong_passphrase）" in said(capsys, "restore", str(backup), "--replace", code=1)
    assert known(data, other) == told
    assert "已解除加密" in said(capsys, "encrypt", "--off")
    monkeypatch.delenv("SEBASTIAN_KEY_FILE")
    assert places(data, "成都") != []
    assert known(data, None) == told


def test_a_backup_under_another_passphrase_is_restored_with_it(
    data: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backup, words = tmp_path / "kept.zip", tmp_path / "words"
    words.write_text("correct horse battery\n", encoding="utf-8")
    monkeypatch.setenv("SEBASTIAN_PASSPHRASE", "correct horse battery")
    said(capsys, "encrypt")
    said(capsys, "backup", "--to", str(backup))
    monkeypatch.setenv("SEBASTIAN_PASSPHRASE", "another one entirely")
    new = str(tmp_path / "new")
    assert "（wrong_passphrase）" in said(capsys, "restore", str(backup), "--data", new, code=1)
    assert "已恢复" in said(capsys, "restore", str(backup), "--data", new, "--passphrase-from", str(words))
    assert places(tmp_path / "new", "成都") == []


def test_without_a_terminal_a_passphrase_is_not_asked_for(
    data: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "SEBASTIAN_PASSPHRASE" in said(capsys, "encrypt", code=1)
    assert places(data, "成都") != []


def test_who_sits_at_a_terminal_is_asked_for_what_opens_the_folder(
    data: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEBASTIAN_PASSPHRASE", "correct horse battery")
    said(capsys, "encrypt")
    monkeypatch.delenv("SEBASTIAN_PASSPHRASE")
    assert "（passphrase_needed）" in said(capsys, "check", code=1)  # a script is not asked
    for command, words, shown in (
        ("check", "correct horse battery", "检查通过"),
        ("memories list", "correct horse battery", "没有。"),
        ("check", "something else", "（wrong_passphrase）"),
    ):
        with Terminal(command.split(), {"PYTHONPATH": str(ROOT)}, str(tmp_path)) as terminal:
            terminal.shows("口令：")
            terminal.press(words + ENTER)
            assert words not in terminal.shows(shown)
            assert terminal.ends() == (0 if words.startswith("correct") else 1)
