"""How alike two statements are, told from their characters; no model is asked."""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import rjieba

_ROUNDING = 1e-9
_DROPPED = re.compile(r"[\W_]+")
_EMPTY_WORDS = re.compile(
    r"用户|自己|现在|目前|已经|其实|就是|那个|这个|一下|[我你您他她它的了着过在是有个只把嘛呢吧啊呀]"
)

# The adverbs of mood and of lasting, which add nothing to a sentence: 吕叔湘《现代汉语八百词》.
_STRESSES = re.compile(
    r"就是?|可|真(?:的|是)?|确实|的确|确是|实在|当然|本来?|本就|原本|反正|明明|分明|毕竟|其实|倒是?|横竖|好歹|还是|仍[然旧]?|依[然旧]|照[样旧]|"
    r"一直|一向|向来|始终|从来|素来|历来|平[时常日]|正是?|也是?|都是?"
)
_STILL_BEFORE = ("在", "是", "住", "没", "没有", "不")
_RHETORICAL = re.compile(r"(?:可)?不(?:就是|正是|就|正)(?=[\u4e00-\u9fff])")


def plain(text: str) -> str:
    """NFKC, lower case, without blanks and punctuation."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())


def second_person(statement: str) -> str:
    """A statement as it is said to the one whom it is about: 用户 becomes 你, the full stop goes."""
    return statement.rstrip("。.").replace("用户", "你")


def as_data(text: str) -> str:
    """The text without what could close, or open, the marks that it is put between for a model."""
    return text.replace("<", "＜").replace(">", "＞")


@lru_cache(maxsize=65_536)
def unstressed(text: str) -> str:
    """The text without the words that only stress it or say that it still holds: 「我可不就在佛山嘛」 is 「我在佛山嘛」."""
    kept: list[str] = []
    words = [word for word, _ in rjieba.tag(_RHETORICAL.sub("", text))]
    for word, following in zip(words, [*words[1:], ""], strict=True):
        is_still = word == "还" and following in _STILL_BEFORE
        if not (_STRESSES.fullmatch(word) or is_still):
            kept.append(word)
    return "".join(kept)


def content(text: str) -> str:
    """What is left of `plain` when words that carry no matter are taken out."""
    return _EMPTY_WORDS.sub("", plain(text))


@lru_cache(maxsize=65_536)  # a save is compared with every statement known
def bigrams(text: str) -> frozenset[str]:
    """The character pairs of `content`; the character itself where there is but one."""
    bare = content(text)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1)) or frozenset([bare] if bare else [])


def contained(part: str, whole: str) -> float:
    """The share of `part`'s content that occurs in `whole`, 0 to 1; 0 where `part` has none."""
    wanted = bigrams(part)
    return len(wanted & bigrams(whole)) / len(wanted) if wanted else 0.0


def words_held(part: str, whole: str) -> float:
    """The share of `part`'s words that occur in `whole`, 0 to 1; one of two characters of which one does counts half."""
    words = [word for word, _ in rjieba.tag(content(part)) if len(word) > 1]
    held = [1.0 if word in whole or _parted(word, whole) else 0.5 if len(word) == 2 and set(word) & set(whole) else 0.0
            for word in words]  # fmt: skip
    return sum(held) / len(held) if held else 0.0


def _parted(word: str, whole: str) -> bool:
    """Whether a verb with its object stands apart, 离婚 in 「离过一次婚」. Source: 离合词, Chao (1968), 6.5."""
    return len(word) == 2 and bool(re.search(f"{word[0]}[过了着完][^，。]{{0,3}}{word[1]}", whole))


def nouns(text: str) -> set[str]:
    """The nouns and foreign words of two characters or more."""
    return {word for word, tag in rjieba.tag(text) if len(word) > 1 and (tag.startswith("n") or tag == "eng")}


def alike(one: str, other: str) -> float:
    """Jaccard similarity of the two contents, 0 to 1."""
    a, b = bigrams(one), bigrams(other)
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if a or b else 1.0


@lru_cache(maxsize=65_536)
def signature(text: str) -> int:
    """One bit of 256 for each of the `bigrams`, several of which may share one."""
    made = 0
    for pair in bigrams(text):
        made |= 1 << zlib.crc32(pair.encode("utf-8", "surrogatepass")) % 256
    return made


def may_be_like(text: str, others: Iterable[str], least: float) -> Iterator[bool]:
    """Tell of each other text whether it may be `alike` to at least `least`, or hold all that `text` does.

    A few operations each, without looking at the characters: what it denies is neither, what it grants may be.
    """
    mine = signature(text)
    # of the pairs in `text` no more than these can be missing in one so like it, and each missing bit is a missing pair
    missing = (1 - least) * len(bigrams(text)) + _ROUNDING
    for other in others:
        yield (mine & ~signature(other)).bit_count() <= missing
