"""Whether words speak of a slot at all: who says where they moved to says nothing of their name."""

import re
from typing import Final

from tools.slots import canonical_attribute

_SPOKEN: Final = {
    attribute: re.compile(pattern, re.IGNORECASE)
    for attribute, pattern in {
        "姓名": r"叫|名|姓|称呼|我是|弓长|木子|\b(?:name[ds]?|called|call me)\b",
        "生日": r"生日|出生|生于|生的|诞辰|\d月|月[初\d一二三四五六七八九十廿]|\b(?:born|birthday)\b",
        "年龄": r"岁|年纪|多大|生日|\b(?:years? old|aged?|turn(?:s|ed|ing)?)\b",
        "性别": r"男|女|性别|\b(?:male|female|man|woman|gender)\b",
        "血型": r"血|型|\bblood\b",
        "现居地": r"住|搬|迁|居|家|房|租|地址|小区|安顿|落脚|落户|扎根|回到|来到|去了|[在到往回]\w{1,8}(?:了|那边|这边)|\b(?:live[sd]?|living|mov(?:e|ed|ing)|address|home|flat|house)\b",
        "家乡": r"老家|家乡|籍贯|人|\b(?:from|hometown|grew up)\b",
        "工作": r"工作|班|公司|单位|厂|店|职|当|做|干|岗|业|行|辞|跳槽|退休|跑|送|开|摆|教|升|任|调|转|负责|主管|经理|主任|老板|[长师员]|\b(?:work\w*|job|compan\w+|hired|employ\w*|quit|retire\w*|as an?)\b",
        "学校": r"学|年级|班|校|毕业|考|读|念|升|[小初高大研]|\b(?:school|grade|universit\w+|college|stud\w+)\b",
        "手机号": r"手机|电话|号|1[3-9]\d|\b(?:phone|number|mobile)\b",
        "邮箱": r"邮|@|\be?-?mail\b",
        "车牌号": r"牌|车|[\u4e00-\u9fff][A-Z][A-Z0-9·]{4,}|\bplate\b",
        "身份证号": r"证|号",
        "体重": r"斤|克|重|胖|瘦|\b(?:kg|kilos?|pounds?|weigh\w*)\b|\dkg",
        "身高": r"米|公分|高|个子|长|\b(?:tall|height|feet|cm)\b|\dcm",
        "鞋码": r"码|鞋|脚|\b(?:shoe|size)\b",
        "婚姻": r"婚|离|证|单身|丧|嫁|娶|\b(?:marr\w+|divorc\w+|single|widow\w*|engaged)\b",
        "星座": r"座|生日|\d月|\bsign\b",
        "生肖": r"属|肖|年",
    }.items()
}
_LIKED: Final = re.compile(r"喜欢|爱|钟意|中意|偏|\b(?:favou?rite|like[sd]?|love[sd]?|prefer\w*)\b", re.IGNORECASE)


def speaks_of(attribute: str, said: str) -> bool:
    """Whether words name an attribute that holds one value, or hold what such a value looks like; of others it is not known."""
    name = canonical_attribute(attribute)
    pattern = _LIKED if name.startswith("最喜欢的") else _SPOKEN.get(name)
    return pattern is None or pattern.search(said) is not None
