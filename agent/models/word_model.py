"""What was most likely said, of what a speech model takes to be possible: how Chinese words follow one another decides.

Whisper base writes 「沙来准」 where 「啥来着」 was said, for it knows sounds better than words. So its several hypotheses are
weighed together with a trigram model of words (KenLM), in which each word may also be another of nearly the same sound.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import kenlm

from tools.heard.script import simplified
from tools.heard.sounds import alike_key, apart, readings

# Weights, chosen on spoken sentences of the dialogue sets (bench/results/speech.md): of the words against the sounds; of each
# character, since a short hypothesis is likelier by itself; of a character that is not the one heard, and of its sound.
WORDS: Final = 0.35 * math.log(10)  # KenLM counts in powers of ten
CHARACTER: Final = 1.5
CHANGED: Final = 1.5
UNLIKE: Final = 5.0
# Both hold where the ear is unsure, the likeliest hypothesis losing this much a character; where it is surer they are higher in
# proportion, up to so many times: who hears everything right is not to be put right.
UNSURE: Final = 0.3
MOST_FIRM: Final = 3.0
# How far a word may sound from what was heard, a syllable (tools/heard/sounds.py).
FARTHEST: Final = 0.5
# A hypothesis that is shorter than this share of the likeliest one has left out what was said at the end.
SHORTEST: Final = 0.8
LONGEST_WORD: Final = 4
# The share of all words, in powers of ten: of a name that the memory knows, and of the rarest character that is a word.
NAME: Final = -2.0
RAREST_CHARACTER: Final = -6.0
# How many ways to one place are followed further.
BEAM: Final = 6
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")


class Hypothesis(NamedTuple):
    """What may have been said, and the natural logarithm of how likely the sounds make it."""

    text: str
    log_likelihood: float


class _Path(NamedTuple):
    """The best way to a place of the sentence: its score, the words up to there, the last of them, KenLM's state."""

    score: float
    text: str
    last: tuple[str, ...]
    state: Any


class WordModel:
    """A KenLM model of words, and its words by their sound; some 60 MB. Safe for several threads."""

    def __init__(self, path: Path) -> None:
        """Load it, text (ARPA) or binary; about a second. Raises OSError, ValueError, IndexError: it is no such model."""
        self._model = kenlm.Model(str(path))
        self._by_sound: dict[str, list[str]] = {}
        for word in _words_in(path.read_bytes()):
            if _HAN.fullmatch(word) and len(word) <= LONGEST_WORD and (len(word) > 1 or self._is_common(word)):
                for key in _keys(word):
                    self._by_sound.setdefault(key, []).append(word)

    def likeliest(self, hypotheses: Sequence[Hypothesis], names: Sequence[str] = ()) -> str:
        """Give the text that is likeliest by its sounds and its words together, in simplified characters, with the marks of
        the hypothesis it comes from.

        Args:
            hypotheses: one or more.
            names: words that the model need not know and that may well be said.
        """
        likeliest = max(hypotheses, key=_by_character)
        if not _HAN.search(likeliest.text):  # English, of which this model knows nothing
            return simplified(likeliest.text)
        least = int(SHORTEST * len(likeliest.text))
        decoded = lru_cache(maxsize=None)(partial(self._decoded, names=frozenset(names), firmness=_firmness(likeliest)))
        whole = [each for each in hypotheses if len(each.text) >= least]
        return max((_reworded(each, decoded) for each in whole), key=lambda scored: scored[0])[1]

    def _decoded(self, heard: str, names: frozenset[str], firmness: float) -> tuple[float, str]:
        """The likeliest words for what was heard as these characters, by dynamic programming over trigrams."""
        reached: list[dict[tuple[str, ...], _Path]] = [{} for _ in range(len(heard) + 1)]
        reached[0][()] = _Path(0.0, "", (), self._nothing_before())
        for start in range(len(heard)):
            best = sorted(reached[start].values(), key=lambda path: -path.score)[:BEAM]
            for word, cost in self._words(heard[start:], names) if best else ():
                into = reached[start + len(word)]
                for path in best:
                    longer = (self._with_name if word in names else self._with)(path, word, cost * firmness)
                    if longer.last not in into or into[longer.last].score < longer.score:
                        into[longer.last] = longer
        likeliest = max(reached[-1].values(), key=lambda path: path.score)
        return likeliest.score + CHARACTER * len(heard), likeliest.text

    def _words(self, heard: str, names: frozenset[str]) -> Iterator[tuple[str, float]]:
        """The words that may begin here, and what they cost."""
        for name in names:
            piece = heard[: len(name)]
            cost = _cost(piece, name)
            if cost is not None and (piece == name or piece not in self._model):  # a word stays: 小雨 is not 小宇
                yield name, cost
        for length in range(1, min(len(heard), LONGEST_WORD) + 1):
            piece = heard[:length]
            if (length == 1 or piece in self._model) and piece not in names:
                yield piece, 0.0
            for word in {word for key in _keys(piece) for word in self._by_sound.get(key, ())} - names - {piece}:
                cost = _cost(piece, word)
                if cost is not None:
                    yield word, cost

    def _with(self, path: _Path, word: str, cost: float) -> _Path:
        state = kenlm.State()
        score = path.score + WORDS * self._model.BaseScore(path.state, word, state) - cost
        return _Path(score, path.text + word, (*path.last[-1:], word), state)

    def _with_name(self, path: _Path, name: str, cost: float) -> _Path:
        return _Path(path.score + WORDS * NAME - cost, path.text + name, (name,), self._nothing_before())

    def _is_common(self, character: str) -> bool:
        return float(self._model.BaseScore(self._nothing_before(), character, kenlm.State())) >= RAREST_CHARACTER

    def _nothing_before(self) -> Any:
        state = kenlm.State()
        self._model.NullContextWrite(state)
        return state


