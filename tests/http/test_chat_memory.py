"""What a reply says of memory is what `/memories` then shows, across turns, threads and restarts."""

from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from api.schemas import ChatAnswer
from tests.chat_models import calls
from tests.http.serving import Serve, make_sebastian, serving

NAME: dict[str, Any] = {"subject": "用户", "attribute": "姓名", "kind": "profile"}
TOLD = [calls("save_memory", statement="用户叫张三", value="张三", **NAME), AIMessage("您好，张三。")]
RENAMED = [
    calls("update_memory", statement="用户叫李四", value="李四", how="change", **NAME),
    AIMessage("好的，李四。"),
]


def test_a_change_of_memory_is_told_in_the_reply_and_listed(serve: Serve) -> None:
    served = serve([*TOLD, *RENAMED])
    told = served.say("我叫张三").json()
    renamed = served.say("我改名了，现在叫李四").json()
    for answer in (told, renamed):
        ChatAnswer.model_validate(answer)
    assert [(change["op"], change["statement"]) for change in told["memory"]] == [("saved", "用户叫张三")]
    first, second = told["memory"][0], renamed["memory"][0]
    assert (second["op"], second["statement"]) == ("updated", "用户叫李四")
    assert second["before"] == {"id": first["id"], "statement": "用户叫张三"}
    shown = served.client.get(f"/memories/{second['id']}").json()
    assert [version["statement"] for version in shown["history"]] == ["用户叫张三", "用户叫李四"]
    assert shown["history"][0]["sources"][0]["quote"]


def test_memory_outlives_the_server(tmp_path: Path) -> None:
    with serving(make_sebastian(tmp_path / "data", TOLD)) as served:
        served.say("我叫张三")
        listed = served.client.get("/memories").json()
    with serving(make_sebastian(tmp_path / "data")) as served:
        assert served.client.get("/memories").json() == listed
        assert served.client.get("/health").json()["facts"] == 1


def test_a_thread_carries_its_turns_and_only_its_own(serve: Serve) -> None:
    shown: list[list[str]] = []

    def answer(messages: list[BaseMessage]) -> AIMessage:
        shown.append([message.text for message in messages if isinstance(message, HumanMessage)])
        return AIMessage("嗯。")

    served = serve(answer)
    served.say("第一句", thread_id="kitchen")
    served.say("第二句", thread_id="kitchen")
    served.say("第三句", thread_id="garden")
    served.say("第四句")
    as_guest = {"X-Sebastian-User": "guest"}
    served.client.post("/chat/text", json={"text": "第五句", "thread_id": "kitchen"}, headers=as_guest)
    assert shown == [["第一句"], ["第一句", "第二句"], ["第三句"], ["第四句"], ["第五句"]]
