"""The two conversations that the project began with, years apart and with restarts in the middle."""

from typing import Any

import pytest

from tests.live.server_process import ServerProcess

pytestmark = pytest.mark.live

Answer = dict[str, Any]
BOUGHT, ASKED, ASKED_AGAIN = "2022-05-20T20:00:00+08:00", "2025-05-06T10:00:00+08:00", "2025-05-06T10:01:00+08:00"
MOUSE, NAME = "mouse", "name"


def statements(answer: Answer) -> str:
    """What changed in memory, as one text."""
    return "\n".join(change["statement"] for change in answer["memory"] or [])


@pytest.fixture(scope="module")
def answers(server: ServerProcess) -> dict[str, Answer]:
    """Hold both conversations in turn, each in a memory of its own; the first restart is a clean one, the second is not."""
    said: dict[str, Answer] = {}
    said["bought"] = server.say("我今天刚买了一个黑色的鼠标，它有三年的退换服务", BOUGHT, user=MOUSE)
    said["named"] = server.say("我是张三", "2022-06-01T09:00:00+08:00", user=NAME)
    server.stop()
    server.start()
    said["broken"] = server.say("我的鼠标坏了，怎么办？", ASKED, user=MOUSE)
    said["who"] = server.say("我是谁？", "2024-06-01T09:00:00+08:00", user=NAME)
    said["renamed"] = server.say("我改名了，现在叫李四", "2024-07-01T09:00:00+08:00", user=NAME)
    server.kill()
    server.start()
    said["which"] = server.say("我忘记了，什么鼠标？", ASKED_AGAIN, user=MOUSE)
    said["who now"] = server.say("我是谁？", "2026-01-01T09:00:00+08:00", user=NAME)
    return said


def test_the_purchase_is_remembered_with_its_date(answers: dict[str, Answer]) -> None:
    saved = next(change for change in answers["bought"]["memory"] if change["op"] == "saved")
    assert "2022年5月20日" in saved["statement"]
    assert "黑色的鼠标" in saved["statement"]
    assert "三年" in saved["statement"]
    assert "今天" not in saved["statement"]


def test_the_end_of_the_term_is_concluded_from_the_purchase(answers: dict[str, Answer]) -> None:
    derived = [change for change in answers["bought"]["memory"] if change["op"] == "derived"]
    assert len(derived) == 1
    assert "2025年5月20日" in derived[0]["statement"]
    assert derived[0]["because"] == [answers["bought"]["memory"][0]["id"]]


def test_three_years_later_the_answer_names_the_date_and_that_the_term_is_ending(answers: dict[str, Answer]) -> None:
    reply = answers["broken"]["response"]
    assert "5月20日" in reply
    assert any(words in reply for words in ("14天", "十四天", "两周", "2025年5月20日")), reply
    assert "过期" not in reply


def test_what_was_forgotten_by_the_user_is_still_known(answers: dict[str, Answer]) -> None:
    assert "黑色" in answers["which"]["response"]


def test_questions_about_the_mouse_change_nothing(answers: dict[str, Answer]) -> None:
    assert answers["broken"]["memory"] is None
    assert answers["which"]["memory"] is None


def test_a_name_is_remembered_at_once_and_after_a_restart_and_two_years(answers: dict[str, Answer]) -> None:
    assert "张三" in statements(answers["named"])
    assert "张三" in answers["who"]["response"]
    assert answers["who"]["memory"] is None


def test_a_new_name_replaces_the_old_one(answers: dict[str, Answer]) -> None:
    (change,) = answers["renamed"]["memory"]
    assert change["op"] == "updated"
    assert "李四" in change["statement"]
    assert "张三" in change["before"]["statement"]


def test_after_the_server_was_killed_the_new_name_is_the_answer(answers: dict[str, Answer]) -> None:
    assert "李四" in answers["who now"]["response"]
    assert answers["who now"]["memory"] is None


def test_the_old_name_stays_in_the_history(answers: dict[str, Answer], server: ServerProcess) -> None:
    (change,) = answers["renamed"]["memory"]
    fact = server.memories(f"/{change['id']}", user=NAME)
    old, new = fact["history"]
    assert (old["value"], old["status"], old["superseded_by"]) == ("张三", "superseded", change["id"])
    assert old["valid_to"] == new["valid_from"]
    assert (new["value"], new["status"]) == ("李四", "current")
    assert [one["value"] for one in server.memories(user=NAME)["memories"] if one["attribute"] == "姓名"] == ["李四"]


def test_one_users_memory_holds_nothing_of_the_others(answers: dict[str, Answer], server: ServerProcess) -> None:
    assert not any("鼠标" in one["statement"] for one in server.memories("?status=all", user=NAME)["memories"])
    assert not any("张三" in one["statement"] for one in server.memories("?status=all", user=MOUSE)["memories"])
