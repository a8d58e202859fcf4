"""Whose relative a clause brings in: 「他有个亲妹妹叫……」 is of whoever was just spoken of, and a fact of its own.

Source: Li & Thompson, "Mandarin Chinese: A Functional Reference Grammar" (1981), 24.1: the topic of a clause is that of the one before
where it names none.
"""

import re
from typing import Final, NamedTuple

from agent.models.local.subjects import Subject
from tools.kin_sex import is_of_other_sex
from tools.slots import OWNER_SUBJECT, kin_at_start

# 「她的丈夫……」, 「他媳妇……」
_THEIR: Final = re.compile(r"^[他她它]们?(?:的|家的?)?(?:亲|大|小|二|前)?(?P<kin>.{1,4})")
# 「她底下有个亲弟弟」, 「上头还有俩哥哥」, 「刚生了个闺女」
_GOT: Final = re.compile(
    r"^(?P<who>[他她]们?|(?:我|俺|咱)们?)?(?:家里?)?(?P<place>底下|下面|下头|上头|上面|头上|跟前|膝下)?(?P<more>还|又|也|另外)?(?:就|只|刚|已经)*"
    r"(?:有|[生得添养收抱]了?|收养了?)了?(?:[一两三俩几]?[个位名]|[一两三俩仨])(?:亲|大|小|胖|同胞|双胞胎)?(?P<kin>[^，。的]{1,4})"
)
_CHILDREN: Final = ("儿子", "女儿", "孩子")
_SPOUSES: Final = ("丈夫", "妻子", "老伴", "前夫", "前妻")
# 「……的弟弟叫吕航」: whoever was brought in, by name.
_NAMED: Final = re.compile(
    r"(?:亲|大|小|二|胖)?(?P<kin>[^的，有个]{1,4}?)[，,]?(?:[他她]?的?(?:名字|小名|大名|乳名)|取名|起名)?(?:叫做?|名叫|的名字[是叫])(?P<name>[^，。的是]{2,6})$"
)


class Brought(NamedTuple):
    """A relative of a relative who goes on being spoken of: by name, else as what they are; and the word for what they are."""

    who: str
    kin: str

    def may_be(self, text: str) -> bool:
        """Whether a clause can be about them: it opens with no 他 or 她 of the other sex."""
        return not is_of_other_sex(self.kin, text[:1])


def turns_to_relative(text: str, subject: str) -> bool:
    """Whether a clause turns from somebody to a relative of theirs: 「她的丈夫……」, 「底下有个弟弟」.

    Args:
        text: the clause.
        subject: whom the clause before it is about.
    """
    their = _THEIR.match(text)
    if their is not None and kin_at_start(their["kin"]) is not None:
        return True
    got = _GOT.match(text)
    kin = kin_at_start(got["kin"]) if got is not None else None
    if got is None or kin is None or (got["who"] or "")[:1] in tuple("我俺咱"):
        return False
    if got["who"]:
        return True
    if not subject.startswith(f"{OWNER_SUBJECT}的") or (got["more"] and not got["place"]):
        return False
    # the children of a wife are the speaker's
    return not (kin[1] in _CHILDREN and subject.removeprefix(f"{OWNER_SUBJECT}的") in _SPOUSES)


def brought_in(text: str, subject: Subject) -> Brought | None:
    """Who was brought in by a clause of a relative of a relative; None where it brings in nobody, or a relative of the speaker's own."""
    bare = text.removeprefix(subject.name).removeprefix(subject.said)
    kin, named = _got(bare), _NAMED.search(text)
    if bare == text or (kin is None and not owner_of(subject.name)):
        return None
    called = kin_at_start(named["kin"]) if named is not None else None
    if named is not None and called is not None:
        return Brought(named["name"], called[1])
    return Brought(f"{subject.name}的{kin[1]}", kin[1]) if kin is not None else None


def owner_of(subject: str) -> str:
    """Whose relative somebody is who is none of the speaker's own: 用户的妈妈 of 用户的妈妈的姐姐; empty for everybody else."""
    owner, _, word = subject.rpartition("的")
    return owner if owner != OWNER_SUBJECT and kin_at_start(word) is not None else ""


def theirs(text: str, subject: str) -> str:
    """Whom a clause is about that turns to a relative of `subject`: 用户的外孙女的妈妈 of 「她妈比我小」; `subject` where it has one."""
    match = _THEIR.match(text)
    kin = kin_at_start(match["kin"]) if match is not None else None
    return f"{subject}的{kin[1]}" if kin is not None else subject


def _got(text: str) -> tuple[str, str] | None:
    got = _GOT.match(text)
    return kin_at_start(got["kin"]) if got is not None else None
