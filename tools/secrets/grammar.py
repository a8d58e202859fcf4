"""How people say that something is so, in Chinese and English: 密码【我昨天】【改成了】abc123, the password【is】abc123.

The quantifiers are possessive, so that no text makes the search go back over itself.
"""

import re
from collections.abc import Iterator
from typing import Final


def announced(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, those that begin inside another included, so that no cue is lost in the words after another one."""
    found = pattern.search(text)
    while found is not None:
        yield found
        found = pattern.search(text, found.start() + 1)


def word(pattern: str) -> str:
    """A Latin word by itself; `\\b` will not do, for a Chinese character is a word character too (我的password是)."""
    return rf"(?<![A-Za-z])(?:{pattern})(?![A-Za-z])"


def vocabulary(words: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(words.split())


# What stands between the name of a secret and the verb: who, when, which.
FILL: Final = (
    r"(?:我们?|咱们?|他|她|你|家里?|已经|昨天|今天|前天|刚刚|刚才|刚|现在|目前|最近|后来|以前|之前|原来|平时|一般|通常|又|也|都|就|才|还|一直|好像|应该|大概|可能|不再|不"
    r"|记得|统一|全部?|默认|帮我|给你|记一下|记住|一下|初始|原始|老|新|旧|的话|的|呢|嘛|啊|暂时|重新|被|给|把它|它|换了|改了|没变|没改|没换|不变|分别"
    r"|[前后末][一二两三四五六1-6]位|号码|号|[\"”’」]| |，|,)*+"
)
# Verbs and signs after which the secret itself comes.
_BECOME: Final = r"[改换变设](?:成|为|到|的是)|设(?:置|定)(?:成|为|的是)|(?:重[置设]|更新|修改|更改)(?:成|为|到)"
_WHOSE: Final = r"(?:(?:for|to|of|on|at|in) [A-Za-z0-9'’&+ -]{1,40}?)?"
_AM: Final = r"(?:is|was|are|will be|used to be|(?:has been |is |was )?(?:now )?(?:re)?set to|(?:was |is |has been )?(?:now )?changed to)"
IS: Final = (
    rf"(?:(?:是|为|叫|等于|{_BECOME}|用的是|写的是|用|如下)了?(?:这个)?"
    rf"|{_WHOSE} ?(?<![A-Za-z]){_AM}(?: (?:now|still|just|currently|actually|set to|changed to))?(?![A-Za-z])"
    rf"|['’]s(?= )|[?？]? ?it(?:['’]s| is)(?= )|{_WHOSE} ?(?=[:：=])) *+(?:[:：=]|->|→)?+ *+"
)
# Compounds that name a thing and not what opens it: 密码本, password manager.
THING: Final = (
    r"(?!本|锁|箱|学|管理|保护|器|卡|机|纸|条|子|框|强度|长度|提示|规则|策略|错误|找回|重置(?![为成])|盒|柜|电报|破解|泄露|登录"
    r"| ?(?:manager|reset|protect|policy|hint|field|generator|strength|length|rule|prompt))"
)
# What a number is counted in: 密码6位, 验证码60秒后重发, 密码 2024年改过.
MEASURE: Final = re.compile(
    r" ?(?:年|月|日|号(?!码)|位|次|天|岁|个|周|遍|分钟|小时|秒|楼|层|条|种|多|万|亿|千|百|%|字|倍"
    r"|(?:day|time|digit|char|year|month|minute|second|hour)[a-z]*)"
)
# Words that say something of a secret instead of being it.
NOT_A_SECRET: Final = vocabulary(
    """a an the my your our his her their its this that these those it i you we they he she
    is are was were be been being not no yes ok none null empty same too very so really quite pretty way still now just also only
    in on at by to for from with without of under inside near behind above below as like about and or but if when where who what why how
    wrong right correct incorrect good bad weak strong long short easy hard simple complex complicated safe secure unsafe new old default
    required needed expired expiring changed reset set stored saved written kept hidden lost forgotten stolen leaked shared protected
    encrypted different unique random unknown secret private something anything nothing everything someone somewhere
    working broken invalid valid due gone blank case-sensitive available disabled enabled locked unlocked used reused
    wifi wi-fi app apps apple icloud qq wechat gmail google github windows mac iphone ipad android email ios web vpn pin id faceid
    touchid face touch password passwords passcode passphrase"""
)
