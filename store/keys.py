"""The key of an encrypted data folder, wrapped by a passphrase or a key file: `keys.json`, which opens nothing without them.

    {"crc32", "format": 1, "kdf": {"name": "argon2id" | "scrypt" | "file", "salt", ...}, "id", "wrapped"}

The data key is 256 random bits and never written as it is. What the owner knows (a passphrase) or has (a key file) gives,
through `kdf`, the key that wraps it, by AES-256-GCM bound to `kdf` and `id`. So a new passphrase wraps 32 bytes anew and
rewrites nothing else. The CRC-32 tells a damaged file from a wrong passphrase.

Source: RFC 9106, second recommended option (argon2id: 64 MiB, 3 passes, 4 lanes); RFC 7914 (scrypt), with OWASP's
N = 2**17, r = 8, p = 1, where OpenSSL has no argon2id; RFC 5869 (HKDF) for a key file, which is random already.
"""

import os
import unicodedata
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from store.errors import KeysCorrupt, StoreError, WrongPassphrase
from store.sealing import KEY_BYTES, Sealer, Unopened

FORMAT: Final = 1
# A key file of fewer bytes is a passphrase, and not as hard to guess as a key.
LEAST_FILE_BYTES: Final = 32
_SALT_BYTES: Final = 16
_ARGON2ID: Final = {"name": "argon2id", "iterations": 3, "lanes": 4, "memory_kib": 64 << 10}
_SCRYPT: Final = {"name": "scrypt", "n": 1 << 17, "r": 8, "p": 1}
_FILE: Final = {"name": "file"}
_FUNCTIONS: Final = {str(each["name"]): each for each in (_ARGON2ID, _SCRYPT, _FILE)}
# Nobody who puts another keys.json there may have us reckon for ever, or take all the memory.
_MOST: Final = {"iterations": 64, "lanes": 64, "memory_kib": 2 << 20, "n": 1 << 21, "r": 32, "p": 16}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens the data key: a passphrase, or the bytes of a key file. It hides itself."""

    content: bytes = field(repr=False)
    kind: Literal["passphrase", "file"] = "passphrase"

    @classmethod
    def passphrase(cls, words: str) -> "Secret":
        """Take a passphrase: the same letters, however a keyboard composes them."""
        return cls(unicodedata.normalize("NFC", words).encode())


def make_key() -> bytes:
    """Make a data key."""
    return os.urandom(KEY_BYTES)


def wrap(key: bytes, secret: Secret) -> bytes:
    """Give the content of `keys.json` for a data key that this secret opens."""
    try:
        return _wrapped(key, secret, _FILE if secret.kind == "file" else _ARGON2ID)
    except UnsupportedAlgorithm:  # OpenSSL before 3.2 has no argon2id
        return _wrapped(key, secret, _SCRYPT)


def unwrap(content: bytes, secret: Secret) -> bytes:
    """Give the data key of a `keys.json`.

    Raises:
        WrongPassphrase: `wrong_passphrase`, the secret does not open it.
        KeysCorrupt: `keys_corrupt`, it is not what was written.
        StoreError: `store_error`, this OpenSSL lacks the function that the passphrase was stretched by.
    """
    fields = parse(content)
    kdf, key_id = fields["kdf"], fields["id"]
    if (kdf["name"] == "file") != (secret.kind == "file"):
        raise WrongPassphrase(f"the key is opened by a {'key file' if kdf['name'] == 'file' else 'passphrase'}")
    try:
        return Sealer(_stretched(secret, kdf)).open(b64decode(fields["wrapped"]), _bound(kdf, key_id))
    except Unopened:
        raise WrongPassphrase("the passphrase, or the key file, is not the one that this was encrypted with") from None
    except UnsupportedAlgorithm as error:
        raise StoreError(f"this OpenSSL has no {kdf['name']}: {error}") from error


def parse(content: bytes) -> Json:
    """Read the content of `keys.json`, as far as no secret is needed. Raises KeysCorrupt."""
    try:
        fields: Json = orjson.loads(content)
        if fields.pop("crc32") != _crc32(fields) or fields["format"] != FORMAT:
            raise ValueError("its format or its CRC")
        kdf = fields["kdf"]
        if kdf.keys() != {*_FUNCTIONS[kdf["name"]], "salt"}:
            raise ValueError("its function")
        if any(not 1 <= kdf[name] <= most for name, most in _MOST.items() if name in kdf):
            raise ValueError("it asks for too much")
        bytes.fromhex(kdf["salt"] + fields["id"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysCorrupt(f"keys.json is damaged: {error!r}; take the one in a backup") from error
    return fields


def _wrapped(key: bytes, secret: Secret, function: Json) -> bytes:
    kdf, key_id = {**function, "salt": os.urandom(_SALT_BYTES).hex()}, Sealer(key).id
    wrapped = Sealer(_stretched(secret, kdf)).seal(key, _bound(kdf, key_id))
    fields = {"format": FORMAT, "kdf": kdf, "id": key_id, "wrapped": b64encode(wrapped).decode()}
    return orjson.dumps({"crc32": _crc32(fields), **fields}, option=orjson.OPT_INDENT_2) + b"\n"


def _bound(kdf: Json, key_id: str) -> bytes:
    return orjson.dumps([FORMAT, kdf, key_id], option=orjson.OPT_SORT_KEYS)


def _crc32(fields: Json) -> str:
    return f"{zlib.crc32(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)):08x}"


def _stretched(secret: Secret, kdf: Json) -> bytes:
    """Give the key that wraps. Raises UnsupportedAlgorithm where OpenSSL lacks the function."""
    salt = bytes.fromhex(kdf["salt"])
    match kdf["name"]:
        case "argon2id":
            function = Argon2id(
                salt=salt,
                length=KEY_BYTES,
                iterations=kdf["iterations"],
                lanes=kdf["lanes"],
                memory_cost=kdf["memory_kib"],
            )
            return function.derive(secret.content)
        case "scrypt":
            return Scrypt(salt=salt, length=KEY_BYTES, n=kdf["n"], r=kdf["r"], p=kdf["p"]).derive(secret.content)
        case _:
            return HKDF(SHA256(), KEY_BYTES, salt, b"sebastian key file").derive(secret.content)
