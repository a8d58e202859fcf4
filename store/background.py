"""What nothing in particular looks like: sentences of everyday life against which a likeness is measured.

A memory of three items has no statistics of its own. How common a term is, how near a vector is to just anything: both
are reckoned against these sentences as well, the less the more a memory holds.
"""

from collections import Counter
from functools import cache
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from store.contract import Embedder
from store.words import terms

# So many texts of its own weigh as much as the background.
PRIOR_TEXTS: Final = 40

SENTENCES: Final = tuple(
    """\
我昨天晚上十一点才睡着。
我家楼下新开了一家水果店。
我把钥匙放在门口的抽屉里了。
我小时候在外婆家住过两年。
我不太喜欢吃甜的东西。
我最近在看一本讲历史的书。
我打算下个月去海边玩几天。
我的同事下周要结婚了。
我每天坐地铁上班，要四十分钟。
我女儿今年上幼儿园了。
我上周末和朋友去爬山了。
我的电脑用了五年，有点慢了。
我对猫毛有点过敏。
我爸爸退休以前是老师。
我妈妈喜欢跳广场舞。
我在网上买了一双运动鞋。
我的房租每个月要涨两百块。
我下午三点有个会要开。
我学过两年钢琴，现在都忘了。
我的手机号码换过一次。
我出生在北方的一个小城。
我大学毕业以后一直做销售。
我的自行车停在小区的车棚里。
我喜欢安静一点的音乐。
我去年冬天感冒了好几次。
我想换一份离家近的工作。
我的生日在夏天。
我养的花最近开了。
我弟弟比我小三岁。
我今天中午吃了一碗面条。
我把护照交给旅行社办签证了。
我很怕坐过山车。
我的医生让我少吃盐。
我跟邻居的关系不错。
我买的保险明年到期。
我平时不怎么喝酒。
我周三要去接孩子放学。
我的衣服尺码是中号。
我把合同发到你的邮箱了。
我存了一些钱准备装修。
这家饭馆的菜做得很好。
公司今年的业绩比去年好。
火车票已经卖完了。
这部电影的导演很有名。
新闻里说明天会下雨。
这条路晚上没有路灯。
学校的图书馆九点关门。
那座桥是很多年以前修的。
你好，在吗？
今天天气真不错啊。
谢谢你，帮了大忙。
好的，我知道了。
哈哈，太有意思了。
早点休息吧，晚安。
给我讲一个笑话吧。
帮我写一封请假的邮件。
这个词用英语怎么说？
你能推荐一首歌吗？
天空为什么是蓝色的？
一公里等于多少米？
这道数学题怎么做？
世界上最大的海洋是哪个？
怎么做番茄炒蛋？
有什么好看的电视剧？
我应该怎么学好英语？
你觉得这样做对吗？
我是不是应该早点出发？
他叫什么名字？
你是什么时候认识她的？
我们上次是在哪里见面的？
谁负责这个项目？
你为什么不早一点告诉我？
I went to the market yesterday morning.
My sister is moving to a new apartment.
I have been learning to play the guitar.
We had dinner with some friends last week.
I usually take the bus to work.
My favorite season is autumn.
The meeting was moved to Friday afternoon.
I bought a new jacket online.
Thanks, that sounds great!
What do you think about this idea?
When did you start your new job?
Where did she go on holiday?
How was your weekend?
Can you recommend a good book?
What is the capital of that country?
Who is coming to the party tonight?""".splitlines()
)

_vectors: Final[WeakKeyDictionary[Embedder, NDArray[np.float32]]] = WeakKeyDictionary()


def share_having(term: str) -> float:
    """Give the share of the background's sentences that a term (store/words.py) stands in."""
    return _sentences_having().get(term, 0) / len(SENTENCES)


def vectors_by(embedder: Embedder) -> NDArray[np.float32]:
    """Embed the background, once for each embedder; shape (len(SENTENCES), dimension), rows L2-normalised.

    Raises:
        ModelError: the embedding model or its service failed; the next call tries again.
    """
    if embedder not in _vectors:
        _vectors[embedder] = embedder.embed(SENTENCES)
    return _vectors[embedder]


@cache
def _sentences_having() -> Counter[str]:
    return Counter(term for sentence in SENTENCES for term in set(terms(sentence)))
