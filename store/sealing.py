"""Bytes that only one key opens: AES-256-GCM, each piece with a random nonce and bound to the place where it lies.

What is opened elsewhere than where it was sealed, or is not byte for byte what was sealed, does not open. Two forms:

    a whole file   `SBSEAL1\\n`, 16 random bytes, then pieces of 1 MiB, each bound to those bytes, its number and whether it is the last
    a line         base64 of one piece, and a newline: a file of these can be appended to

Source: NIST SP 800-38D (random 96-bit nonces, up to 2**32 pieces a key); Hoang, Reyhanitabar, Rogaway, Vizár, "Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015 (STREAM: number and last piece are authenticated).
"""

import hmac
import mmap
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
# So many bytes more than its content a piece has.
SEALED_MORE: Final = NONCE_BYTES + TAG_BYTES
MAGIC: Final = b"SBSEAL1\n"
_FILE_ID_BYTES: Final = 16
_PIECE_BYTES: Final = 1 << 20

Buffer = bytes | memoryview


class Unopened(ValueError):
    """What was to be opened is not what was sealed with this key at this place; the message says so."""


class Sealer:
    """Seals and opens with one key of 32 random bytes. Safe for several threads."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._names = AESSIV(_derived(key, b"names", 2 * KEY_BYTES))
        self._mac_key = _derived(key, b"rows", KEY_BYTES)
        self.id: Final = _derived(key, b"id", 8).hex()

    def __repr__(self) -> str:
        return f"Sealer(id={self.id!r})"

    def seal(self, content: Buffer, place: bytes) -> bytes:
        """Seal one piece."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, place)

    def open(self, piece: Buffer, place: bytes) -> bytes:
        """Open one piece. Raises Unopened."""
        try:
            return self._cipher.decrypt(bytes(piece[:NONCE_BYTES]), piece[NONCE_BYTES:], place)
        except (InvalidTag, ValueError):
            raise Unopened(f"{_shown(place)} is not what was sealed there with this key") from None

    def seal_file(self, parts: Iterable[Buffer], place: bytes) -> Iterator[bytes]:
        """Give the sealed file of what these parts make together."""
        file_id = os.urandom(_FILE_ID_BYTES)
        yield MAGIC + file_id
        number, waiting = 0, bytearray()
        for part in parts:
            waiting += part
            while len(waiting) > _PIECE_BYTES:
                yield self.seal(bytes(waiting[:_PIECE_BYTES]), _piece_place(place, file_id, number, is_last=False))
                del waiting[:_PIECE_BYTES]
                number += 1
        yield self.seal(bytes(waiting), _piece_place(place, file_id, number, is_last=True))

    def open_file(self, content: "Buffer | mmap.mmap", place: bytes) -> bytes:
        """Open a sealed file. Raises Unopened."""
        view = memoryview(content)
        begin, step = len(MAGIC) + _FILE_ID_BYTES, _PIECE_BYTES + SEALED_MORE
        if bytes(view[: len(MAGIC)]) != MAGIC or len(view) < begin + SEALED_MORE:
            raise Unopened(f"{_shown(place)} is not sealed, or is cut short")
        file_id = bytes(view[len(MAGIC) : begin])
        starts = range(begin, len(view), step)
        return b"".join(
            self.open(
                view[start : start + step], _piece_place(place, file_id, number, is_last=number == len(starts) - 1)
            )
            for number, start in enumerate(starts)
        )

    def seal_line(self, content: bytes, place: bytes) -> bytes:
        """Seal one line, which may hold newlines of its own."""
        return b64encode(self.seal(content, place)) + b"\n"

    def open_line(self, line: bytes, place: bytes) -> bytes:
        """Open a line without its newline. Raises Unopened."""
        try:
            piece = b64decode(line, validate=True)
        except ValueError:
            piece = b""
        if b64encode(piece) != line:  # a bit that decoding ignores
            raise Unopened(f"a line of {_shown(place)} is not what was sealed there")
        return self.open(piece, place)

    def seal_name(self, name: str) -> str:
        """Seal a name, always to the same letters, so that it can be looked for."""
        return self._names.encrypt(name.encode() or b"\0", None).hex()

    def open_name(self, sealed: str) -> str:
        """Open a name. Raises Unopened."""
        try:
            return self._names.decrypt(bytes.fromhex(sealed), None).removeprefix(b"\0").decode()
        except (InvalidTag, ValueError):
            raise Unopened("a name is not what was sealed with this key") from None

    def mac(self, content: bytes) -> bytes:
        """Give what nobody without the key can reckon for other content: HMAC-SHA-256."""
        return hmac.digest(self._mac_key, content, "sha256")


def content_length(line: bytes) -> int:
    """How long the content of a line, its newline left out, is or, where it is damaged, is taken to be; it is not opened."""
    return max(1, len(line) // 4 * 3 - line[-2:].count(b"=") - SEALED_MORE)


def _shown(place: bytes) -> str:
    """Give the place of a file without what binds a piece of it."""
    return os.fsdecode(place.partition(b"\0")[0])


def _piece_place(place: bytes, file_id: bytes, number: int, *, is_last: bool) -> bytes:
    return b"\0".join((place, file_id, number.to_bytes(8, "big"), b"last" if is_last else b"more"))


def _derived(key: bytes, purpose: bytes, length: int) -> bytes:
    """Give a key for another purpose."""
    return HKDFExpand(SHA256(), length, b"sebastian " + purpose).derive(key)
