"""What sort of sentence the user spoke, clause by clause, told by the markers of Chinese and English grammar.

A small model confuses asking with telling; grammar does not. Only clauses that assert something are shown to it for
mining. Sources for the marker lists: Li & Thompson, "Mandarin Chinese: A Functional Reference Grammar" (1981),
chapters 18 (questions) and 14 (imperatives); 吕叔湘《现代汉语八百词》.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from tools.breaths import LONGEST, breaths
from tools.orders import order_in
from tools.taking_back import is_more_exact, takes_back

Act = Literal["assert", "ask", "request", "suppose", "filler", "repair", "correct", "forget", "hearsay", "address"]

CLAIMS: Final[tuple[Act, ...]] = ("assert", "correct", "hearsay")

_SENTENCE = re.compile(r"[^。！？!?\n；;]+[。！？!?\n；;]*")
_CLAUSE = re.compile(r"[，：…~—]+|(?<!\d)[,:]|[,:](?!\d| ?(?:19|20)\d\d\b)|\.(?![\w])|(?<=[^\d\s]) {2,}")
# Who types no marks parts clauses by a space; where spaces part the words themselves they part no clauses.
_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_WORD_LENGTH = 3
# Words said on and on without a mark between them, as a transcript may be, are parted where a speaker would breathe.
_RUN_ON = re.compile(
    r"(?:嗯+|呃+|额+|那个啥|(?<!虽)然后(?:呢|就)?|还有就是|还有|对了|另外|而且|完了|我跟你说哈?|就是说?(?=[我他她咱俺]))|"
    r"(?<=[嘛哈啊呀吧啦哦])(?=[我他她它咱俺这那])|(?<=[\u4e00-\u9fff]{6})(?=(?:我|他|她|咱|俺)(?:们|家|妈|爸|这|现在|今天|昨天|还|给|要|在|是|有|也|哪里))"
)
_AND_I = re.compile(r",? (?:and|but|so) (?=(?:i|my|we|our)\b)", re.IGNORECASE)
_LEAD = re.compile(
    r"^((哎[呀哟呦]|唉[呀哟呦]|然后呢?是(?=在|[我他她])|然后呢|哎|唉|诶|欸|喂|哦|噢|嗯|呃|额|啊|完了|然后|另外|还有(?![\d一二两三四五六七八九十半几]+个?(?:[天周月年]|星期|礼拜|小时|分钟))|而且|其实|反正|对了|话说|也就是说|就是说?|那个|and|also|well)(?=.{3}))+[ ,，]*"
)
# 「课是周二不是周四」, 「不是307是301」: what is so and what is not, in one breath.
_CONTRASTS = (
    re.compile(
        r"^(?P<one>.{0,12}?(?P<verb>[是叫姓属在])(?!不)[^，。]{1,12}(?<![我你他她它们]))(?P<other>[而并]?不(?P=verb)(?![很太么吗吧]|特别|非常)[^，。吗呢么]{1,12})$"
    ),
    re.compile(
        r"^(?P<one>.{0,12}?(?<![可要岂])不(?P<verb>[是叫姓属])(?![很太么吗吧嘛不])[^，。是叫姓]{1,12})(?P<other>而?(?P=verb)[^，。吗呢么]{1,12})$"
    ),
)
_ERROR_ENDS = re.compile(r"[错反岔混对误滑](?:了|啦)*(?=(?:应该|其实|不)?[是叫姓].)")
# 「我呢在佛山」: the speaker draws breath.
_PAUSE = re.compile(r"^((?:我|俺|咱)们?)(?:这个?人)?(?:呢|吧|嘛|啊)(?=[\u4e00-\u9fff]{2})")
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"]*\"|《[^》]*》")

_ASK_WORDS = re.compile(
    r"(?:什么|啥)(?![^，。]{0,3}(?:都|也)[没不行])|谁(?![^，。]{0,3}(?:都|也))|哪(?!怕|[儿里]?[^，。]{0,3}(?:都|也))|多少|多大|多久|多长|多高|多重|几(?=[点岁号月年级个次天口只条位楼层路]|$)|怎么(?![^，。]{0,3}(?:都|也))|怎样|咋|"
    r"为何|为啥|如何|是不是|有没有|能不能|会不会|要不要|可不可以|行不行|好不好|对不对|该不该|算不算|记不记得|还记得|"
    r"\b(what|who|whose|where|when|which|why|how)\b|^(do|does|did|is|are|am|can|could|will|would|should|have|has)\b"
)
_INDEFINITE = re.compile(
    r"了几|没(有)?什么|什么都|啥都|好几|[哥姐兄弟妹们俩]几个|几个(?:朋友|同事|同学|老乡|哥们|姐妹|人(?!吗))|十几|几十|几百|几千|这几|那几|前几|过几|[好十]?几(年|天|周|个月|个星期|个小时|分钟)(以?前|之前|后|以后|之后)|近几|没几"
)
_ASK_END = re.compile(r"(吗|么|来着|(?<=[\u4e00-\u9fff])(?<!对)不|没有|呢)$|[？?]$")
# 还……呢, 正……呢 tells that something goes on; a question with 呢 asks back (我呢) or has a word of asking.
_GOES_ON = re.compile(r"(?:还|正|才|可|早|都|挺|远|好)[^，。]{2,}呢$")
# Who cannot decide tells so, whatever it is about.
_WAVERS = re.compile(
    r"^(?:睡不着)?(?:我|俺|我们)?(?:们)?(?:现在|最近|一直|还|也|正|总)*(?:在)?(?:犹豫|纠结|考虑|琢磨|盘算|掂量|拿不定主意|没想好|还没决定)"
)
_REPAIR = re.compile(
    r"^(啊|哦|噢|呃|额|嗯|哎|诶|欸|唉|呀|哟|嗐|嗨|等等|等一?下)*(不对|不是)+[，。！]*$|^(啊|哦|噢|呃|额|哎|诶|欸|唉)+不+$"
)
_ADDRESS = re.compile(
    r"^(你|您)(?!知道)|^(?:全|都|就|一切)*(?:照|按|听|依)着?(?:你|您)|^(谢谢|多谢|感谢|谢|辛苦)(你|您)(?!送|给|买|借|寄|带)"
)
_REQUEST = re.compile(
    r"^(?!(?:教|带|陪|帮|给|替)(?:我|我们|咱|俺)[^，。]{0,8}的(?:[^，。]{0,3}[师员傅父]|教练|人|大夫|医生|阿姨|姑娘|小伙|同事|学[长姐])[^，。]*(?:叫|是|姓|在))(那|那就|你|您|麻烦你?您?|请你?您?|能|可以|快|再|先|来|好|行)*(帮|替|给|教|陪)(我|咱|我们|俺)|^(请|麻烦)|"
    r"^(再)?(推荐|说说|说一?下|聊聊|谈谈|翻译|总结|概括|起草|算一?下|搜索?一?下|解释|介绍|比较|告诉(?!你|您)|来一?[个首段]|再来|报一?下|"
    r"(只|就|先)?(把|将)[^，]{1,20}(报|告诉|念|说|发|讲|写|列|给)(给)?(我|一下|出来|听听?|看看?)|"
    r"(?:[讲列写猜编念背唱]|查(?!出|清|明|实))(?!出来)(?=[一几两三四五六七八九十下出个首段份篇封句道条张\d])|"
    r"回答|(?:也?只|就)(?:[说答回报念]|要(?=.{1,4}$)|写(?!了))|别(?!人|的|家|处|墅)|不要|不用)|"
    r"^(please|tell me|recommend|write|translate|summari[sz]e|explain|list|help me)\b"
)
# What is done was not asked for: 给我妈买了个手机, 请了三天假.
_DONE = re.compile(r"[\u4e00-\u9fff](了(?![吧吗])|过(?![来去年]))")
# An order to remember tells what it is followed by.
# Told as in a form: 我的生日：8月3日.
_FORM = re.compile(
    r"((?:我|俺|咱)[^，。：:]{0,6}?(?:生日|电话|手机号?|号码|地址|住址|名字|姓名|车牌号?|邮箱|微信号?|身份证号?|工号|学号|体重|身高|鞋码|血型))[：:]\s*(?=.)"
)
_TELLS = re.compile(
    r"^(我|来|先|再)?(告诉|跟|和)(你|您)(说)?(一下|一声|个事儿?|一件事)?[，,]?(?=我|俺|咱)|^(?:你|您)?(?:以后|往后|今后|你|您|就|直接|还是|都)*(?=(?:叫|喊|称呼)我[^，。我你什啥]{1,6}$)"
)
_REMEMBER = re.compile(
    r"^(请|麻烦|你|您|帮我|给我|替我|一定|要|也)*(记住|记得|记一下|记下来?|记着|记好|别忘了?|不要忘了?|提醒我)(一下|哦|啊|呀)?[:：]?(?=.{3})"
)
_SUPPOSE = re.compile(r"^(如果|要是|假如|假设|倘若|若是|万一|设想|想象|假装|比方说|就当|要不是|if |suppose|imagine)")
_FILLER = re.compile(
    r"^(嗯+|呃+|额+|哦+|噢+|哎+|唉+|诶+|欸+|啊+|哈+|嘿+|喂|(?:哦|噢|啊|哎|诶|欸)?对+|是+的?|好+的?|行+|那个|这个|(?:我|俺)(?:这个?人)?[吧嘛呢啊](?=$)|(?:就|大概|差不多|也)+(?:是)?这(?:么)?[些多样]|(?:给|跟)?(?:你|您)?(?:说|讲|汇报|交代|交待|介绍)一?下(?:我|俺|咱)?(?:们)?(?:家里?)?的?(?:基本|大概|大致)?(?:情况|概况)|(?:我)?(?:来|先)?(?:自我)?介绍一?下(?:我?自己|我)?|就我(?:自个儿?|自己)|(?:这个?|那个?|该)?怎么[讲说]|(?:还|就)有|从哪儿?[讲说]起|就是说?吧?|就是|然后呢?|完了|你知道吧?|怎么说呢?|(请|帮我|麻烦你?|都|全|给我)*[记存](一下|下来?|住|着|好)|(?:我)?(?:就)?(?:跟|和|给)(?:你|您)(?:说|讲|唠|念叨|聊|摆)(?:说|讲|唠|念叨|聊|一下|一哈|一声|个事儿?|下)*(?:我|俺|咱)?(?:们)?(?:家|自己)?(?:的?情况|的?事儿?)?|告诉你(一声|个事儿?)?|记(一下|住|着)|你记(一下|住|着)|(?:还有|另外|有|再|先|请|你|您|帮我|给我|替我|麻烦你?|跟你|和你|向你)*(?:记|存|说|讲|交代|汇报|有)(?:一下|下)?(?:[几两三四一]|这)?(?:个|件|点|些|桩)(?:小|要紧|重要)?的?(?:事儿?|事情|东西)|[啊哦噢喔呃额嗯哎诶欸唉]*(?:等等|等一?下)|"
    r"(?:这事儿?|这个|这些|这条)?(?:你|您)?(?:可|要|得|一定|务必|千万|必须|都|给我|替我|帮我)*(?:[刻记印装存放搁](?:在|进|到)?(?:脑子|脑海|心)(?:里|上)?头?|记[牢死清])|瞧我这.{1,3}|自报家门|自我介绍|就这么.{0,4}|你好|您好|(?:大|老|好)?(?:兄弟|姐妹|妹子|哥们儿?|老铁|伙计|师傅|大哥|大姐|老弟)(?:们)?|各位|谢谢你?|多谢|没错|(?:(?:真|实在)?(?:不好意思|抱歉|对不[起住]|罪过|失礼))+|早上好|晚上好|晚安|再见|拜拜|[啊哎诶欸嗐嗨哟呦呀咦喔嘿呸]+|ok|hi|hello|thanks?)[吧呢嘛啊呀了啦嘞哈哟]*$"
)
_WRONG = re.compile(
    r"(说|记|讲|写|打|弄|搞|登|填|报|输|看|听|认|数|抄)(错|反|岔|混|串|颠倒)|嘴瓢|口误|笔误|更正|纠正|订正|看走眼|(?:说|记|讲|写|报)(?:得|的)?(?:不对|不准)|^(?:是?我|我刚才?|刚才?)?(?:说|记|写|报|算|数|估)(?:多|少|早|晚|大|小|高|低|快|慢)了$|^(啊|哦|等等|等一下)*(不对|错了$|弄错|搞错)|刚才不算|\b(correction|i meant|i was wrong)\b"
)
_RATHER = re.compile(r"应该是|其实是")
# 我把……了 tells what one did; the order to forget has no such subject.
_I_DID = re.compile(r"^(我|他|她|它)(们|自己)?(昨天|今天|前天|已经|刚刚?|又|都|就)*(把|将)[^，]*了$")
_FORGET = re.compile(
    r"(把|将).{1,40}(忘|删|抹|清)(了|掉|除|去)|(忘掉|忘记|删掉|删除|删去|抹掉|抹去|清除|清掉|别再?记|不要再?记|不用再?记)(?!了?(吗|没))(?=.)|"
    r"(那|这)[条件个段笔]?(事儿?|记录|信息)?(你|您|就|给我|帮我|都|全|可以|请)*(抹|忘|删|清|划)(掉|了|除|去)了?(吧|好了|得了)?$|"
    r".(那条|这条|记录|的事儿?|信息)?(帮我|给我|都|全|可以|请)?(删掉|删除|删了|忘掉|抹掉|清掉)(吧|了吧)?$|(?:的|[这那]个?)(?:事儿?|记录|信息)(?:你|就|都|全)*忘了(?:它|他|她)?吧?$|\bforget (about |that |my |what )|"
    r"(?<!别)(?<!不)(?:就|你就|权|全|只)?当我?(?:从来)?没(?:有)?(?:说|讲|提)(?:过)?(?:吧|好了|哈|啊)?$|"
    r"[这那]条(?:记录|信息)?(?:就|都|可以|给我|帮我)*(?:作废|不作数|不算数)了?吧?$"
)
_I_FORGOT = re.compile(
    r"^(我|俺)(都|又|也|好像|可能|一下子|有点|给)*(忘|想不起|记不)|^(都|又|也|好像|可能|一下子)*(忘记?了?$|想不起|记不(得|清|起|住))"
)
_HEARSAY = re.compile(
    r"^(听说|据说|传说|网上说|新闻(里|上)?说|有人说|(有个)?网友说|别人说|都说)|网友.{0,4}说|\bi heard\b"
)

# 「……设成哪儿？按我现在住的地方。」 says by what to go, and tells nothing.
_GOES_BY = re.compile(r"^(?:就|请|只)?(?:按照?|照着?|依照?|根据|凭)(?!摩|时|理|揭|片|相|顾|常)[^，。]{2,}")

# 「咱们演一段：你当客服，我当顾客」: nothing that is said after it is told.
_PLAYS = re.compile(
    r"(?:咱们?|我们|来|陪我)(?:来)?(?:演|扮演|模拟|排练)(?:一[段下场出]|个|场)|角色扮演|情景(?:对话|模拟)|(?:你|您)(?:来)?(?:扮演|当|演)[^，。]{1,8}[，,](?:我|由我)(?:来)?(?:扮演|当|演)"
)
# Beside an order to forget: what is to stay.
_TO_STAY = re.compile(r"(?:留着|保留|别删|别动|不用删)(?:吧|着|下来|就好|就行)?$")
_ONLY_QUOTED = re.compile(r"^[\ue000-\uf8ff]+$")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of an utterance, without its closing punctuation, and what the speaker does with it."""

    text: str
    act: Act
    sentence: int


