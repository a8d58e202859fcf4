"""Progress: a terminal's line is rewritten, a log gets a line every few seconds."""

import io

from agent.models.weights_progress import Progress

MB = 1_000_000


class Clock:
    """A clock that the test moves."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_every_few_seconds_and_the_last_one() -> None:
    clock, log = Clock(), io.StringIO()
    progress = Progress(log, clock)
    progress.begin("模型 m", 100 * MB, 0)
    for second in range(11):
        clock.now_s = 100.0 + second
        progress.advance(second * 10 * MB, f"第 {second}/10 部分")
    assert log.getvalue().splitlines() == [
        "模型 m，第 0/10 部分，0/100 MB",
        "模型 m，第 5/10 部分，50/100 MB，约剩 5 秒",
        "模型 m，第 10/10 部分，100/100 MB，约剩 0 秒",
    ]


def test_seconds_left_come_from_this_run_alone() -> None:
    clock, log = Clock(), io.StringIO()
    progress = Progress(log, clock)
    progress.begin("模型 m", 100 * MB, 80 * MB)
    clock.now_s += 10
    progress.advance(90 * MB)
    assert log.getvalue() == "模型 m，90/100 MB，约剩 10 秒\n"


def test_waiting_without_a_byte_still_shows_life() -> None:
    clock, log = Clock(), io.StringIO()
    progress = Progress(log, clock)
    progress.begin("模型 m", 100 * MB, 0)
    clock.now_s += 12
    progress.advance(0, "第 1/2 部分")
    assert log.getvalue() == "模型 m，第 1/2 部分，0/100 MB，已等 12 秒\n"


def test_a_terminal_line_is_rewritten_and_a_sentence_stays() -> None:
    clock, terminal = Clock(), Terminal()
    progress = Progress(terminal, clock)
    progress.begin("模型 m", 100 * MB, 0)
    progress.advance(0)
    clock.now_s += 0.1
    progress.advance(10 * MB)
    clock.now_s += 0.15
    progress.advance(20 * MB)
    progress.say("好了。")
    assert terminal.getvalue() == "\r\x1b[K模型 m，0/100 MB\r\x1b[K模型 m，20/100 MB，约剩 1 秒\r\x1b[K好了。\n"