def _reworded(hypothesis: Hypothesis, decoded: Callable[[str], tuple[float, str]]) -> tuple[float, str]:
    text = simplified(hypothesis.text)
    score, pieces, at = hypothesis.log_likelihood, list[str](), 0
    for run in _HAN.finditer(text):
        run_score, reworded = decoded(run.group())
        score += run_score
        pieces += [text[at : run.start()], reworded]
        at = run.end()
    return score, "".join([*pieces, text[at:]])


def _by_character(hypothesis: Hypothesis) -> float:
    return hypothesis.log_likelihood / max(1, len(hypothesis.text))


def _firmness(likeliest: Hypothesis) -> float:
    """How many times over a change costs, from 1 to MOST_FIRM."""
    return min(MOST_FIRM, max(1.0, UNSURE / max(-_by_character(likeliest), 1e-9)))


@lru_cache(maxsize=8192)
def _keys(word: str) -> tuple[str, ...]:
    """The ways a word may sound, what is easily confused taken as one."""
    keys = [""]
    for character in word:
        ways = {alike_key(reading) for reading in readings(character)}
        keys = [f"{key} {way}" for key in keys for way in ways]
    return tuple(keys)


def _cost(heard: str, word: str) -> float | None:
    """What it costs to take `word` for what was heard; None where it is not as long, or sounds too unlike."""
    if len(heard) != len(word):
        return None
    unlike = [apart(a, b) for a, b in zip(heard, word, strict=True) if a != b]
    return UNLIKE * sum(unlike) + CHANGED * len(unlike) if sum(unlike) <= FARTHEST * len(heard) else None


def _words_in(content: bytes) -> list[str]:
    """The words that a model knows: in the list behind everything else of a binary one, in the unigrams of a text."""
    if b"\\data\\" in content[:100]:
        unigrams = content.partition(b"\\1-grams:")[2].partition(b"\\")[0].decode("utf-8")
        return [line.split("\t")[1] for line in unigrams.splitlines() if "\t" in line]
    words = content[content.rfind(b"<unk>\0") :].decode("utf-8", errors="replace")
    return words.split("\0")
