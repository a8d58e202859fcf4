"""The words of a memory over a restart: the postings, by numbers that stand for terms; no word can be read from the file.

It is used as far as it is of the ledger beside it and was made by the same way of taking a text apart, and made again otherwise.
"""

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from store import array_file, background
from store.array_file import Cover, Unusable
from store.lexical import LexicalIndex
from store.vector_journal import Chain
from store.words import terms

NAME: Final = "words.snap"
_KIND: Final = "words"


def read(folder: Path, chain: Chain) -> LexicalIndex:
    """Give the index as far as it was kept; an empty one where nothing can be used."""
    try:
        file = array_file.read(folder / NAME, _KIND)
    except Unusable:
        return LexicalIndex()
    seq = file.cover.ledger_seq
    if file.more["terms"] != _way_of_taking_apart() or (chain.digest_at(seq) or b"").hex() != file.cover.ledger_hash:
        return LexicalIndex()
    return LexicalIndex.of(file.arrays)


def prepared(folder: Path, lexical: LexicalIndex, chain: Chain) -> Callable[[], None]:
    """Give what puts a snapshot of the words as they are now in the place of the last; it may raise OSError."""
    cover = Cover(chain.seq, (chain.digest_at(chain.seq) or b"").hex())
    kept = lexical.kept()
    return lambda: array_file.write(folder / NAME, _KIND, cover, kept(), terms=_way_of_taking_apart())


def remove(folder: Path) -> None:
    """Remove the file; the folder is still to be synced."""
    array_file.remove(folder / NAME)


def check(folder: Path) -> list[str]:
    """Examine the file, which may be missing; the problems found."""
    return array_file.check(folder / NAME, _KIND)


@cache
def _way_of_taking_apart() -> str:
    """Give what changes when the dictionary or the rules of store/words.py do: the terms of the background, hashed."""
    found = "\n".join("\t".join(terms(sentence)) for sentence in background.SENTENCES)
    return blake2b(found.encode(), digest_size=16).hexdigest()
