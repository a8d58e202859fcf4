"""One Sebastian, in this process and over HTTP: the same methods give the same answers and the same errors."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from langchain_core.messages import AIMessage, BaseMessage

from agent import Sebastian
from agent.models.speech import Transcript
from agent.remote import RemoteSebastian
from agent.streaming import Listener, Piece, Token, ToolRun
from store.errors import (
    FactNotCurrent,
    FactNotFound,
    InvalidInput,
    InvalidWindow,
    ModelQuota,
    NothingToUndo,
    ServerUnreachable,
    TokenRefused,
    TurnAbandoned,
)
from store.facts import Draft
from tests.chat_models import calls
from tests.http.serving import GREETING, GREETS, TOKEN, Served, make_sebastian, serving
from tests.recordings import wav

NAMED = (
    calls("save_memory", statement="用户的生日是8月3日", attribute="生日", value="8月3日", kind="profile"),
    AIMessage("记住了。"),
)
LONG_AGO = datetime(2023, 5, 1, 8, tzinfo=UTC)

# What is no method of the owner's, but a part of the process that has the folder.
PARTS = {"memory", "looked_at", "knows", "find", "speaker", "catch_up", "graph", "outside"}

Make = Callable[..., tuple[Sebastian, Sebastian]]


@pytest.fixture(params=["here", "there"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Give an assistant that is talked to, and the one that has the folder: the same one, or one behind HTTP."""
    with ExitStack() as stack:

        def made(script: Any = GREETS, **options: Any) -> tuple[Sebastian, Sebastian]:
            behind = make_sebastian(tmp_path / "data", script, **options)
            if request.param == "here":
                return stack.enter_context(behind), behind
            served: Served = stack.enter_context(serving(behind))
            return stack.enter_context(Sebastian(url=served.url, token=TOKEN)), behind

        yield made


def keep(behind: Sebastian, statement: str, user: str = "owner", **slot: Any) -> str:
    return behind.memory(user).save(Draft(statement, **slot), turn_id="", at=behind.clock()).id


def test_a_turn_gives_the_answer_the_changes_and_the_turn(make: Make) -> None:
    sebastian, behind = make(NAMED)
    reply = sebastian.chat("我的生日是8月3日", said_at=LONG_AGO, thread_id="home")
    (turn,) = behind.memory().turns()
    assert (reply.response, reply.turn_id, reply.usage) == ("记住了。", turn.id, None)
    assert [change["op"] for change in reply.memory or []] == ["saved", "derived"]
    assert (turn.said_at, turn.thread_id) == (LONG_AGO, "home")


def test_a_turn_without_changes_has_none(make: Make) -> None:
    sebastian, _ = make()
    assert sebastian.chat("你好").memory is None
    assert sebastian.chat("你好").response == GREETING


def test_memories_are_listed_searched_and_paged(make: Make) -> None:
    sebastian, behind = make()
    ids = [keep(behind, f"用户有一只叫{name}的猫") for name in ("咪咪", "豆豆", "团子")]
    assert [shown["id"] for shown in sebastian.memories()] == ids[::-1]
    assert [shown["id"] for shown in sebastian.memories(limit=1, offset=1)] == [ids[1]]
    assert len(sebastian.memories(limit=None)) == 3
    assert sebastian.memories("豆豆")[0]["statement"] == "用户有一只叫豆豆的猫"
    assert sebastian.memories(status="retracted") == []
    assert sebastian.memories(until=LONG_AGO) == []
    assert sebastian.memories(as_of=LONG_AGO) == []


def test_what_is_shown_of_a_memory_is_the_same_to_the_letter(make: Make) -> None:
    sebastian, behind = make(NAMED)
    sebastian.chat("我的生日是8月3日")
    for shown in behind.memories():
        assert sebastian.get(shown["id"]) == behind.get(shown["id"])
        assert sebastian.why(shown["id"]) == behind.why(shown["id"])


def test_forgetting_undoing_and_erasing(make: Make) -> None:
    sebastian, behind = make()
    fact_id = keep(behind, "用户对花生过敏")
    assert [(change["op"], change["id"]) for change in sebastian.forget(fact_id)] == [("retracted", fact_id)]
    with pytest.raises(FactNotCurrent):
        sebastian.forget(fact_id)
    assert [change["op"] for change in sebastian.undo()] == ["undone"]
    receipt = sebastian.erase(fact_id)
    assert receipt["receipt"]["facts"] == 1
    assert [change["op"] for change in receipt["memory"]] == ["erased"]
    with pytest.raises(FactNotFound):
        sebastian.get(fact_id)


def test_starting_over_and_tidying(make: Make) -> None:
    sebastian, behind = make()
    keep(behind, "用户对花生过敏")
    assert sebastian.tidy() == []
    assert sebastian.erase_all() == 1
    with pytest.raises(NothingToUndo):
        sebastian.undo()
    assert sebastian.health() == behind.health()


