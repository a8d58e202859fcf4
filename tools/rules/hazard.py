"""What a question speaks of that is poisonous to the animal somebody keeps: lilies to a cat, chocolate to a dog.

Source: ASPCA Animal Poison Control Center, "Toxic and Non-Toxic Plants" and "People Foods to Avoid Feeding Your Pets"; only
what is listed there for that animal. What is not named here may be poisonous all the same: of it nothing is said.
"""

import re
from typing import Final

from store.facts import Fact

# How it is said of what.
WARNING: Final = re.compile(r"[^；（）]{1,8}对[猫狗]有毒")

_ANIMALS: Final = {
    "猫": re.compile(r"(?<![天熊光])猫|布偶|英短|美短|狸花|暹罗|\b(?:cats?|kittens?)\b", re.IGNORECASE),
    "狗": re.compile(
        r"(?<![热搜])狗|犬|金毛|泰迪|柯基|哈士奇|二哈|拉布拉多|萨摩耶|边牧|比熊|博美|雪纳瑞|阿拉斯加犬|\b(?:dogs?|pupp(?:y|ies)|retriever|corgi|beagle|poodle)\b",
        re.IGNORECASE,
    ),
}
_PLANTS: Final = (
    r"绿萝|龟背竹|滴水观音|海芋|马蹄莲|白掌|红掌|万年青|黛粉[叶芋]|常春藤|水仙|郁金香|风信子|夹竹桃|杜鹃花?|铃兰|苏铁|铁树|芦荟|仙客来|一品红|"
    r"绣球花?|君子兰|朱顶红|菊花|栀子花?|虎[皮尾]兰|富贵竹|玉树盆?栽?|长寿花|牡丹|芍药|橡皮树|天竺葵"
)
_FOODS: Final = r"巧克力|可可粉|咖啡|葡萄干?|提子干?|洋葱|大葱|大蒜|蒜[头蓉]|韭菜|木糖醇|酒心|生面团"
_HOUSEHOLD: Final = r"老鼠药|灭鼠药|鼠药|防冻液|樟脑丸?|茶树(?:精)?油|布洛芬|对乙酰氨基酚"
_TO_BOTH: Final = f"{_PLANTS}|{_FOODS}|{_HOUSEHOLD}"
_POISONS: Final = {
    "猫": re.compile(rf"(?:香水)?百合花?|萱草|黄花菜|精油|{_TO_BOTH}"),
    "狗": re.compile(rf"夏威夷果|{_TO_BOTH}"),
}


def hazards(fact: Fact, query: str) -> list[str]:
    """What a question names that is poisonous to the animal of which a fact tells; empty where there is no such thing."""
    if fact.attribute != "宠物" and fact.kind != "possession":
        return []
    kept = [animal for animal, words in _ANIMALS.items() if words.search(fact.statement)]
    named = [(found[0], animal) for animal in kept if (found := _POISONS[animal].search(query))]
    return [f"{thing}对{animal}有毒" for thing, animal in named]
