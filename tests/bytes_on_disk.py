"""Whether words or bytes lie anywhere under a folder, in whatever file and spelling."""

import json
import re
from pathlib import Path


def places(folder: Path, words: str) -> list[str]:
    """The files under a folder that hold the words: as UTF-8, as UTF-16, or as the escapes of JSON in either case."""
    escaped = json.dumps(words)[1:-1]
    upper = re.sub(r"(?<=\\u)[0-9a-f]{4}", lambda digits: digits[0].upper(), escaped)
    return holding(folder, words.encode(), words.encode("utf-16-le"), escaped.encode(), upper.encode())


def holding(folder: Path, *contents: bytes) -> list[str]:
    """The files under a folder that hold one of these runs of bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if any(content in path.read_bytes() for content in contents)]
