"""What the words around a number say it is; the nearest ones decide.

Source: the idea of context words and several of the English ones are from Microsoft Presidio's recognizers.
"""

import re
from typing import Final, Literal

from tools.secrets.grammar import word

About = Literal["card", "account", "identity", "other", ""]

_WINDOW: Final = 40
# What a sentence ends with, and what was masked before, so that a mask's own words never speak for what follows it.
MASKED: Final = re.compile(r"（已隐去(?:、尾号[0-9A-Z]{4})?）|\(hidden(?: except [0-9A-Z]{4})?\)")
_BARRIER: Final = re.compile(rf"[。！？!?；;\n]|{MASKED.pattern}")
_LIKE_BANKS: Final = r"银行卡|储蓄卡|借记卡|信用卡|贷记卡|工资卡|银联|一卡通|(?:[工建农中交招]行|农商行?|浦发|民生|中信|光大|兴业|平安|广发|邮储|华夏|银行)的?(?:那张|这张)?卡"
_CUES: Final[dict[About, str]] = {
    # Numbers that people want remembered; first, so that 会员卡号 is not taken for a bank's 卡号.
    "other": r"订单|单号|运单|快递|物流|流水|编号|编码|发票|合同|案号|工号|学号|考号|准考证|条码|条形码|二维码|序列号|型号|货号|车架号|发动机号"
    r"|(?:会员|积分|公交|交通|地铁|图书|借书|校园|饭|门禁|电话|手机|SIM|就诊|健身|加油|油)卡(?:号码?|的号码)?|会员|电话|手机|座机|传真|热线"
    r"|微信|群号|时间戳|票号|机票|车票|航班|取件|取货|取票|挂号|病历|就诊|住院|保单|车牌|邮编|版本|户号|专利|税号|信用代码|营业执照|备案|圆周率|"
    + word(r"(?:library|member(?:ship)?|loyalty|sim|business) ?cards?(?: number| no)?")
    + "|"
    + word(
        r"qq|isbn|imei|imsi|iccid|meid|ean|upc|sn|s/n|vin|orders?|tracking|waybill|shipment|parcel|invoice|receipt|serial|ticket"
        r"|booking|reservation|confirmation|reference|ref|phone|tel|mobile|barcode|timestamp|policy|membership"
    ),
    "card": rf"{_LIKE_BANKS}|卡号码?|卡的号码|"
    + word(r"visa|master ?card|amex|american express|unionpay|(?:bank |credit |debit )?cards?"),
    "account": r"(?:银行|对公|收款|开户)(?:账|帐)[号户]|(?:账|帐)户号码?|"
    + word(r"bank account|account (?:number|no)|acct|iban"),
    "identity": r"身[份分][证證]|公民身份|证件号|身份号|"
    + word(r"id (?:number|card|no)|identity (?:number|card)|national id|resident id"),
}
_BEFORE: Final = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _CUES.items()}
_AFTER: Final = re.compile(
    r" ?[，,]? ?(?:这|那|就|才)*(?:是|(?:is|was) )[^，。！？；,.!?;\n0-9]{0,12}?"
    rf"(?:(?P<card>{_LIKE_BANKS}|卡号|{word('card')})|(?P<identity>身份证|{word('id')})"
    rf"|(?P<other>单号|订单|编号|条码|电话|{word('order|tracking')}))",
    re.IGNORECASE,
)


def about(text: str, start: int, end: int) -> About:
    """What the words before text[start:end], or else right after it, say that it is; empty where they say nothing."""
    before = _BARRIER.split(text[max(0, start - _WINDOW) : start])[-1]
    places = {
        kind: max((match.end() for match in pattern.finditer(before)), default=-1) for kind, pattern in _BEFORE.items()
    }
    nearest = max(places, key=lambda kind: places[kind])
    if places[nearest] >= 0:
        return nearest
    after = _AFTER.match(text, end)
    return next((kind for kind in _BEFORE if after and after.groupdict().get(kind)), "")
