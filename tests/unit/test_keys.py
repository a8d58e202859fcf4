"""What opens a wrapped key, and what does not."""

import unicodedata

import orjson
import pytest
from cryptography.exceptions import UnsupportedAlgorithm

from store import keys
from store.errors import KeysCorrupt, WrongPassphrase
from store.keys import Secret, make_key, unwrap, wrap
from tests.secrets_of_tests import KEY as FILE
from tests.secrets_of_tests import OTHER_KEY

WORDS = Secret.passphrase("correct horse 电池")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(keys._ARGON2ID, "memory_kib", 64)
    monkeypatch.setitem(keys._SCRYPT, "n", 1 << 4)


@pytest.mark.parametrize("secret", [WORDS, FILE])
def test_the_right_secret_gives_the_key(secret: Secret) -> None:
    key = make_key()
    wrapped = wrap(key, secret)
    assert unwrap(wrapped, secret) == key
    assert key not in wrapped and key.hex().encode() not in wrapped


@pytest.mark.parametrize(
    ("right", "wrong"), [(WORDS, Secret.passphrase("correct horse")), (FILE, OTHER_KEY), (WORDS, FILE), (FILE, WORDS)]
)
def test_a_wrong_one_is_told_apart_from_damage(right: Secret, wrong: Secret) -> None:
    with pytest.raises(WrongPassphrase):
        unwrap(wrap(make_key(), right), wrong)


def test_where_there_is_no_argon2id_scrypt_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(**_: object) -> None:
        raise UnsupportedAlgorithm("no argon2id")

    key = make_key()
    monkeypatch.setattr(keys, "Argon2id", lacking)
    wrapped = wrap(key, WORDS)
    assert orjson.loads(wrapped)["kdf"]["name"] == "scrypt"
    assert unwrap(wrapped, WORDS) == key


def test_every_flipped_bit_is_damage_and_not_a_wrong_passphrase() -> None:
    wrapped = wrap(make_key(), FILE)
    for bit in range(8 * len(wrapped)):
        changed = bytearray(wrapped)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            unwrap(bytes(changed), FILE)
        except KeysCorrupt:
            continue
        assert orjson.loads(bytes(changed)) == orjson.loads(wrapped), f"bit {bit}"  # a space turned to a newline, say


def test_a_file_that_asks_for_all_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = orjson.loads(wrap(make_key(), WORDS))
    fields["kdf"]["memory_kib"] = 1 << 31
    del fields["crc32"]
    asking = orjson.dumps({"crc32": keys._crc32(fields), **fields})
    with pytest.raises(KeysCorrupt):
        unwrap(asking, WORDS)


def test_a_passphrase_is_the_same_however_its_letters_are_composed() -> None:
    assert Secret.passphrase("café") == Secret.passphrase(unicodedata.normalize("NFD", "café"))


def test_a_secret_does_not_show_itself() -> None:
    assert "horse" not in repr(WORDS) and "horse" not in str(WORDS)
