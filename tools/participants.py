"""Of whom a request is besides the one who asks: 「带闺女去……」, 「给爸妈买……」, 「我们一家……」."""

import re
from collections.abc import Callable
from typing import Final

from tools.slots import OWNER_SUBJECT, kin_at_start, kin_words

_CHILD: Final = r"[大小二三老幺]?(?:儿子|女儿|孩子|孙子|孙女|外孙女?)"
CHILDREN: Final = re.compile(rf"^{OWNER_SUBJECT}的{_CHILD}")
_ELDERS: Final = re.compile(rf"^{OWNER_SUBJECT}的(?:爸爸|妈妈|公公|婆婆|岳父|岳母|爷爷|奶奶|外公|外婆)")
_ACQUAINTED: Final = "老板|同事|老师|同学|室友|朋友|闺蜜|邻居|房东|师傅|导师|徒弟|客户|医生|前男友|前女友|前夫|前妻"
_FAMILY: Final = re.compile(rf"^{OWNER_SUBJECT}的(?!{_ACQUAINTED})")
# Words for several at once, and whose subjects they are.
_GROUPS: Final = (
    (re.compile(r"孩子|小孩|[俩仨]娃|[带接送喂哄陪给]娃|宝宝|儿女|子女|小家伙"), CHILDREN),
    (re.compile(r"爸妈|父母|爹妈|爹娘|二老|老两口|老人|长辈"), _ELDERS),
    (re.compile(r"全家|一家|阖家|家里人|家人|[两三四五六]口人|大家子|[带陪给让送替和跟][他她](?!们)"), _FAMILY),
)
# 我自己在家…… : whoever else is named has no part in it.
_ALONE: Final = re.compile(r"(?:我|俺|咱)?(?:就|只有)?(?:自己|自个儿?|一个人|独自|单独)(?!家|的)|不带[^，。]{1,6}")
_LONGER: Final = tuple(word for word in kin_words() if len(word) > 1 and not word.isascii())
_SINGLE: Final = re.compile(
    r"(?<=[我俺咱老跟和同带给陪让送接喊叫请为帮替])(?P<kin>[妈爸爹娘哥姐弟妹姑姨舅叔婶嫂])(?![妈爸哥姐弟妹])"
)


def is_alone(request: str) -> bool:
    """Whether the one who asks says that nobody else takes part."""
    return _ALONE.search(request) is not None


def participants(request: str) -> Callable[[str], bool]:
    """Give a test of a fact's subject: whether it is the owner, or somebody whom the request names or means."""
    if is_alone(request):
        return lambda subject: subject == OWNER_SUBJECT
    groups = [subjects for said, subjects in _GROUPS if said.search(request)]
    named = _named(request)

    def takes_part(subject: str) -> bool:
        if subject == OWNER_SUBJECT:
            return True
        person = subject.removeprefix(f"{OWNER_SUBJECT}的")
        if person == subject:
            return False
        kin = kin_at_start(person)
        is_named = kin is not None and (
            kin[1] in named or (bool(person[len(kin[0]) :]) and person[len(kin[0]) :] in request)
        )
        return is_named or any(subjects.match(subject) for subjects in groups)

    return takes_part


def _named(request: str) -> set[str]:
    """The canonical words of the relatives and acquaintances that a request names."""
    words = [word for word in _LONGER if word in request] + [found["kin"] for found in _SINGLE.finditer(request)]
    return {kin[1] for word in words if (kin := kin_at_start(word)) is not None}