def test_each_user_has_a_memory_of_his_own(make: Make) -> None:
    sebastian, behind = make()
    fact_id = keep(behind, "王五爱喝茶", user="wang")
    assert sebastian.memories() == []
    assert [shown["id"] for shown in sebastian.memories(user="wang")] == [fact_id]
    with pytest.raises(InvalidInput):
        sebastian.memories(user="../wang")


@pytest.mark.parametrize("fact_id", ["f99", "a/b", "有没有", "?", ".."])
def test_an_id_that_nobody_has_is_not_found(make: Make, fact_id: str) -> None:
    sebastian, _ = make()
    for ask in (sebastian.get, sebastian.why, sebastian.forget, sebastian.erase):
        with pytest.raises(InvalidInput):
            ask(fact_id)


def test_a_backup_is_written_to_a_file(make: Make) -> None:
    sebastian, behind = make()
    fact_id = keep(behind, "用户对花生过敏")
    file = BytesIO()
    sebastian.back_up(file)
    assert file.tell() == len(file.getvalue())
    with ZipFile(file) as backup:
        ledger = next(backup.read(name) for name in backup.namelist() if name.endswith("ledger.jsonl"))
    assert fact_id.encode() in ledger


def test_a_turn_is_heard_while_it_happens(make: Make) -> None:
    sebastian, _ = make(NAMED)
    told: list[Piece] = []
    reply = sebastian.chat("我的生日是8月3日", listener=Listener(told.append, lambda: False))
    assert told == [ToolRun("save_memory"), Token("记住了。")]
    assert reply.response == "记住了。"
    assert [change["op"] for change in reply.memory or []] == ["saved", "derived"]


def test_a_listener_that_has_gone_ends_the_turn_and_the_words_are_kept(make: Make) -> None:
    sebastian, behind = make()
    with pytest.raises(TurnAbandoned):
        sebastian.chat("我搬到了成都", listener=Listener(lambda _: None, lambda: True))
    assert [turn.text for turn in behind.memory().turns()] == ["我搬到了成都"]


def test_a_recording_is_heard_and_nothing_is_kept_of_it(make: Make, tmp_path: Path) -> None:
    class Ear:
        def transcribe(self, path: Path, media_type: str, **_: object) -> Transcript:
            assert path.read_bytes() == wav()
            return Transcript("我对花生过敏", "scripted:ear", 1000)

    sebastian, behind = make(transcriber=Ear())
    recording = tmp_path / "a.wav"
    recording.write_bytes(wav())
    assert sebastian.transcribe(recording, "audio/wav") == Transcript("我对花生过敏", "scripted:ear", 1000)
    assert behind.memory().turns() == []


def test_every_method_of_the_owners_is_there_in_both_and_takes_the_same() -> None:
    here = {name for name, _ in inspect.getmembers(Sebastian) if not name.startswith("_")}
    assert here - set(vars(RemoteSebastian)) == PARTS
    for name in here - PARTS:
        ours, theirs = (
            list(inspect.signature(getattr(kind, name)).parameters.values()) for kind in (Sebastian, RemoteSebastian)
        )
        assert [(p.name, p.kind, p.default) for p in ours] == [(p.name, p.kind, p.default) for p in theirs], name


def test_a_window_that_ends_before_it_begins_is_no_time(make: Make) -> None:
    sebastian, _ = make()
    with pytest.raises(InvalidWindow):
        sebastian.memories(since=LONG_AGO, until=LONG_AGO - timedelta(days=1))


def test_no_words_are_refused_and_a_model_that_fails_is_told_as_what_it_is(make: Make) -> None:
    def fail(_messages: list[BaseMessage]) -> AIMessage:
        raise ModelQuota("no more")

    sebastian, behind = make(fail)
    with pytest.raises(InvalidInput):
        sebastian.chat(" ")
    with pytest.raises(ModelQuota):
        sebastian.chat("我搬到了成都")
    assert [turn.text for turn in behind.memory().turns()] == ["我搬到了成都"]


def test_a_url_gives_a_sebastian_that_has_no_folder_of_its_own(shared: Served) -> None:
    with Sebastian(url=shared.url, token=TOKEN) as sebastian:
        assert isinstance(sebastian, RemoteSebastian)
        with pytest.raises(AttributeError, match="data folder"):
            sebastian.memory()
        with pytest.raises(InvalidInput):
            sebastian.tidy(settled=timedelta(hours=1))
    with pytest.raises(TypeError):
        Sebastian("somewhere", url=shared.url)


def test_a_wrong_token_and_a_server_that_is_not_there_are_told_apart(shared: Served) -> None:
    with Sebastian(url=shared.url, token="wrong") as stranger, pytest.raises(TokenRefused):
        stranger.memories()
    with Sebastian(url="http://127.0.0.1:1", token=TOKEN) as nowhere, pytest.raises(ServerUnreachable):
        nowhere.memories()
