"""Which words are the order to take something back, and what is said of it."""

import pytest

from tools.undo import asks_to_undo


@pytest.mark.parametrize(
    "said",
    [
        "撤销", "撤销。", "撤回", "撤销一下", "请撤销", "帮我撤销上一条", "撤销刚才的修改", "撤销上一次的更新吧", "把刚才那条撤回",
        "刚才那句不算", "刚才说的那句不算数", "上一条作废", "刚刚记的撤掉", "当我没说", "就当我没说过吧", "刚才是开玩笑的", "我刚才瞎说的，别当真",
        "等等，撤销", "哎，删错了，撤销刚才的操作", "啊不对，撤销刚才那条", "撤销刚才那条，谢谢", "忘掉刚才说的", "你刚才记下的那条删掉吧", "取消刚才的记录", "麻烦把上一句话撤回一下",
        "undo", "Undo that", "please undo", "scratch that", "take that back",
    ],
)  # fmt: skip
def test_an_order_to_undo_is_recognised(said: str) -> None:
    assert asks_to_undo(said)


@pytest.mark.parametrize(
    "said",
    [
        "", "怎么撤销微信消息？", "我撤销了上周的订单", "取消明天的会", "取消", "会议取消了", "他撤回了一条消息", "撤销处分的决定下来了", "刚才那家店不错",
        "刚才我妈来电话了", "忘掉我前女友的名字", "我的离婚申请撤回了", "如果我说撤销呢", "你能撤销吗？为什么不能", "上一条裙子是红色的", "把那笔转账撤回",
        "刚才说错了，应该是8月24日", "不对，是三月不是四月", "I undid the top button", "how do I undo a commit?", "别记了", "不对",
    ],
)  # fmt: skip
def test_other_words_are_no_order_to_undo(said: str) -> None:
    assert not asks_to_undo(said)
