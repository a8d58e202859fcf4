"""What opens the encrypted folders of tests: a key file, which costs no time to stretch as a passphrase does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from store import vault
from store.keys import Secret

KEY: Final = Secret(bytes(range(32)), "file")
OTHER_KEY: Final = Secret(bytes(range(32, 64)), "file")


@contextmanager
def opened(data: Path, secret: Secret | None = KEY) -> Iterator[None]:
    """Have what lies in an encrypted folder, which nobody has open, be read as the owner would."""
    with vault.mounted(data, vault.unlocked(data, secret)):
        yield
