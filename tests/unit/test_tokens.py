"""Tokens of further people: shown once, kept as hashes, heeded at once."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agent.tokens import NONE, Tokens, added, listed, removed
from api.auth import is_weak
from store.errors import InvalidInput, StoreError


def make(folder: Path, name: str) -> bytes:
    return next(iter(added(folder, name))).rpartition("：")[2].encode()


def test_a_token_is_shown_once_and_only_its_hash_is_kept_for_the_owner_alone(tmp_path: Path) -> None:
    token = make(tmp_path / "data", "al")
    file = tmp_path / "data" / "tokens.json"
    assert len(token) >= 43
    assert token not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token.decode() not in "".join(listed(tmp_path / "data"))
    assert Tokens(tmp_path / "data").name_of(token) == "al"


def test_a_token_that_is_nobodys_names_nobody(tmp_path: Path) -> None:
    token = make(tmp_path, "al")
    tokens = Tokens(tmp_path)
    for wrong in (b"", token[:-1], token + b"x", token.swapcase(), "令牌".encode()):
        assert tokens.name_of(wrong) is None


def test_what_is_added_and_removed_is_heeded_by_who_has_read_before(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    assert tokens.name_of(b"x") is None
    al, bo = make(tmp_path, "al"), make(tmp_path, "bo")
    assert (tokens.name_of(al), tokens.name_of(bo)) == ("al", "bo")
    assert "al" in "".join(removed(tmp_path, "al"))
    assert (tokens.name_of(al), tokens.name_of(bo)) == (None, "bo")


@pytest.mark.parametrize("name", ["", "有汉字", "a/b", "..", ".x", "a" * 65, "owner", "Owner", "AL"])
def test_a_name_that_cannot_be_or_is_taken_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    make(tmp_path, "al")
    before = (tmp_path / "tokens.json").read_bytes()
    with pytest.raises(InvalidInput):
        list(added(tmp_path, name))
    assert (tmp_path / "tokens.json").read_bytes() == before


def test_who_has_no_token_cannot_lose_it(tmp_path: Path) -> None:
    assert list(listed(tmp_path)) == [NONE]
    with pytest.raises(InvalidInput):
        list(removed(tmp_path, "al"))


def test_two_that_add_at_once_are_both_kept(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: make(tmp_path, f"p{number}"), range(24)))
    tokens = Tokens(tmp_path)
    assert [tokens.name_of(token) for token in made] == [f"p{number}" for number in range(24)]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"format": 2, "tokens": []}',
        '{"format": 1, "tokens": [{"name": "owner", "sha256": "00", "made_at": ""}]}',
    ],
)
def test_a_damaged_file_is_said_and_lets_nobody_in(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokens.json").write_text(content)
    with pytest.raises(StoreError):
        Tokens(tmp_path).name_of(b"x")


def test_the_file_says_its_format(tmp_path: Path) -> None:
    make(tmp_path, "al")
    assert json.loads((tmp_path / "tokens.json").read_text())["format"] == 1


@pytest.mark.parametrize(
    "token",
    [
        "123456",
        "changeme",
        "password1234567890",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "your-token-your-token",
        "短",
    ],
)
def test_a_token_that_would_be_tried_first_is_weak(token: str) -> None:
    assert is_weak(token)


@pytest.mark.parametrize("token", ["a-token-for-tests", "vN3k_8Qw-2xZ7rT1pLm5"])
def test_a_long_one_of_ones_own_is_not(token: str) -> None:
    assert not is_weak(token)
