"""What each clause is about, asked of the small model: a JSON object from clause to category, decoded under a schema.

The model only chooses; the clauses are forced. On Qwen2.5 1.5B that is right far more often than letting it write the
facts, and quicker: docs/adr/0005. Prompt text: change it only together with the scenario scores.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from agent.models.local.runtime import Runtime, harmless
from tools.clauses import clauses

NOTHING: Final = "无"
LABELS: Final = (
    "姓名", "生日", "年龄", "住址", "家乡", "工作", "学校", "号码", "家人", "朋友", "宠物", "物品", "健康", "忌口", "喜欢", "不喜欢", "习惯",
    "计划", "经历", "其他", NOTHING,
)  # fmt: skip
MAX_CLAUSES: Final = 12
MAX_BATCHES: Final = 4
MAX_KEY: Final = 40

_SYSTEM: Final = (
    "给用户说的每个小句标类别，决定是否值得长久记住。类别：" + " ".join(LABELS) + "。\n"
    "物品=买了、有、放在哪、型号、价钱、保修；忌口=过敏、不能吃；经历=已经发生的事；计划=打算、预约、将要；"
    "无=寒暄、感叹、天气、一时的情绪、不值得记。只输出JSON。"
)
_EXAMPLES: Final = (
    ("我叫林晓，在成都一家医院当护士，养了只橘猫，名叫豆包", "姓名 工作 宠物 宠物"),
    ("今天堵车堵得要命，昨天在商场买了台洗衣机，质保两年，三千二", "无 物品 物品 物品"),
    ("我搬家了，现在住在武汉", "无 住址"),
    ("我姐姐是1985年5月3号生的，她在银行上班", "生日 工作"),
    ("平时就爱打羽毛球，我表哥小杰对牛奶过敏，一喝就吐", "喜欢 忌口 忌口"),
    ("今天真冷，困死我了", "无 无"),
    ("护照在书桌第二个抽屉里，下周二下午三点要去面试", "物品 计划"),
    ("那个旧相机我上周送人了", "物品"),
    ("我腰不好，大夫让我少坐，去年做过手术", "健康 健康 健康"),
    ("My brother Tom lives in London, he may visit me next week", "住址 计划"),
    ("车牌号是川A12345，每天开车上班", "号码 习惯"),
    ("跟你说个事，我女儿上小学三年级了，个子挺高", "无 学校 家人"),
    ("上周末和大学同学去爬了泰山，累坏了", "经历 无"),
    ("老家在山东，不爱吃甜的，害怕狗", "家乡 不喜欢 不喜欢"),
)


def label(texts: Sequence[str], runtime: Runtime) -> list[str]:
    """One label for each clause; clauses past MAX_BATCHES * MAX_CLAUSES are not looked at and labelled NOTHING.

    Raises:
        ModelError: see Runtime.complete.
    """
    keys = list(dict.fromkeys(_key(text) for text in texts))[: MAX_BATCHES * MAX_CLAUSES]
    chosen: dict[str, str] = {}
    for at in range(0, len(keys), MAX_CLAUSES):
        chosen |= _labelled(keys[at : at + MAX_CLAUSES], runtime)
    return [chosen.get(_key(text), NOTHING) for text in texts]


def _labelled(keys: Sequence[str], runtime: Runtime) -> dict[str, str]:
    answer = runtime.complete(
        _prompt("，".join(keys)),
        purpose="label",
        max_tokens=10 * len(keys) + 3 * len("".join(keys)),
        schema=_schema(keys),
    )
    return _read(answer)


def _key(text: str) -> str:
    """As much of a clause as tells what it is about; every character of it is decoded again."""
    return text[:MAX_KEY]


def warm(runtime: Runtime) -> None:
    """Compute the constant prefix, so that the first turn does not wait for it."""
    runtime.warm(_PREFIX, purpose="label")


def _read(answer: str) -> dict[str, str]:
    """The labels; of an answer that was cut short, those that are whole."""
    try:
        return dict(json.loads(answer))
    except ValueError:
        head, _, _ = answer.rpartition('",')
        return dict(json.loads(head + '"}')) if head else {}


def _schema(texts: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {text: {"enum": list(LABELS)} for text in texts},
        "required": list(texts),
        "additionalProperties": False,
    }


def _shown_example(said: str, labels: str) -> str:
    pairs = zip((clause.text for clause in clauses(said)), labels.split(), strict=True)
    answer = json.dumps(dict(pairs), ensure_ascii=False, separators=(",", ":"))
    return f"<|im_start|>user\n{said}<|im_end|>\n<|im_start|>assistant\n{answer}<|im_end|>\n"


_PREFIX: Final = f"<|im_start|>system\n{_SYSTEM}<|im_end|>\n" + "".join(_shown_example(*each) for each in _EXAMPLES)


def _prompt(said: str) -> str:
    return f"{_PREFIX}<|im_start|>user\n{harmless(said)}<|im_end|>\n<|im_start|>assistant\n"
