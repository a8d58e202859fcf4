"""Whether words lie anywhere under a folder, in whatever file and spelling."""

from pathlib import Path


def places(folder: Path, words: str) -> list[str]:
    """The files under a folder that hold the words: as UTF-8, as UTF-16, or as the escapes of JSON."""
    spellings = [words.encode(), words.encode("utf-16-le"), words.encode("unicode_escape")]
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if any(spelling in path.read_bytes() for spelling in spellings)]