def clauses(utterance: str) -> list[Clause]:
    """Split an utterance into clauses and say of each what it does.

    Quoted passages are kept whole and never count as the speaker's own words: in a sentence that requests something
    ("帮我总结：“……”") all that follows the request belongs to it.
    """
    found: list[Clause] = []
    masked, quotes = _mask(utterance)
    requested = False
    for number, match in enumerate(_SENTENCE.finditer(masked)):
        sentence = match.group()
        parts = _parts(sentence)
        acts = _acts(parts, sentence)
        for part, act in zip(parts, acts, strict=True):
            requested = requested or (act == "request" and bool(quotes))
            asked_about = act == "assert" and "ask" in acts and bool(_ONLY_QUOTED.search(part))
            kept: Act = "request" if requested or asked_about else act
            found.append(Clause(_unmask(part, quotes), kept, number))
    if _PLAYS.search(utterance):
        return [replace(clause, act="suppose") for clause in found]
    if any(clause.act == "forget" for clause in found):
        return [replace(clause, act="request") if _TO_STAY.search(clause.text) else clause for clause in found]
    if any(clause.act == "ask" for clause in found):
        return [replace(clause, act="ask") if _only_guides(clause) else clause for clause in found]
    return found


def _only_guides(clause: Clause) -> bool:
    """Whether it only says by what a question is to be answered."""
    return clause.act == "assert" and bool(_GOES_BY.search(clause.text))


