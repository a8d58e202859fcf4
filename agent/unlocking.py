"""What opens an encrypted data folder, as the owner has set it: the passphrase, or the file that holds the key."""

from pathlib import Path

from agent.settings import Settings
from store.errors import KeyFileUnusable
from store.keys import LEAST_FILE_BYTES, Secret


def secret_of(settings: Settings) -> Secret | None:
    """Give the secret that is set; `None` where none is. Raises KeyFileUnusable."""
    if settings.passphrase is not None:
        return Secret.passphrase(settings.passphrase.get_secret_value())
    return None if settings.key_file is None else key_in(settings.key_file)


def key_in(path: Path) -> Secret:
    """Read a key file: every byte of it is the key. Raises KeyFileUnusable."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KeyFileUnusable(f"{path} cannot be read: {error}") from error
    if len(content) < LEAST_FILE_BYTES:
        raise KeyFileUnusable(f"{path} has {len(content)} bytes, and a key {LEAST_FILE_BYTES} at least")
    return Secret(content, "file")
