"""What is told in one language and asked in the other: 「我在哪座城市读博」 and "started my PhD in Edinburgh".

A small embedder that knows both languages still puts them far apart, and they share no words. A cue of this kind only ever
joins a question in one language with a memory in the other: among memories in the question's own language it changes nothing.
"""

from typing import Final

# How Chinese and how English speaks of one matter, in questions and in answers.
MATTERS: Final = (
    ("读博|博士|读研|硕士|研究生|留学|念书|读书|上学|在读|学位|毕业|大学|学院|学校|专业",
     r"ph\.?d|doctora\w+|master'?s|degree|graduat\w+|universit\w+|college|school|major(?:ed|ing)?|stud(?:y|ies|ying|ied)"),
    ("研究|课题|论文|方向", r"research\w*|thesis|dissertation|paper|working on|stud(?:y|ies|ying|ied)"),
    ("工作|上班|职业|公司|单位|行业|岗位|入职|跳槽|靠(?:什么|啥)|[干做](?:什么|啥)|在[^，。]{1,12}(?:当|做)|师傅?$",
     r"work(?:s|ed|ing)?|jobs?|company|employ\w*|career|hired|joined|for a living|engineer|teacher|doctor|nurse|designer|dentist|developer|manager|lawyer|accountant|freelanc\w+|illustrator|photographer|writer|translator|artist|driver|chef|farmer"),
    ("外语|语言|[英日法德韩俄]语|会说", r"languages?|speaks?|speaking|english|japanese|french|german|spanish|korean|russian|italian|chinese|mandarin"),
    ("在学|学(?:什么|啥|哪|了|着)|上课|[门节堂]课|课程|培训|报了", r"learn\w*|stud(?:y|ying|ied)|class(?:es)?|lessons?|courses?|training|signed up"),
    ("老师|教练|导师|教授", r"teach(?:es|ers?|ing)?|coach|instructor|tutor|professor|advis[eo]r|supervisor"),
    ("老板|领导|上司|主管|经理", r"boss|manager|supervisor"),
    ("同事", r"colleagues?|co-?workers?"), ("室友|合租", r"room-?mates?|flat-?mates?"),
    ("房东", r"landlord|landlady"), ("房租|租金|租[的了房到约]", r"rent(?:s|ed|ing|al)?|lease"),
    ("邻居", r"neighbou?rs?"), ("朋友|闺蜜|哥们|发小", r"friends?|buddy"),
    ("老婆|妻子|太太|媳妇|爱人", r"wife|spouse|partner"), ("老公|丈夫|先生|爱人", r"husband|spouse|partner"),
    ("男朋友|男友|对象", r"boyfriend|partner"), ("女朋友|女友|对象", r"girlfriend|partner"),
    ("爸|父亲", r"dad|father"), ("妈|母亲", r"mom|mum|mother"), ("哥|弟", r"brothers?"), ("姐|妹", r"sisters?"),
    ("儿子|孩子|娃|宝宝", r"sons?|kids?|child(?:ren)?|bab(?:y|ies)"), ("女儿|闺女|孩子|娃|宝宝", r"daughters?|kids?|child(?:ren)?|bab(?:y|ies)"),
    ("爷爷|外公|姥爷", r"grand(?:father|pa|dad)"), ("奶奶|外婆|姥姥", r"grand(?:mother|ma)|granny"),
    ("[表堂][哥姐弟妹]", r"cousins?"), ("叔|伯|舅|姑父|姨父", r"uncles?"), ("姑|姨|婶|舅妈", r"aunts?|auntie"),
    ("宠物|狗|犬|猫|养了?(?:什么|啥|的|只|条)", r"pets?|dogs?|pupp(?:y|ies)|retriever|corgi|beagle|poodle|husky|terrier|labrador|cats?|kittens?|tabby|hamster|parrot|rabbit"),
    ("过敏|忌口|不能[吃喝碰]|吃素|素食", r"allerg\w*|intoleran\w*|vegan|vegetarian|gluten|lactose"),
    ("病|手术|身体|健康|医生|医院|药|伤|血压|血糖", r"diagnosed|surgery|doctor|hospital|clinic|medic\w+|pills?|asthma|diabet\w+|blood (?:pressure|sugar)|migraines?|injur\w+|sprained|broke"),
    ("牙", r"dentist|tooth|teeth|braces|dental"),
    ("生日|出生|哪一?年生|多大|几岁|年纪|年龄", r"birthday|born|years? old|turn(?:ed|ing|s)"),
    ("结婚|婚礼|领证|结的婚|成家", r"married|marry|wedding|engaged|anniversary"),
    ("车", r"cars?|driv(?:e|es|ing)|park(?:ed|ing)?|suv|sedan|tesla|toyota|honda|bmw"),
    ("手机|电话|号码", r"phone|iphone|mobile|number"), ("电脑|笔记本", r"laptop|macbook|computer"), ("相机|镜头", r"camera|lens"),
    ("多少钱|价格|花了|块钱|贵", r"bought|cost|paid|price|dollars|yuan|bucks"), ("买|入手|下单", r"bought|buy|purchased?|ordered"),
    ("工资|薪|收入|挣", r"salary|income|earn\w*|paid|wages?|raise"),
    ("保修|质保|到期|有效期|过期", r"warranty|expir\w+|valid"),
    ("运动|锻炼|健身|跑步|游泳|瑜伽|[打踢]?[^气]球|爬山|骑车", r"sports?|gym|run(?:s|ning)?|jog\w*|swim\w*|yoga|tennis|badminton|basketball|soccer|football|hik\w+|climb\w*|cycl\w+|works? out|exercise"),
    ("乐器|吉他|钢琴|小提琴|架子鼓|打鼓|琴", r"instruments?|guitar|piano|violin|drums?|cello|ukulele"),
    ("吃|喝|菜|饭|口味|餐厅|餐馆|咖啡", r"eat|food|drinks?|diet|dinner|lunch|breakfast|cuisine|restaurant|coffee|tea|spicy|cook\w*"),
    ("喜欢|爱好|兴趣|最爱|迷上", r"likes?|loves?|enjoy\w*|favou?rites?|hobb(?:y|ies)|fan of"),
    ("讨厌|不喜欢|害怕|最怕|受不了", r"hates?|dislikes?|afraid|scared|can't stand"),
    ("航班|飞机|机票|飞|旅行|旅游|出差|去过|度假", r"flights?|fly|flying|flew|trip|travel\w*|vacation|visit\w*|tickets?|holiday"),
    ("预约|约了|安排|打算|计划|见面|开会|面试", r"appointments?|schedul\w+|book(?:ed|ing)|meetings?|plan(?:s|ned|ning)|going to|interviews?"),
    ("考试|考[了过试的]|证书", r"exams?|tests?|passed|certificat\w+"), ("截止|期限|交稿", r"deadlines?|due"),
    ("钥匙|[放收藏停搁][在了到哪]|抽屉", r"keys?|put|left|keep|kept|parked|drawer"),
    ("护照|证件|签证|驾照", r"passport|visa|licen[cs]e"),
    ("名字|叫(?:什么|啥|做|我)?|姓", r"names?|named|called|nickname"),
    ("住|城市|老家|家乡|家在|搬|定居", r"liv(?:e|es|ing|ed)|city|town|moved|based|address|apartment|flat|from"),
    ("银行|信用卡|存款|贷款|房贷", r"bank|cards?|loan|mortgage|savings?|accounts?"), ("会员|订阅|套餐", r"subscri\w+|membership"),
    ("项目", r"projects?"), ("书|小说", r"books?|reading|novels?"), ("电影|剧", r"movies?|films?|series|shows?"),
    ("歌|音乐|乐队|演唱会", r"songs?|music|bands?|albums?|concerts?"), ("身高|多高", r"tall|height|cm"), ("体重|公斤|多重|斤", r"weigh\w*|kg|pounds|lbs"),
    ("颜色|色的", r"colou?r|red|blue|green|black|white|gr[ea]y|silver|pink|purple|yellow"),
)  # fmt: skip
# Of a place English says no more than its name: (what Chinese asks, how English tells it).
PLACES: Final = (r"哪[个座]?(?:城市|国家|地方|[省市州])|在哪|住哪|哪里", r"(?-i:(?:in|at|to|from) [A-Z][a-z]+)")