def asserts(utterance: str) -> bool:
    """Whether any of it tells something, rather than asks, requests, supposes or fills."""
    return any(clause.act in CLAIMS for clause in clauses(utterance))


def corrects(utterance: str) -> bool:
    """Whether the speaker says that something said before was wrong."""
    return are_correcting(clauses(utterance))


def are_correcting(heard: Sequence[Clause]) -> bool:
    """Whether a clause says that something was wrong, or all of them are announced as more exact: 「准确地说，……」."""
    wrong = (clause for clause in heard if clause.act == "correct")
    first = next((clause for clause in heard if clause.act in CLAIMS), None)
    return (first is not None and is_more_exact(first.text)) or any(
        _WRONG.search(clause.text.lower()) or takes_back(clause.text) for clause in wrong
    )


def _mask(text: str) -> tuple[str, list[str]]:
    """Hide quoted passages behind private-use characters, so that their punctuation and words do not count."""
    quotes: list[str] = []

    def hide(match: re.Match[str]) -> str:
        quotes.append(match.group())
        return chr(0xE000 + len(quotes) - 1)

    return _QUOTED.sub(hide, text), quotes


def _unmask(text: str, quotes: list[str]) -> str:
    return "".join(quotes[ord(c) - 0xE000] if 0 <= ord(c) - 0xE000 < len(quotes) else c for c in text)


