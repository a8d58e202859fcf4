"""What somebody cannot do, eat or bear: an ailment, a fear, a vow, a faith, a disability; and to which requests it matters.

Who asks for advice names none of it, so it is looked up by what it is and not by the words of the request; those that have to
do with the request come first.
"""

import re
from functools import lru_cache
from typing import Final

from store.cues import cues_in
from store.facts import Fact

# The attributes under which such facts are kept; the words tell where a model chose another.
_ATTRIBUTES: Final = frozenset({"过敏", "忌口", "健康"})
_KINDS_ELSE: Final = frozenset({"plan", "possession"})
_AILMENT: Final = (
    r"[症炎癌瘤](?![状])|病(?!毒|房|人|友|假)|结石|溃疡|骨折|骨裂|脱臼|扭伤|拉伤|[旧老内]伤|[盘椎腰颈]突|增生|心梗|脑梗|中风|硬化|衰竭|障碍|综合征|不耐受|过敏|哮喘|痛风|尿酸|糖尿|[高低]血糖|"
    r"血压|血脂|贫血|心脏|心律|早搏|癫痫|抑郁|焦虑|失眠|近视|弱视|散光|色[盲弱]|夜盲|失明|盲人|[耳失]聋|耳背|听力|口吃|瘫|截肢|假肢|轮椅|拐杖|起搏器|支架|钢[板钉]|透析|化疗|放疗|移植|"
    r"半月板|韧带|腰椎|颈椎|腰间盘|椎间盘|关节|风湿|乙肝|湿疹|荨麻疹|偏头痛|手术|[腰腿膝胃肝肾眼肩]盖?不(?:太|大)?好|怀孕|怀上|怀着|身孕|备孕|孕[期妇早中晚]|哺乳|月子|睡[眠觉得][^，。]{0,4}[轻浅]|认床"
)
_FEAR: Final = (
    r"恐[高飞水血针]|幽闭|密集恐惧|社恐|晕[车船机血针]|(?<![恐生哪])怕(?!是|不|要|会|麻烦)[^，。]|发怵|阴影|路痴"
)
_CANNOT: Final = (
    r"不会(?:游泳|水|开车|骑车?|喝酒|抽烟)|(?:不能|不可以|不让|不许|不敢|禁止|忌)[^，。]{0,4}[吃喝碰沾闻抽熬跑跳爬搬提弯坐站蹲晒吹摸]|"
    r"[吃喝碰沾闻受熬提搬蹲站坐爬走跑]不(?:了|得|住|动|消)|旱鸭子"
)
_DIET: Final = (
    r"不(?:吃|喝|沾|碰)|吃[素斋]|[全纯]素|素食|清真|忌口|斋戒|戒(?:酒|烟|糖|辣|了)|控糖|减[肥脂]|低[盐糖脂]|低嘌呤|生酮"
)
# The peoples who keep to halal food, and the faiths.
_FAITH: Final = r"(?:回|维吾尔|哈萨克|柯尔克孜|乌孜别克|塔吉克|塔塔尔|东乡|撒拉|保安)族|穆斯林|伊斯兰|信(?:佛|教|主|道|基督|天主)|佛教|基督|天主教|道教|居士|犹太|印度教|教徒|信徒"
_ENGLISH: Final = (
    r"\b(?:allerg\w*|intoleran\w*|vegan|vegetarian|halal|kosher|c(?:o)?eliac|gluten|diabet\w*|asthma\w*|pregnan\w*|colou?r-?blind\w*|"
    r"(?:afraid|scared|terrified) of|can(?:no|')t (?:eat|drink|have|swim))\b"
)
_LIMIT: Final = re.compile("|".join((_AILMENT, _FEAR, _CANNOT, _DIET, _FAITH, _ENGLISH)), re.IGNORECASE)

