"""How a process that serves shares the interpreter among its threads."""

import sys

import pytest

from agent.switching import TURN_S, switch_often


def test_threads_take_turns_more_often() -> None:
    before = sys.getswitchinterval()
    try:
        switch_often()
        assert sys.getswitchinterval() == pytest.approx(TURN_S) and before > TURN_S
    finally:
        sys.setswitchinterval(before)
