"""An uploaded file, written where it can be read again."""

from pathlib import Path

from fastapi import UploadFile

BLOCK_BYTES = 1 << 20


def copied(upload: UploadFile, path: Path) -> Path:
    """Write an upload from where it is read to a new file; gives its path."""
    with path.open("xb") as file:
        while block := upload.file.read(BLOCK_BYTES):
            file.write(block)
    return path
