"""The order to forget, in Chinese.

What somebody else does, what is asked, supposed, reported or told of the past is no order: 「他忘掉了密码」, 「你忘了我的生日吗？」,
「我忘了带钥匙」. Grammar tells them apart: an order has no subject but 你, and a verb with 了 is told of the past unless 吧 or a
word like 请 softens it. Source: Li & Thompson, "Mandarin Chinese: A Functional Reference Grammar" (1981), chapters 6 and 14.
"""

import re
from dataclasses import replace
from typing import Final

from tools.orders.parts import Order
from tools.orders.reasons import gives_reason
from tools.slots import attribute_at_end, kin_at_start

# The words before an order: politeness, and never 我 alone, who would then be the one that forgets.
_BEFORE: Final = re.compile(
    r"(?:请|麻烦|劳驾|拜托|求求?(?=你|您)|你|您|帮忙|(?:帮|给|替)(?:我|咱们?|俺)|我(?:想要|要|想|希望|想请|要求|想让|要让)(?:你|您)|"
    r"可以|能不能|可不可以|能否|能|那(?![条件个笔段些])就?|就|快|赶紧|马上|立刻|现在|以后|今后|从现在起|从今以后|还是|一定|务必|要|都|先|也|塞巴斯蒂安|sebastian)*",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(r"请|麻烦|劳驾|拜托|求|帮|给我|替我|可以|能|快|赶紧|马上|立刻|(?:要|想|希望|让)(?:你|您)")
_MAY: Final = re.compile(r"能|可以")
_THOROUGH: Final = (
    r"(?:彻彻底底|彻底|永久|永远|完全|真正|物理|不可恢复|不留(?:任何|一点)?痕迹|干干净净|连根)(?:性|地)*|"
    r"(?:从|在)(?:我的?|你的?)?(?:磁盘|硬盘|盘|数据库|服务器|账本|文件)(?:上|里|中)?面?"
)
_FROM_MIND: Final = r"从(?:你的?|您的?)?(?:记忆|脑子|脑海|记录|档案|系统|资料)库?(?:里|中)?面?"
_MANNER: Final = rf"(?P<how>(?:{_THOROUGH}|{_FROM_MIND}|都|全部?|统统|一起|一并|再|直接|给我|帮我|给|就)*)"
_HOW_ELSE: Final = _MANNER.replace("<how>", "<also>")
_VERB: Final = r"(?P<verb>忘掉|忘却|忘记|遗忘|忘|删掉|删除|删去|删|抹掉|抹去|抹除|抹|清除|清掉|清空|清|移除|擦掉|擦除|销毁|去掉|划掉|拿掉|剔除|剔掉|撤掉|撤下|撤(?![销回诉退离职军资案稿])|去(?=了))"
_DONE: Final = r"(?P<done>掉?了(?!吧))?(?P<clean>得?(?:干干净净|一干二净|干净|不留痕迹|彻底))?"
_END: Final = r"(?P<end>(?:一下|了吧|吧|呗|嘛|得了|算了|拉倒|就[行好成]了?|啦|哈|哦|喔|噢|呀|啊|好吗|好么|行吗|可以吗|成吗|好不好|行不行|可不可以|吗|谢谢你?)*)"
_KEEP: Final = r"(?P<verb>记着|记得|记住|记录|记|保存|保留|留着|存着|存)(?!错|仇|混|反|岔|恨|挂|性|得|账|者)"

_WITH_BA: Final = re.compile(rf"{_MANNER}(?:把|将)(?P<what>.+?)(?:你|您)?{_HOW_ELSE}{_VERB}{_DONE}{_END}")
_VERB_FIRST: Final = re.compile(rf"{_MANNER}{_VERB}{_DONE}[:： ]*(?P<what>.+?){_END}")
_OBJECT_FIRST: Final = re.compile(
    rf"(?P<what>.+?)(?P<asks>(?:请|麻烦|你|您|帮我|给我|替我|可以|快|还是|就|也)*){_MANNER}{_VERB}{_DONE}"
    rf"(?:它们?|这个|这事儿?|这条)?{_END}"
)
_NOT: Final = r"(?:别|不要|不用|不必|不需要|不许|不准|甭|莫|请勿|勿|没必要|用不着|犯不着)"
_GOING_ON: Final = r"(?:再|继续|接着|往下|一直|老是?|还|帮我|替我|给我)*"
_KEPT_THERE: Final = (
    r"(?:记着?|留着?|存着?|保存|保留|放着?|搁着?|挂着?)(?:下来?)?"
    r"(?:在?(?:你|您)?(?:[这那](?:儿|里|边)?|里[头面]|(?:记忆|记录|档案|脑子)里面?))?"
)
_KEEP_NO_MORE: Final = re.compile(rf"{_NOT}{_GOING_ON}{_KEEP}了?(?P<what>.+?)了?{_END}")
_NOT_TO_BE_KEPT: Final = re.compile(
    rf"(?P<what>(?!.*(?:把|将|被|让)).+?)(?:你|您|就|都|也|以后|再|请)*{_NOT}{_GOING_ON}(?P<verb>{_KEPT_THERE})了?{_END}"
)
_NOT_TO_KNOW: Final = re.compile(
    r"我(?:不想|不希望|不愿意?|不要)再?(?:让|叫)?(?:你|您)(?:再|继续|一直|还)*"
    rf"(?P<verb>知道|记着|记得|记住|记|保存|保留|留着|存着)(?P<what>.+?)了?{_END}"
)
# 「我离过婚这个不想让你记着」, 「孩子的信息我不想留在这儿」
_UNWANTED: Final = re.compile(
    r"(?P<what>(?!.*(?:把|将|被)).+?)我?(?:真的?|实在|也|都|就|可)*(?:不想|不希望|不愿意?|不乐意)(?:再|继续)*"
    rf"(?:(?:让|叫)?(?:你|您)(?:再|继续|一直|还)*)?(?P<verb>(?<=[你您])(?:知道|晓得)|{_KEPT_THERE})了?{_END}"
)
# 「那条你删了吧」, behind a clause that says which.
_POINTING: Final = re.compile(r"[那这][一几]?[条个件](?:记录|信息|事儿?)?")
_NOT_TO_BE_KNOWN: Final = re.compile(
    r"(?:不[想愿乐喜希要让肯]|别|忌讳|介意|反感|怕|讨厌)[^，。]*(?:知道|晓得|看[到见]|翻|公开|外传|泄露|[存记留]着|[存记留]下|保存|记录)"
)
_OF_MINE: Final = re.compile(r"^(?:我|俺|咱)(?:们)?(?:家)?的?")
# What may as well be done with a thing.
_OF_THINGS_TOO: Final = re.compile(r"[留存放搁挂撤去拿]|[清擦移](?!除)|保[存留]")
# 「我换工作那句当我没说」: what is to count as never said is to be forgotten.
_AS_UNSAID: Final = re.compile(
    rf"(?P<what>.+?)(?:[这那][句段番些]?话?)?(?:你|您|就|都|全|也|权|只)*当(?:作)?"
    rf"(?:我?(?:从来|根本)?没(?:有)?(?P<verb>说|讲|提)过?|(?:你|您)?(?:从来|根本)?(?:不知道|没听[过见说]))(?:过)?{_END}"
)
_OF_WORDS: Final = re.compile("[这那]|事|话")  # 「老板当我没说」 is about the boss
# 「我去健身房那条作废」: of what is remembered, not of a ticket.
_VOID: Final = re.compile(
    rf"(?P<what>.+?[这那]条(?:记录|信息)?)(?:就|都|可以|给我|帮我)*(?P<verb>作废|不作数|不算数){_END}"
)

# Of what one forgets to do, a verb comes first: 忘记带钥匙.
_DOING: Final = re.compile(
    r"[带拿关锁吃喝买交还做写来给跟问打发回充洗浇喂接取付缴签戴穿刷设定寄订开叫找看换收放加插拔退预报查]|去(?!年)|告诉|说(?!过)"
)
_ABOUT_MEMORY: Final = re.compile(
    r"^(?:我|咱|俺|关于|有关)|^[跟和与].+有关|记忆|说过|讲过|提过|告诉过|那[条件]|这[条件]|的事儿?$"
)
_OWN: Final = re.compile(r"我(?!们)|关于|有关")
_RECORD: Final = re.compile(r"(?:那|这)[条笔段]$|(?:记录|记忆|信息)$|^关于|^有关")
_ENTRY: Final = re.compile(
    r"(?:那|这)[一几两三]?[条件个笔段句]$|^[那这][条句段](?=[说讲写])|(?:记录|记忆|信息|资料|事儿?)$"
)
_POINTED: Final = re.compile(r"[那这](?:[件个句]|事儿?)$")
_WRITTEN: Final = re.compile(
    r"(?:那|这)[一几两三]?[条段句笔]$|(?:记录|记忆|信息|资料|事情?|事儿|号码?|密码|数字?|数据|日期|地址|电话)$|^关于|^有关"
)
# 「爱吃螺蛳粉那条是我瞎说的，去掉」: an entry, and what is to be said of it.
_COMMENTED: Final = re.compile(r"(?P<what>.+?(?:那|这)[一几两三]?[条段句笔](?:记录|信息|话)?)(?P<comment>.{2,})")
_STALE: Final = re.compile(
    r"(?P<what>.+?)(?:已经|现在|早就?|都|也|再)*(?:没用|用不[着上]|不用|不需要|过时|作废|失效|不准|停用|注销|换掉?|改)了"
)
# What is deleted elsewhere than in memory.
_ELSEWHERE: Final = re.compile(
    r"(?:错别?字|空格|标点|逗号|句号|括号|换行|格式|代码|文件|软件|应用|app|缓存|照片|视频|邮件|短信|聊天记录|好友|日程|闹钟|订单|"
    r"账号|帐号|段|句|行|列|(?<!名)字|页)$|(?:里|中|上)的",
    re.IGNORECASE,
)
_UNNAMED: Final = re.compile(
    r"(?:它们?|他们?|她们?|我们?|这|那|这个|那个|这些|那些|这条|那条|这事|那事|这件事|那件事|此事|刚才|刚刚?|最近|上次|[我你]?(?:说|讲|记|存)(?:过|住|下来?)?的|第?[\d一二三四五六七八九十]+[条个件]|过去|烦恼|忧愁|不快|一下|的|自己|时间|确[定认]|[对好行是嗯])*"
)
_QUOTED: Final = re.compile(
    r"^[“「『\"](?P<words>[^“”「」『』\"]+)[”」』\"]的?(?P<entry>(?:这|那)[一几]?[条句个](?:记录|记忆)?)$"
)
_NO_OBJECT: Final = re.compile(
    r"什么|啥|谁(?!都)|哪|怎|为何|多少|是不是|有没有|[我他她它们](?:已经|早就?|刚|也|都|又|就|好像|可能|一直|总|老|从来|昨天|今天)*$|"
    r"(?:想|要|会|不|别|没|没有|已经|早就|应该|得|必须|可能|差点|被|让|叫|劝|说|问|怕|可以|能|打算|准备|决定|经常|总是|记)$|"
    r"[了过着]$|[“”「」『』\"]"
)
_SUBJECT_ELSE: Final = re.compile(r"^(?:他|她|它|人家|大家|有人)(?:们)?(?!的|家|和|跟|与|[\u4e00-\u9fff]{1,6}的)")

_BREAK: Final = re.compile(
    r"(?<=[？?])|(?<=[了掉去除][吧呗])(?=[\u4e00-\u9fff]{3})|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])|[，。！!；;…~～\n]+|,(?!\d)|\.(?=\s|$)"
)
_ASIDE: Final = re.compile(
    r"(?:哎|唉|嗯|呃|啊|哦|噢|那个|对了|你好|您好|嘿|喂|好了?|算了|不好意思|抱歉|塞巴斯蒂安|sebastian)+|"
    r"(?:如果)?(?:可以|方便|行|能)的话|(?:请|麻烦你?|拜托你?了?|谢谢(?:你|您|啦|了)?|多谢(?:啦|了)?|好吗|行吗|可以吗|好不好)+[？?]?|"
    r"(?:以后|今后|从此)?(?:我?再?也?(?:别|不要|不用|不必|没必要|不想)再?(?:留着?|留了|记着?|记了|存着?|提|提起|提了|想起|知道|保留)(?:它|他|她|这个|这些|这事)?了?)|"
    r"(?:免得|省得|以免|以防|怕|担心|因为|不然|反正)[^？?]{1,30}|"
    r"(?:请|麻烦|你|您|帮我|给我|替我|快|都|全|就)*(?:删除|删掉|删去|删|抹掉|抹去|忘掉|忘|清除|清掉|去掉|拿掉|撤掉|撤)(?:掉|了|吧|呗|它|得了|算了|就[行好成]|一下|谢谢)*|"
    r"(?:已经|现在|以后)?(?:都|也)?(?:没用|用不着|不需要|不用|不重要|过去|过时|作废|分手|卖掉?|换掉?)了",
    re.IGNORECASE,
)
_THOROUGHLY: Final = re.compile(
    r"(?:要|请|务必|一定要?|记得)?(?:彻底|永久|永远)(?:地|的|性)?(?:删除?掉?|抹掉|一?点)?|"
    r"(?:不|别|不要|请不要|也别)留下?(?:任何|一点|半点|一丝)?的?(?:痕迹|备份|存档)|"
    r"连?(?:备份|原话|磁盘上的|硬盘上的)(?:也|都)(?:别留|不要留|不留|删掉?|抹掉)|(?:一点|什么)(?:都|也)(?:别|不要|不)(?:留|剩)下?|不(?:可|要能)恢复"
)


def parts(said: str) -> list[str]:
    """The clauses of an utterance; a question keeps its mark."""
    return [part.strip() for part in _BREAK.split(said) if part and part.strip()]


def order(clause: str) -> Order | None:
    """The order that a clause gives; None where it gives none."""
    asked = clause.endswith(("？", "?"))
    body = clause.rstrip("？? ")
    before = _BEFORE.match(body)
    polite = before.group() if before else ""
    rest = body[len(polite) :]
    keep = _KEEP_NO_MORE.fullmatch(rest) or _NOT_TO_KNOW.fullmatch(body) or _NOT_TO_BE_KEPT.fullmatch(rest)
    unwanted = _UNWANTED.fullmatch(body) if keep is None else None
    found = keep or unwanted
    if found is not None:
        if asked or "吗" in found["end"] or not _may_be_memory(found):
            return None
        given = _ordered(found, is_sure=_is_of_memory(found["what"]))
        return replace(given, is_wish=unwanted is not None) if given is not None else None
    unsaid = (_AS_UNSAID.fullmatch(rest) if _OF_WORDS.search(rest) else None) or _VOID.fullmatch(rest)
    if unsaid is not None:
        return None if asked or "吗" in unsaid["end"] else _ordered(unsaid, is_sure=True)
    for form in (_WITH_BA, _VERB_FIRST, _OBJECT_FIRST):
        found = form.fullmatch(rest)
        if (
            found is None
            or not _may_be_memory(found)
            or _DOUBTFUL.get(form, _never)(found, polite)
            or not _is_order(found, polite, asked=asked)
        ):
            continue
        return _ordered(found, is_sure=found["verb"].startswith("忘") or _is_of_memory(found["what"]))
    return None


def is_reason(clause: str) -> bool:
    """Whether a clause only says why."""
    return gives_reason(clause)


def thing_in(clause: str) -> str:
    """What a clause says something of that is a reason to have it forgotten; empty where it does nothing of the kind."""
    commented = _COMMENTED.fullmatch(clause)
    if commented is not None:
        return commented["what"] if gives_reason(commented["comment"]) else ""
    stale = _STALE.fullmatch(clause)
    return f"{stale['what']}那条" if stale is not None and _is_words(stale["what"]) else ""


def pointed_at(clause: str, part: str) -> str:
    """The order `part` with what it points at in place of 那条, where a clause before it says that it is not to be known; else empty."""
    pointing = _POINTING.match(part)
    if pointing is None or not _NOT_TO_BE_KNOWN.search(clause):
        return ""
    named = next((found for end in range(len(clause), 1, -1) if (found := attribute_at_end(clause[:end]))), None)
    kin = kin_at_start(_OF_MINE.sub("", clause))
    return f"我{kin[0] if kin else ''}的{named[0]}{part}" if named else ""


def is_thorough(clause: str) -> bool:
    """Whether a clause asks that nothing be left on the disk."""
    return _THOROUGHLY.fullmatch(clause) is not None


def is_aside(clause: str) -> bool:
    """Whether a clause adds nothing to an order: thanks, or why it is given."""
    return _ASIDE.fullmatch(clause) is not None


def _ordered(found: re.Match[str], *, is_sure: bool) -> Order | None:
    what = _QUOTED.sub(r"\g<words>\g<entry>", found["what"].strip(" ：:的"))
    is_entry = bool(_RECORD.search(what) or _POINTED.search(what))  # 「我工资多少这条」 asks nothing
    if not what or _UNNAMED.fullmatch(what) or (_NO_OBJECT.search(what) and not is_entry) or _SUBJECT_ELSE.search(what):
        return None
    groups = found.groupdict()
    manner = f"{groups.get('how') or ''}{groups.get('also') or ''}{groups.get('clean') or ''}"
    erases = bool(re.search(_THOROUGH, manner)) or bool(groups.get("clean"))
    erases = erases or found["verb"] in ("抹除", "擦除", "销毁")
    is_sure = is_sure or bool(re.search(_FROM_MIND, manner))
    return Order(what, erases, is_sure and not _ELSEWHERE.search(what))


def _is_order(found: re.Match[str], polite: str, *, asked: bool) -> bool:
    """Whether mood and aspect are those of an order."""
    begs = bool(_ASKING.search(polite + (found.groupdict().get("asks") or "")))
    softened = bool(found["end"].replace("吗", ""))
    if asked or found["end"].endswith("吗"):
        return bool(_MAY.search(polite)) or bool(
            re.search(r"好吗|好么|行吗|可以吗|成吗|好不好|行不行|可不可以", found["end"])
        )
    if found["done"] or found["verb"] in ("忘", "删", "抹", "清", "撤", "去"):  # told of the past, or cut short
        what = found["what"]
        if found["verb"].startswith("忘"):
            named = bool(_RECORD.search(what))
        else:
            named = bool(_ENTRY.search(what) or (found.re is _WITH_BA and _OWN.match(what)))
        return begs or softened or bool(found["clean"]) or named
    return True


_SOFT: Final = re.compile("吧|呗|得了|算了|拉倒")


def _doubtful_first(found: re.Match[str], polite: str) -> bool:
    """忘记…… and 忘了…… mostly tell what slipped one's mind."""
    if found["verb"] not in ("忘记", "忘"):
        return found["what"].endswith("了")
    softened = "吧" in found["end"]
    if polite in ("你", "您") and not softened:
        return True
    return bool(_DOING.match(found["what"])) or (bool(found["done"]) and not softened and not _ASKING.search(polite))


def _doubtful_last(found: re.Match[str], polite: str) -> bool:
    """What comes first may be a subject; an order then says so: 吧, 请, 那条."""
    if re.search(r"[把将被让]", found["what"]):
        return True
    return not (found["asks"] or polite or _SOFT.search(found["end"]) or _ENTRY.search(found["what"]) or found["how"])


def _never(found: re.Match[str], polite: str) -> bool:
    return False


_DOUBTFUL: Final = {_VERB_FIRST: _doubtful_first, _OBJECT_FIRST: _doubtful_last}


def _may_be_memory(found: re.Match[str]) -> bool:
    """Whether what is not to be kept is words rather than a thing: 「姜禾那条别留着」, and not 「那条裙子别留着」."""
    groups = found.groupdict()
    from_mind = re.search(_FROM_MIND, f"{groups.get('how') or ''}{groups.get('also') or ''}")
    return bool(from_mind) or _is_words(found["what"].strip(" ：:的")) or not _OF_THINGS_TOO.match(found["verb"])


def _is_words(what: str) -> bool:
    return bool(_WRITTEN.search(what) or attribute_at_end(what))


def _is_of_memory(what: str) -> bool:
    return _ABOUT_MEMORY.search(what) is not None