def _parts(sentence: str) -> list[str]:
    body = _FORM.sub(r"\1是", sentence.rstrip("。！!\n；; "))
    pieces = [piece for part in _CLAUSE.split(body) for whole in _spaced(part) for piece in _AND_I.split(whole)]
    runs = [run for part in pieces for run in (_RUN_ON.split(part) if len(part) > LONGEST else [part])]
    wholes = [whole for run in runs for whole in _after_error(run)]
    pieces = [piece for whole in wholes for half in _contrasted(whole) for piece in breaths(half)]
    parts = [_PAUSE.sub(r"\1", _TELLS.sub("", _REMEMBER.sub("", _LEAD.sub("", piece.strip())))) for piece in pieces]
    return [part for part in parts if part.strip("？?。！! ")]


def _spaced(part: str) -> list[str]:
    pieces = _SPACE.split(part)
    return pieces if sum(map(len, pieces)) >= _WORD_LENGTH * len(pieces) else [part]


def _after_error(part: str) -> list[str]:
    """What is said after words that only take back, parted from them: 「打错了应该是六千八」."""
    ends = (found.end() for found in _ERROR_ENDS.finditer(part))
    end = next((end for end in ends if takes_back(part[:end])), None)
    return [part[:end], part[end:]] if end is not None else [part]


