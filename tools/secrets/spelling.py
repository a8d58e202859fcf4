"""One spelling for the many ways to write letters and digits, character for character, so that places stay the same."""

import re
from typing import Final

# Letters, digits and the signs of passwords; full-width punctuation stays, for it ends a Chinese clause.
_WIDE: Final = {ord("！") - 0x21 + n: chr(n) for n in range(0x21, 0x7F) if chr(n).isalnum() or chr(n) in "@#$%&*-_+=./"}
_BLANK: Final = dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u202f\u3000\ufeff"), " ")
_DASH: Final = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
# Traditional characters of the words that matter here: 密碼, 驗證碼, 護照號, 銀行賬戶.
_TRADITIONAL: Final = str.maketrans(
    "碼驗證護號銀賬帳戶駕駛鑰訂單運遞話機電為換變設還記詞開門個年從應該現後來給對錯說輔動態鎖學條間關儲貸農",
    "码验证护号银账帐户驾驶钥订单运递话机电为换变设还记词开门个年从应该现后来给对错说辅动态锁学条间关储贷农",
)
_TABLE: Final = _WIDE | _BLANK | _DASH | _TRADITIONAL

HAN_DIGITS: Final = "零〇一二三四五六七八九幺"
_TO_DIGIT: Final = str.maketrans(HAN_DIGITS, "001234567891")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]{2}")


def levelled(text: str) -> str:
    """The text with half-width letters and digits, plain blanks and plain dashes; as long as before."""
    return text.translate(_TABLE)


def digits_of(text: str) -> str:
    """The digits in a text, Chinese ones (六二二幺) included, as Arabic ones; an X at its end stays."""
    plain = levelled(text).translate(_TO_DIGIT).upper()
    return "".join(c for c in plain if c.isascii() and (c.isdigit() or c == "X"))


def is_chinese(text: str) -> bool:
    """Whether there is any Chinese in it."""
    return bool(_HAN.search(text))


def is_latin(text: str) -> bool:
    """Whether it is written in Latin letters alone; mere numbers count as Chinese."""
    return bool(_LATIN.search(text)) and not is_chinese(text)
