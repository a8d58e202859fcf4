"""Of what sex the words for relatives and acquaintances are."""

import re
from typing import Final, Literal

Sex = Literal["男", "女", ""]

_MAN: Final = re.compile(
    r"爸|父|哥|弟(?!媳)|儿子|爷|公|叔|伯(?!母)|舅(?!妈)|丈夫|夫$|侄子|孙子|外孙$|连襟|外甥$|女婿|男"
)
_WOMAN: Final = re.compile(
    r"妈|母|姐(?!夫)|妹(?!夫)|女儿|奶|婆|姑(?!父)|姨(?!父)|嫂|婶|妻|侄女|孙女|甥女|媳|妯娌|女朋友|女友|闺蜜"
)
_OTHER: Final[dict[str, Sex]] = {"他": "女", "她": "男"}


def sex_of(word: str) -> Sex:
    """Give the sex of a word in its canonical form, 小叔子 or 女朋友; empty where it tells none."""
    is_man, is_woman = bool(_MAN.search(word)), bool(_WOMAN.search(word))
    if is_man == is_woman:
        return ""
    return "男" if is_man else "女"


def is_of_other_sex(word: str, pronoun: str) -> bool:
    """Whether such a word is of the sex that 他 or 她 is not; other pronouns and words fit any."""
    return pronoun in _OTHER and sex_of(word) == _OTHER[pronoun]
