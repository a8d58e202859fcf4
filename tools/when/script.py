"""Traditional characters in words of time, read as the simplified ones that the patterns are written in."""

_TRADITIONAL = "後週個禮兩點鐘時號來過這內從國慶聖誕節陽農曆陰歷當間剛幾將還買約預計畫訂準備會開沒給寫認識結婚東畢業學醫發舊閏臘驚蟄穀滿處種歲頭邊遲隨裏裡國"
_SIMPLIFIED = "后周个礼两点钟时号来过这内从国庆圣诞节阳农历阴历当间刚几将还买约预计划订准备会开没给写认识结婚东毕业学医发旧闰腊惊蛰谷满处种岁头边迟随里里国"
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """The text with the same number of characters, those of talk about time simplified."""
    return text.translate(_TABLE)