def _contrasted(part: str) -> list[str]:
    """The two halves of what is said to be one thing and not another; the part alone where it says no such thing."""
    found = next((match for form in _CONTRASTS if (match := form.match(part))), None)
    return [found["one"], found["other"]] if found else [part]


def _acts(parts: list[str], sentence: str) -> list[Act]:
    asked = sentence.rstrip().endswith(("？", "?"))
    acts: list[Act] = []
    for place, part in enumerate(parts):
        last = acts[-1] if acts else None
        if _SUPPOSE.search(part.lower()) or last == "suppose":
            acts.append("suppose")
            continue
        act = _act(part.lower(), asked_after=asked and place == len(parts) - 1)
        acts.append("request" if last == "request" and act in ("assert", "hearsay") else act)
    return acts


def _act(part: str, *, asked_after: bool) -> Act:
    """The first reading that fits; fillers and repairs before questions, since they share their particles."""
    readings: tuple[tuple[Act, bool], ...] = (
        ("repair", bool(_REPAIR.search(part))),
        ("filler", bool(_FILLER.search(part))),
        ("ask", bool(_I_FORGOT.search(part))),
        ("forget", (bool(_FORGET.search(part)) or order_in(part) is not None) and not _I_DID.search(part)),
        ("assert", not asked_after and bool(_WAVERS.search(part))),
        ("ask", asked_after or (bool(_ASK_END.search(part)) and not _GOES_ON.search(part))),
        ("ask", bool(_ASK_WORDS.search(part)) and not _INDEFINITE.search(part)),
        ("request", bool(_REQUEST.search(part)) and not _DONE.search(part)),
        ("hearsay", bool(_HEARSAY.search(part))),
        ("correct", any(form.search(part) for form in (_WRONG, _RATHER)) or takes_back(part) or is_more_exact(part)),
        ("address", bool(_ADDRESS.search(part))),
    )
    return next((act for act, fits in readings if fits), "assert")