# What is asked about, and the limits that bear on it: beside what store/cues.py pairs already (meals, sport, heights, health).
_FIELDS: Final = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(limits, re.IGNORECASE))
    for asks, limits in (
        (
            r"吃|喝|[饭菜餐宴酒茶奶糖]|馆|点单|备注|聚餐|请客|食|火锅|烧烤|甜品|月饼|水果|海鲜",
            r"过敏|忌|[吃喝]|素|斋|清真|族|教|信|糖|痛风|尿酸|乳|胃|戒|肾|血|减|孕|怀|allerg|vegan|vegetarian|halal|intoleran",
        ),
        (
            r"[猫狗犬宠兔鸟]|动物|布偶|英短|美短|狸花|暹罗|金毛|泰迪|柯基|哈士奇|拉布拉多|萨摩耶|边牧|比熊|博美|雪纳瑞|马场|骑马|羽绒",
            r"[猫狗犬毛]|动物|宠物|哮喘",
        ),
        (
            r"颜色|[配调染选]色|红绿|信号灯|接线|电[线路工]|美术|设计|绘|画|驾照|开车|质检|[化试]验",
            r"色[盲弱]|colou?r-?blind",
        ),
        (
            r"[船艇舰]|轮渡|海|岛|游泳|泳|潜|漂流|冲浪|水上|钓|桨|温泉|水库|江|河|湖",
            r"晕船|水|泳|淹|溺|旱鸭子|孕|怀|心|血压|swim",
        ),
        (r"车|盘山|自驾|长途|飞机|航班|机票|高铁", r"晕[车机]|恐飞|夜盲|癫痫|开车|色盲|椎|腰"),
        (r"夜|黑|晚上|熬|凌晨|倒班", r"夜盲|怕黑|失眠|衰弱|心|血压|孕|怀"),
        (r"酒店|宾馆|民宿|旅馆|订房|房间|宿舍|床|卧铺|合租|车厢", r"睡|床|失眠|怕[吵黑光冷热]|呼噜|烟|尘螨|恐"),
        (
            r"楼|梯|爬|搬|跑|跳|蹦|骑|滑|球|健身|登|徒步|扛|抬|重|舞|瑜伽|马拉松|锻炼|骑马|按摩|体力|站",
            r"[膝腰腿脚肩颈骨心]|关节|半月板|韧带|椎|哮喘|孕|怀|血压|手术|拐|轮椅|残|瘫",
        ),
        (r"药|针|疫苗|麻醉|拔牙|输液|手术|看病|膏|保健品", r"过敏|孕|怀|肝|肾|哺乳|血|胃|心"),
        (r"花|草|春游|踏青|装修|粉|香水|熏", r"花粉|哮喘|鼻炎|粉尘|尘螨|过敏"),
        (r"磁|理疗|电疗|安检|微波", r"起搏器|支架|钢[板钉]|孕|怀"),
        (
            r"高空|玻璃|栈道|缆车|天台|[高顶]层|蹦极|悬崖|摩天|过山车|跳伞|攀岩",
            r"恐高|怕高|晕|心|血压|孕|怀|癫痫",
        ),
        (r"密室|地下|洞|隧道|电梯|人多|年会|上台|演讲|聚会|鬼屋|恐怖", r"幽闭|社恐|恐|怕|心"),
        (r"献血|抽血|打针|体检", r"晕[血针]|贫血|乙肝|孕|怀"),
        (r"咖啡|浓茶|奶茶|可乐|酒", r"失眠|心|血压|孕|怀|胃|酒|戒|过敏|痛风|乳"),
    )
)


def is_limit(fact: Fact) -> bool:
    """Whether a fact tells of a limit, by its attribute or its words."""
    return fact.attribute in _ATTRIBUTES or (fact.kind not in _KINDS_ELSE and tells_limit(fact.statement))


@lru_cache(maxsize=65_536)  # every fact of a memory is looked at for a request
def tells_limit(statement: str) -> bool:
    """Whether words tell of a limit."""
    return bool(_LIMIT.search(statement))


def bears_on(statement: str, request: str) -> bool:
    """Whether a limit has to do with what a request is about, by the field that both are of."""
    if any(asks.search(request) and limits.search(statement) for asks, limits in _FIELDS):
        return True
    return any(cue.tells.search(statement) for cue in cues_in(request) if not cue.is_english)
