"""What is written to threads.sqlite in an encrypted folder: the words sealed, the names of threads in letters of no meaning.

A checkpoint's and a write's content is sealed by LangGraph's own `EncryptedSerializer`. A thread's name is sealed so that the
same name always gives the same letters, to be looked for; the checksums beside the rows (agent/thread_sums.py) become
codes that nobody without the key can reckon, over the name too, so that no row can be moved to another thread unnoticed.
What stays to be read: how many threads and steps there are, when, and which node of the graph wrote how much.
"""

from typing import Final

from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from store.sealing import Sealer

CIPHER: Final = "aes-256-gcm"
_PLACE: Final = b"threads"


class ThreadCipher:
    """LangGraph's `CipherProtocol` over a folder's key."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def encrypt(self, plaintext: bytes) -> tuple[str, bytes]:
        """Seal; gives the cipher's name, which LangGraph keeps beside, and what is sealed."""
        return CIPHER, self._sealer.seal(plaintext, _PLACE)

    def decrypt(self, ciphername: str, ciphertext: bytes) -> bytes:
        """Open. Raises sealing.Unopened."""
        return self._sealer.open(ciphertext, _PLACE)


class ThreadForm:
    """How names and contents are written in the file: as they are, or sealed."""

    def __init__(self, sealer: Sealer | None) -> None:
        self._sealer = sealer
        self._cipher = None if sealer is None else ThreadCipher(sealer)

    @property
    def is_sealed(self) -> bool:
        """Whether anything is sealed."""
        return self._sealer is not None

    @property
    def serde(self) -> SerializerProtocol | None:
        """What the saver writes contents with; `None` for LangGraph's default."""
        return None if self._cipher is None else EncryptedSerializer(self._cipher, JsonPlusSerializer())

    def name(self, user: str, thread_id: str) -> str:
        """Give the name under which a user's thread is written."""
        return f"{self.user(user)}/{self._sealed(thread_id)}"

    def user(self, user: str) -> str:
        """Give what the names of a user's threads begin with."""
        return self._sealed(user)

    def plain_name(self, name: str) -> tuple[str, str]:
        """Give the user and the thread of a name. Raises sealing.Unopened."""
        user, _, thread_id = name.partition("/")
        return (
            (user, thread_id)
            if self._sealer is None
            else (self._sealer.open_name(user), self._sealer.open_name(thread_id))
        )

    def content(self, content: bytes, type_name: str | None) -> bytes:
        """Give a row's content as it was before it was sealed. Raises sealing.Unopened."""
        is_sealed = self._cipher is not None and type_name is not None and type_name.endswith(f"+{CIPHER}")
        return self._cipher.decrypt(CIPHER, content) if self._cipher is not None and is_sealed else content

    def plain_type(self, type_name: str) -> str:
        """Give a row's type as it was before it was sealed."""
        return type_name.removesuffix(f"+{CIPHER}")

    def typed(self, content: bytes, type_name: str) -> tuple[str, bytes]:
        """Give a row's type and content, as they are before they are sealed, as they are written."""
        if self._cipher is None:
            return type_name, content
        cipher, sealed = self._cipher.encrypt(content)
        return f"{type_name}+{cipher}", sealed

    def check(self, content: bytes) -> int | None:
        """Give the 63 bits that stand beside a row of this content; `None` where a plain checksum does."""
        return None if self._sealer is None else int.from_bytes(self._sealer.mac(content)[:8], "big") >> 1

    def _sealed(self, name: str) -> str:
        return name if self._sealer is None else self._sealer.seal_name(name)
