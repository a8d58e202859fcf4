"""What the relative of a relative is called: (relation, relation of that person) -> relation.

Source: the entries of these words in 《现代汉语词典》 (7th edition); the everyday northern word where there
are several. Where the word depends on who is older and that is not known, both are given (表兄弟).
"""

_PARENTS = ("爸爸", "妈妈")
_GENDER = {"儿子": "男", "女儿": "女"}

_BASE: dict[tuple[str, str], str] = {
    ("妈妈", "妈妈"): "外婆", ("妈妈", "爸爸"): "外公", ("爸爸", "妈妈"): "奶奶", ("爸爸", "爸爸"): "爷爷",
    ("妈妈", "姐姐"): "姨妈", ("妈妈", "妹妹"): "姨妈", ("妈妈", "哥哥"): "舅舅", ("妈妈", "弟弟"): "舅舅",
    ("爸爸", "姐姐"): "姑姑", ("爸爸", "妹妹"): "姑姑", ("爸爸", "哥哥"): "伯伯", ("爸爸", "弟弟"): "叔叔",
    ("妈妈", "丈夫"): "爸爸", ("爸爸", "妻子"): "妈妈",
    ("姨妈", "丈夫"): "姨父", ("姑姑", "丈夫"): "姑父", ("舅舅", "妻子"): "舅妈", ("叔叔", "妻子"): "婶婶",
    ("伯伯", "妻子"): "伯母",
    ("哥哥", "妻子"): "嫂子", ("弟弟", "妻子"): "弟媳", ("姐姐", "丈夫"): "姐夫", ("妹妹", "丈夫"): "妹夫",
    ("丈夫", "爸爸"): "公公", ("丈夫", "妈妈"): "婆婆", ("妻子", "爸爸"): "岳父", ("妻子", "妈妈"): "岳母",
    ("丈夫", "哥哥"): "大伯子", ("丈夫", "弟弟"): "小叔子", ("丈夫", "姐姐"): "大姑子", ("丈夫", "妹妹"): "小姑子",
    ("妻子", "哥哥"): "大舅子", ("妻子", "弟弟"): "小舅子", ("妻子", "姐姐"): "大姨子", ("妻子", "妹妹"): "小姨子",
    ("儿子", "妻子"): "儿媳", ("女儿", "丈夫"): "女婿",
    ("外公", "妻子"): "外婆", ("外婆", "丈夫"): "外公", ("爷爷", "妻子"): "奶奶", ("奶奶", "丈夫"): "爷爷",
}  # fmt: skip


def _children() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for child, gender in _GENDER.items():
        male = gender == "男"
        found |= {(sibling, child): "侄子" if male else "侄女" for sibling in ("哥哥", "弟弟")}
        found |= {(sibling, child): "外甥" if male else "外甥女" for sibling in ("姐姐", "妹妹")}
        found |= {(uncle, child): "堂兄弟" if male else "堂姐妹" for uncle in ("伯伯", "叔叔")}
        found |= {(aunt, child): "表兄弟" if male else "表姐妹" for aunt in ("姑姑", "姨妈", "舅舅")}
        found[("儿子", child)] = "孙子" if male else "孙女"
        found[("女儿", child)] = "外孙" if male else "外孙女"
    return found


STEPS: dict[tuple[str, str], str] = _BASE | _children()

_SAME = {
    "妈妈": ("母亲", "妈", "老妈", "娘"),
    "爸爸": ("父亲", "爸", "老爸", "爹"),
    "丈夫": ("老公", "先生"),
    "妻子": ("老婆", "太太", "媳妇", "爱人"),
    "哥哥": ("哥", "大哥", "二哥", "亲哥哥", "亲哥"),
    "弟弟": ("弟", "亲弟弟", "小弟", "亲弟"),
    "姐姐": ("姐", "大姐", "二姐", "亲姐姐", "亲姐"),
    "妹妹": ("妹", "亲妹妹", "小妹", "亲妹"),
    "儿子": (),
    "女儿": ("闺女",),
    "爷爷": ("祖父",),
    "奶奶": ("祖母",),
    "外公": ("姥爷", "外祖父"),
    "外婆": ("姥姥", "外祖母"),
    "姨妈": ("姨", "阿姨", "大姨", "小姨", "姨母"),
    "舅舅": ("舅", "大舅", "小舅"),
    "姑姑": ("姑", "姑妈", "姑母", "大姑", "小姑"),
    "叔叔": ("叔", "叔父"),
    "伯伯": ("伯父", "大伯"),
}
CANONICAL: dict[str, str] = {alias: word for word, aliases in _SAME.items() for alias in (word, *aliases)}
"""Every word for a relation that a step may start from or go by, and its one name."""
