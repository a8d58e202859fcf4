"""The many wordings of one thing, so that no correct answer fails for how it is put.

An author writes one of them, and this completes the groups of the file in place:

    python -m bench.dialogues.wordings [FILE]

| in a group | is joined by |
|---|---|
| 不知道 | every way to say that one does not know |
| 不建议 | every way to advise against or to warn |
| a day, 5月6日 | 5月6号, 05月06日, 五月六日, 5/6, 2025-05-06, ... |
| 周三 | 星期三, 礼拜三 |
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.dialogues.dialogue import FILE

NOT_KNOWN = (
    "不知道", "不清楚", "不晓得", "不了解", "不记得", "不确定", "不太确定", "不详", "想不起", "答不上", "说不上来",
    "查不到", "找不到", "没查到", "没找到", "没印象", "没线索", "没听", "没告诉", "没说", "没提", "没讲", "没记",
    "没存", "没留", "没跟", "没和", "没向", "没有告诉", "没有说", "没有提", "没有讲", "没有记", "没有存", "没有留",
    "没有跟", "没有和", "没有向", "没有听", "没有查", "没有找", "没有印象", "没有线索", "没有关于", "没有相关", "没有这",
    "没有那", "没有任何", "没有您", "没有你", "没有保存", "没有资料", "没有信息", "未告诉", "未说", "未提", "未讲",
    "未记", "未存", "未曾", "未找到", "无从", "无法", "无记录", "暂无", "并无", "尚未", "尚无", "并未", "还没",
    "还未", "目前没有", "从没", "从未", "已删", "已经删", "已忘", "已经忘", "忘掉了", "don'tknow", "donotknow",
    "don’tknow", "notsure", "noidea", "norecord", "haven'ttold", "haven’ttold",
)  # fmt: skip
CAUTION = (
    "不建议", "不推荐", "不提倡", "不适合", "不太适合", "不合适", "不太合适", "不宜", "不能", "不要", "不可", "不行",
    "不该", "不应", "不是好", "别", "避免", "避开", "忌", "禁", "推掉", "推辞", "小心", "注意", "留意",
    "当心", "谨慎", "慎", "去掉", "换", "改", "替", "不放", "不加", "少吃", "少喝", "风险", "危险", "最好",
    "提醒", "算了", "免了", "三思", "难受", "诱发", "发作", "加重", "受限", "限制",
)  # fmt: skip
_DIGITS = "零一二三四五六七八九"
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_WEEKDAY = re.compile(r"周([一二三四五六日])")


def completed(group: Iterable[str]) -> list[str]:
    """Give a group with the other wordings of what it holds; its own strings come first."""
    keys = list(group)
    for key in tuple(keys):
        keys += _wordings(key)
    return list(dict.fromkeys(keys))


def day_forms(month: int, day: int) -> list[str]:
    """Give the ways to write a day of the year, in figures and in characters."""
    figures = [f"{month}月{day}日", f"{month}月{day}号", f"{month:02}月{day:02}日", f"{month}月{day:02}日"]
    characters = [f"{numeral(month)}月{numeral(day)}{unit}" for unit in "日号"]
    return [*figures, *characters, f"{month:02}-{day:02}", f"{month}/{day}", f"{month:02}/{day:02}", f"{month}.{day}",
            f"{month:02}.{day:02}"]  # fmt: skip


def numeral(number: int) -> str:
    """Write 1 to 99 in characters."""
    tens, ones = divmod(number, 10)
    return (("" if tens < 2 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


def _wordings(key: str) -> Sequence[str]:
    if key == NOT_KNOWN[0]:
        return NOT_KNOWN
    if key == CAUTION[0]:
        return CAUTION
    if day := _DAY.fullmatch(key):
        return day_forms(int(day[1]), int(day[2]))
    if weekday := _WEEKDAY.fullmatch(key):
        names = "日天" if weekday[1] == "日" else weekday[1]
        return [word + name for word in ("周", "星期", "礼拜") for name in names]
    return ()


def complete(file: Path) -> None:
    """Rewrite a file of dialogues with all its groups completed."""
    dialogues = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for dialogue in dialogues:
        for turn in dialogue["turns"]:
            _complete_turn(turn.get("expect", {}))
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in dialogues), encoding="utf-8")


def _complete_turn(expected: dict[str, Any]) -> None:
    if "reply_any" in expected:
        expected["reply_any"] = [completed(group) for group in expected["reply_any"]]


if __name__ == "__main__":
    complete(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
