"""`sebastian chat` in a real terminal, against a server whose model speaks piece by piece."""

import threading
from collections.abc import Iterator
from pathlib import Path

from tests.http.serving import TOKEN, Served
from tests.loopback.servers.listening import Exchange
from tests.loopback.servers.openai import OpenAIServer, calls, says, says_slowly
from tests.terminal import CTRL_C, CTRL_D, CTRL_U, ENTER, UP, Terminal

ROOT = Path(__file__).parents[2]
TEA = {"statement": "用户喜欢喝茶", "attribute": "喜欢", "value": "喝茶", "kind": "preference"}
STORY = "讲一个很长的故事"


def test_an_answer_is_shown_while_it_is_made_and_can_be_stopped_without_leaving(
    streaming: tuple[OpenAIServer, Served], tmp_path: Path
) -> None:
    model, served = streaming
    seen, stopped = threading.Event(), threading.Event()

    def pieces() -> Iterator[str]:
        yield "您爱喝"
        assert seen.wait(180), "the first piece was held back"
        yield "茶。\x1b[31m!"
        yield "[图](a)"

    def talks_on(exchange: Exchange) -> None:
        try:
            says_slowly("从前有座山。" for _ in iter(lambda: model.closing.wait(0.02), True))(exchange)
        finally:  # its connection was closed
            stopped.set()

    environment = {"TOKEN": TOKEN, "PYTHONPATH": str(ROOT), "NO_PROXY": "*", "LC_ALL": "C.UTF-8"}
    model.will(calls(("save_memory", TEA)), says_slowly(pieces()), talks_on)
    with Terminal(["chat", "--url", served.url], environment, str(tmp_path)) as terminal:
        terminal.shows("Ctrl-D 离开")
        terminal.shows("你 › ")
        terminal.press("我喜欢喝茶" + ENTER)
        terminal.shows("您爱喝")
        seen.set()
        terminal.shows("茶。[31m[图](a)")
        assert "\x1b[31m" not in terminal.raw, "a model gives the terminal orders"
        terminal.shows("记住了 f2 用户喜欢喝茶")
        assert "\x1b[32m" in terminal.raw, "changes are not in green"
        terminal.shows("你 › ")

        terminal.press(STORY + ENTER)
        terminal.shows("从前有座山。")
        terminal.press(CTRL_C)
        terminal.shows("停下了，不等它答。您的话已经记下。")
        assert stopped.wait(180), "the model went on although nobody listened"
        terminal.shows("你 › ")

        terminal.press(UP)
        terminal.shows(STORY)
        terminal.press(CTRL_U)
        terminal.press("半句")
        terminal.shows("半句")
        terminal.interrupts("你 › ")  # drops the line, and no more
        model.will(says("在。"))
        terminal.press("还在吗" + ENTER)
        terminal.shows("在。")
        terminal.shows("你 › ")
        terminal.press(CTRL_D)
        assert terminal.ends() == 0
    assert [turn.text for turn in served.sebastian.memory().turns()] == ["我喜欢喝茶", STORY, "还在吗"]
    assert served.sebastian.memory().check() == []
