"""A memory of any size, made up from a seed: what is said, and the quick way to fill a folder with it.

Words come as often as in real talk: a few in every sentence, most of them hardly ever (Zipf's law). The quick way writes
the ledger's lines at once, without waiting for the disk at each, and mixes vectors of real sentences instead of embedding
a million; it exists here alone.
"""

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import orjson
from numpy.typing import NDArray

from store.codec import VERSION, encode_event
from store.contract import Embedder
from store.facts import Fact, Source, Turn
from store.records import Event, Heard, Saved, Settled, fact_id_of, turn_id_of

SEED: Final = 7
USER: Final = "u"
BEGIN: Final = datetime(2020, 1, 1, tzinfo=UTC)
# What is told spreads over this time, whatever its amount.
SPAN: Final = timedelta(days=1800)
WHO: Final = ("我", "我", "我", "我妹妹", "我同事", "我爸", "我的邻居", "我女儿", "我们老板", "我表哥")
DID: Final = ("买了", "弄丢了", "修好了", "看中了", "说起", "喜欢上了", "想要", "去过", "学会了", "忘了")
ASKS: Final = ("我和{}有什么关系？", "{}后来怎么样了？", "谁说起过{}？", "我记得有个{}，是哪一个？", "你记得{}的事吗")
# Source: GB 2312, level 1, the 3755 characters in common use.
CHARACTERS: Final = tuple(
    bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) if (row, cell) < (0xD7, 0xFA)
)  # fmt: skip
_WORDS: Final = 20_000
_BASE: Final = 2000


class Talk:
    """Sentences from a seed, each with a few words of a vocabulary that follows Zipf's law."""

    def __init__(self, seed: int) -> None:
        made = random.Random(SEED)
        self._words = ["".join(made.choices(CHARACTERS, k=2)) for _ in range(_WORDS)]
        self._weights = np.cumsum(1 / (np.arange(_WORDS) + 2.7)).tolist()
        self._chooser = random.Random(seed)

    def words(self, count: int) -> list[str]:
        """Draw words."""
        return self._chooser.choices(self._words, cum_weights=self._weights, k=count)

    def sentence(self) -> str:
        """Say something, 20 to 30 characters long."""
        first, second, third, fourth = self.words(4)
        who, did = self._chooser.choice(WHO), self._chooser.choice(DID)
        return f"{who}在{first}{did}{second}{third}，和{fourth}有关，第{self._chooser.randrange(10**6)}次"

    def question(self) -> str:
        """Ask about something; in half of the cases by saying something, as people do."""
        if self._chooser.random() < 0.5:
            return self.sentence()
        return self._chooser.choice(ASKS).format("".join(self.words(2))) + str(self._chooser.randrange(10**6))


class MixedEmbedder:
    """The embedder itself for a few texts at a time; many at once get mixtures of two of its real vectors each."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder
        self._chooser = np.random.default_rng(SEED)

    def prepare(self) -> None:
        """Embed the sentences that are mixed, so that it takes no time later."""
        assert len(self._base) == _BASE

    @cached_property
    def _base(self) -> NDArray[np.float32]:
        talk = Talk(SEED + 1)
        return self._embedder.embed([talk.sentence() for _ in range(_BASE)])

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Embed texts; shape (len(texts), dimension), rows L2-normalised."""
        if query or len(texts) < 100:
            return self._embedder.embed(texts, query=query)
        pairs = self._chooser.integers(0, len(self._base), (len(texts), 2))
        share = self._chooser.uniform(0.5, 1, (len(texts), 1)).astype(np.float32)
        rows = share * self._base[pairs[:, 0]] + (1 - share) * self._base[pairs[:, 1]]
        mixed: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return mixed


def write_ledger(path: Path, memories: int) -> int:
    """Write a ledger of so many memories, half of them turns and half the facts they told; gives how many records."""
    return write_events(path, told_events(memories // 2))


def write_events(path: Path, events: Iterable[tuple[datetime, Event]]) -> int:
    """Write a ledger of these events, each with when it was recorded; gives how many."""
    prev, seq = bytes(32).hex(), 0
    with path.open("wb") as file:
        for at, event in events:
            seq += 1
            head = {"v": VERSION, "seq": seq, "at": at.isoformat()}
            body = orjson.dumps(head | encode_event(event) | {"prev": prev})
            prev = hashlib.sha256(body).hexdigest()
            file.write(body[:-1] + b',"hash":"' + prev.encode() + b'"}\n')
    return seq


def told_events(turns: int) -> Iterator[tuple[datetime, Event]]:
    """Give three events for each of so many turns: what was heard, the fact it told, and that it was answered."""
    talk = Talk(SEED)
    for place in range(turns):
        at = BEGIN + place * SPAN / max(1, turns)
        turn = Turn(turn_id_of(3 * place + 1), USER, talk.sentence(), at, at)
        statement = turn.text.replace("我", "用户", 1)
        yield at, Heard(turn)
        yield at, Saved(turn.id, Fact(fact_id_of(3 * place + 2), USER, statement, "other", "", "", "", None, at, None, at,
                                      (Source(turn.id, turn.text),)))  # fmt: skip
        yield at, Settled(turn.id, "answered")
