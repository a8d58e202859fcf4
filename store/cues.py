"""What a question asks for, where its words and the answer's differ: 「我靠什么谋生」 and 「用户在港务局做调度」.

A small embedder knows too little of the world for such pairs. Each cue names a kind of question and the words that its
answers use; they widen the lexical search and speak for an item that has one of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from store.bilingual import MATTERS, PLACES


@dataclass(frozen=True, slots=True)
class Cue:
    """`asks` matches questions of one kind; `tells` matches what answers them; `words` finds such answers.

    Where `is_english`, only English answers.
    """

    asks: re.Pattern[str]
    tells: re.Pattern[str]
    words: str
    is_english: bool = False


def _cue(asks: str, tells: str) -> Cue:
    return Cue(re.compile(asks, re.IGNORECASE), re.compile(tells, re.IGNORECASE), tells.replace("|", " "))


_CUES: Final = (
    _cue(r"我是谁|我(?:现在|以前|原来|本来)?叫(?:什么|啥)|我的?(?:名字|姓名|大名|全名)|我姓(?:什么|啥|甚)|姓甚名谁"
         r"|(?:怎么|如何)称呼我|who am i|my name",
         "姓名|名字|我叫|名叫|我姓|我是|称呼|改名|my name"),
    _cue(r"谋生|维生|糊口|靠(?:什么|啥)|挣钱|讨生活|[干做](?:的|着)?(?:是)?(?:哪|什么|啥)|哪一?行|[么啥]买卖|[么啥]生意|职业|职务|头衔|职位|工作|上班|行当|营生|上下班|通勤|my job|for a living",
         "职业|工作|上班|返工|任职|就职|供职|入职|职务|岗位|跳槽|公司|单位|工厂|当|做|开店|掌勺|摆摊|出摊|网约车|跑车|开[货出客卡大]车|教书|种地|看店|work|job"
         r"|是[^，。]{0,12}(?:师|员|工|医生|护士|司机|经理|会计|学徒|店主|老板|学生)"),
    _cue(r"哪[个座]城市|哪个?(?:省|市|县|地方)|在哪儿?(?:待|生活|发展|混)",
         r"在[\u4e00-\u9fff]{2,3}(?:开|做|当|上|住|工|读|念|待|干|租|打|生)|住在|居住|搬到|老家|定居"),
    _cue(r"住|家在|上下班|通勤|老家|地址|哪[个座]城市|where do i live",
         "住在|居住|搬到|家在|地址|定居|老家|租房|live|moved to"),
    _cue(r"多大|几岁|多少岁|满.{0,2}岁|[虚周]岁|岁数|年龄|年纪|生日|过生|星座|生肖|属相|本命年|属(?:什么|啥)|哪一?年(?:出)?生|出生|贵庚|高寿|birthday|how old",
         "生日|出生|生于|年龄|星座|生肖|属|born|birthday"),
    _cue(r"吃|喝|菜|饭|餐|外卖|点[一份个杯碗]|来[一份个杯碗]|粉|面条|粥|汤|饺|奶茶|咖啡|火锅|烧烤|烧?烤|宴|忌口|口味|饮食|零食|食谱|点单|[鸡鸭牛羊猪][肉排丁翅汤]|[鱼虾蟹粥]|海鲜|\b(?:eat|food|dinner|lunch|drink|cook)",
         "过敏|忌口|不吃|吃不了|不能吃|不能喝|不喝|吃素|素食|全素|清真|乳糖|戒酒|糖尿病|痛风|爱吃|喜欢吃|口味"
         "|allerg|vegetarian|vegan"),
    _cue(r"身体|健康|毛病|生病|看病|医院|体检|吃药|health",
         "过敏|受伤|伤|手术|病|药|血压|血糖|医生|医院|体检|骨折|怀孕|health|allerg"),
    _cue(r"运动|锻炼|跑步|爬山|健身|打球|exercise|work out",
         "运动|锻炼|健身|游泳|跑步|爬山|登山|打球|[篮足网排]球|羽毛球|乒乓|骑车|骑行|瑜伽|太极|伤|手术|骨折|exercise|run|swim"),
    _cue(r"蹦极|玻璃(?:栈道|桥)|过山车|缆车|跳伞|攀岩|登高|高空|悬崖|潜水|怕什么|害怕", "恐高|恐惧|害怕|怕|晕|心脏"),
    _cue(r"爱好|兴趣|喜欢(?:什么|啥|做)|消遣|业余|hobb", "喜欢|爱好|热爱|爱听|爱看|迷上|常去|hobby|love|enjoy"),
    _cue(r"电话|手机|号码|联系方式|微信|邮箱|phone", "手机|电话|号码|尾号|微信|邮箱|phone|email"),
    _cue(r"哪[个所]?(?:学校|大学)|毕业|学历|专业|念书|读书|上学|几年级|\b(?:university|college|school|major)\b",
         "毕业|大学|学校|专业|学历|年级|读|念|上学|university|college"),
    _cue(r"打算|计划|安排|日程|行程|待办|要做什么|plan", "打算|计划|准备|安排|预约|约了|约在|要去|将要|下个月|下周|plan"),
    _cue(r"[放收藏搁存贴塞][在到]?了?哪|哪[儿里]?[放收藏搁存]|找不[到着]", "放在|收在|藏在|搁在|压在|挂在|夹在|埋在|寄存|存放|存在|贴在|塞在|锁在"),
    _cue(r"保修|质保|退换|过保|三包|保到|warranty", "保修|质保|退换|三包|包换|保固|warranty"),
    _cue(r"多少钱|花了?多少|价格|价钱|贵不贵|租金|房租|工资|how much", "元|块钱|花了|价格|租金|月租|工资|月薪|每月|cost"),
    _cue(r"到期|过期|有效期|截止|失效|还能用多久|换证", "有效期|到期|期限|截止|能用|保质|领到|办了|为止"),
    _cue(r"成(?:的|了)?家|结(?:的|了)?婚|领(?:的|了)?证|婚礼|喜酒|请柬|请帖|娶|嫁|单身|婚姻|married|wedding", "结婚|结的婚|领证|领的证|领了证|登记|婚礼|成家|办酒|离婚|单身|订婚|married"),
    _cue(r"体重|多重|几斤|多少[公]?斤|公斤数|胖了|瘦了|weigh", "公斤|斤|体重|上秤|称|瘦|胖|kg"),
    _cue(r"身高|多高|个头|个子|how tall", "身高|厘米|公分|米|个子|长到"),
    _cue(r"度数|多少度|近视|眼镜|墨镜|镜片|散光", "左眼|右眼|近视|散光|眼镜|度"),
    _cue(r"乐器|在学|学(?:什么|啥|哪)|练(?:什么|啥|哪)|特长|会(?:什么|啥)", "学|练|弹|吹|会|考级|吉他|钢琴|古筝|二胡|笛|琴|鼓|画|书法"),
    _cue(r"挣|到手|薪|收入|工钱|发了?多少|salary|income", "工资|到手|月薪|年薪|涨薪|收入|奖金|每月|salary"),
    _cue(r"开(?:的)?(?:什么|啥|哪)车|座驾|什么车|车牌|我的?车", "车|车牌|开|新能源|电动"),
    _cue(r"哪里人|哪儿人|祖籍|籍贯|民族|口音|方言|来自", "老家|家乡|籍贯|族|来自|祖籍|长大"),
    _cue(r"去过(?:哪|什么)|旅[游行]|出差|度假|玩过", "去了|去过|旅行|旅游|出差|度假|飞|自驾|爬了"),
    _cue(r"过敏|[吃喝碰沾闻抽受]不(?:得|了|住)|不(?:能|可以|让)[吃喝碰沾闻抽]|忌讳|花粉|打针|青霉素|用药|开药",
         "过敏|哮喘|不能|忌|药|不耐受|糖尿病|痛风|不吃|不喝|吃不|喝不|戒"),
    _cue(r"晚辈|亲戚|长辈|后辈|哪个亲|[侄甥孙]", "侄|外甥|孙|表|堂|舅|姑|姨|叔|伯"),
    _cue(r"前男友|前女友|前任|前夫|前妻|初恋", "前男友|前女友|前任|前夫|前妻|初恋|分手"),
    _cue(r"外语|会说|语言", "英语|日语|法语|德语|俄语|韩语|西班牙语|外语|方言|雅思|托福|会说"),
    _cue(r"老公|丈夫|先生|爱人|另一半|对象", "丈夫|老公|爱人|配偶|对象|男朋友"),
    _cue(r"老婆|妻子|太太|媳妇|爱人|另一半|对象", "妻子|老婆|太太|媳妇|爱人|配偶|对象|女朋友"),
    _cue(r"孩子|小孩|娃|闺女|女儿|儿子|宝宝", "女儿|儿子|孩子|闺女|宝宝|娃"),
    _cue(r"爸|父亲|老爷子", "爸|父亲"),
    _cue(r"妈|母亲", "妈|母亲"),
    _cue(r"领导|老板|上司|主管|boss", "老板|领导|上司|主管|经理|boss"),
    _cue(r"辈分|什么人|什么关系|[该应]?管.{1,6}叫|怎么称呼(?!我)", "关系"),
    _cue(r"宠物|小动物|狗|猫|养了|养的|\b(?:pet|dog|cat)s?\b", "养了|养的|宠物|狗|猫|犬|鸟|龟|鱼|\b(?:pet|dog|cat|retriever|puppy|kitten)"),
)  # fmt: skip


def _bilingual() -> Iterator[Cue]:
    for chinese, english in (*MATTERS, PLACES):
        yield replace(_cue(chinese, rf"\b(?:{english})\b"), is_english=True)
        if chinese != PLACES[0]:
            yield _cue(rf"\b(?:{english})\b", chinese)


_BILINGUAL: Final = tuple(_bilingual())
CUES: Final = (*_CUES, *_BILINGUAL)
_LATIN: Final = re.compile(r"[A-Za-z]{2}")
_CLAUSE: Final = re.compile(r"[，。！？；,.!;\n]")
_LEAD: Final = re.compile(r"^(?:那|请问|你|您|还|能不能|能|可以|可不可以|麻烦)*(?:知道|记得|告诉我)(?:一下)?")
_OF_ME: Final = re.compile(r"我(?!们国)|咱|俺|\b(?:i|my|me|mine)\b", re.IGNORECASE)
_WHAT: Final = re.compile(
    r"(?<!没)(?:什么|啥)|谁|哪|多少|多[大久长高重]|(?<![这那中好])几(?!乎|个吧|辈)|吗$|\b(?:what|who|when|where|why|how|which|did|do|does|is|are|am|have|has)\b",
    re.IGNORECASE,
)
_OF_OTHERS: Final = re.compile(r"[他她它你您《]|记得|知道|觉得|认为|[看听]过|听说|查一下")


def cues_in(query: str) -> list[Cue]:
    """Give the kinds of question that `query` may be; only what one asks of oneself is answered in the other language."""
    every = CUES if _asks_of_oneself(query) else _CUES
    return [cue for cue in every if cue.asks.search(query)]


def _asks_of_oneself(query: str) -> bool:
    """Whether one clause is both of the speaker and a question, and of nobody and nothing besides that is talked of."""
    parts = (_LEAD.sub("", part) for part in _CLAUSE.split(query))
    return any(_OF_ME.search(part) and _WHAT.search(part) and not _OF_OTHERS.search(part) for part in parts)


def told(text: str) -> list[bool]:
    """Tell of each of `CUES` whether a text answers such questions."""
    has_english = _LATIN.search(text) is not None
    return [(has_english or not cue.is_english) and cue.tells.search(text) is not None for cue in CUES]
