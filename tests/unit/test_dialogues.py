"""The published conversations are well formed and fair, and their runner tells who remembers from who does not."""

import json
import re
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bench.dialogues.__main__ import main
from bench.dialogues.dialogue import Dialogue, Malformed, Turn, dialogue, load
from bench.dialogues.matching import Change, Expectation, contains, missed, plain
from bench.dialogues.wordings import completed, numeral
from tests.http.serving import GREETING, TOKEN, Served, make_sebastian, serving
from tests.http.test_chat_audio import Ear
from tests.recordings import wav

DIALOGUES = load()
README = Path(__file__).parents[2] / "bench" / "dialogues" / "README.md"
AT = "2024-05-01T10:00:00+08:00"
LONGEST_SUFFIX = 16


def turns() -> Iterator[tuple[Dialogue, Turn]]:
    for one in DIALOGUES:
        for turn in one.said:
            yield one, turn


def written(*said: dict[str, Any], name: str = "one") -> dict[str, Any]:
    return {"id": name, "category": "save", "title": "一段", "turns": list(said)}


def nothing() -> list[str]:
    return []


def test_every_id_is_used_once_and_can_name_a_user() -> None:
    ids = [one.id for one in DIALOGUES]
    assert len(set(ids)) == len(ids)
    for one in DIALOGUES:
        assert re.fullmatch(r"[a-z]+-\d\d", one.id), one.id
        assert one.id.startswith(one.category), one.id
        assert len(one.id) + LONGEST_SUFFIX <= 64


def test_the_readme_counts_the_dialogues_of_every_category() -> None:
    counted: dict[str, int] = {}
    for one in DIALOGUES:
        counted[one.category] = counted.get(one.category, 0) + 1
    rows = dict(re.findall(r"^\| `([a-z]+)` \| (\d+) \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert {category: int(count) for category, count in rows.items()} == counted


def test_time_only_goes_forward_within_a_dialogue() -> None:
    for one in DIALOGUES:
        times = [datetime.fromisoformat(turn.at) for turn in one.said]
        assert times == sorted(times), one.id


def test_nothing_is_said_twice() -> None:
    said = [plain(turn.say) for _, turn in turns()]
    assert len(set(said)) == len(said), {words for words in said if said.count(words) > 1}


def test_a_restart_stands_between_two_turns() -> None:
    for one in DIALOGUES:
        assert isinstance(one.turns[0], Turn), one.id
        assert isinstance(one.turns[-1], Turn), one.id


def test_no_answer_passes_by_repeating_the_question() -> None:
    for one, turn in turns():
        echoed = [key for group in turn.expected.reply_any for key in group if contains(turn.say, key)]
        assert not echoed, f"{one.id}: {turn.say}: {echoed}"


def test_every_wording_of_a_day_or_of_not_knowing_is_accepted() -> None:
    for one, turn in turns():
        for group in turn.expected.reply_any:
            assert list(group) == completed(group), f"{one.id}: python -m bench.dialogues.wordings completes it"


def test_every_expectation_can_be_met() -> None:
    for one, turn in turns():
        expected = turn.expected
        reply = "。".join(group[0] for group in expected.reply_any) or "好。"
        memory = [
            {"op": sorted(change.ops)[0], "statement": "".join(group[0] for group in change.has)}
            for change in expected.changes
        ]
        current = [group[0] for group in expected.current_has]
        assert missed(expected, reply, memory, lambda current=current: current) == [], one.id  # type: ignore[misc]


def test_no_accepted_wording_is_forbidden_in_the_same_turn() -> None:
    for one, turn in turns():
        for key in (key for group in turn.expected.reply_any for key in group):
            assert not any(contains(key, forbidden) for forbidden in turn.expected.reply_none), f"{one.id}: {key}"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda said: "", id="silent"),
        pytest.param(lambda said: "好的，没问题。", id="agreeable"),
        pytest.param(lambda said: "抱歉，我不知道。", id="ignorant"),
        pytest.param(lambda said: said, id="echo"),
    ],
)
def test_an_assistant_without_memory_passes_no_dialogue(answer: Callable[[str], str]) -> None:
    passed = [
        one.id
        for one in DIALOGUES
        if not any(missed(turn.expected, answer(turn.say), None, nothing) for turn in one.said)
    ]
    assert passed == []


def test_an_assistant_that_saves_whatever_it_hears_passes_no_dialogue_with_chitchat() -> None:
    for one in DIALOGUES:
        if one.category == "chitchat":
            saved = [[{"op": "saved", "statement": turn.say}] for turn in one.said]
            assert any(
                missed(turn.expected, turn.say, memory, nothing) for turn, memory in zip(one.said, saved, strict=True)
            )


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("1月5日", "体检是11月5日", False),
        ("三岁", "今年二十三岁", False),
        ("64", "体重164", False),
        ("64", "重６４公斤", True),
        ("AB", "您是ａｂ 型", True),
        ("3月5日", "**3 月 5 日**", True),
        ("64", "640", False),
    ],
)
def test_a_key_is_found_whatever_its_width_but_not_within_a_longer_number(key: str, text: str, found: bool) -> None:
    assert contains(text, key) is found


def test_each_unmet_expectation_is_named() -> None:
    expected = Expectation(
        reply_any=(("猫", "貓"),),
        reply_none=("狗",),
        changes=(Change(frozenset({"updated"}), (("三花",),)),),
        memory_none=("狗",),
        current_has=(("三花",),),
        current_none=("狗",),
    )
    memory = [{"op": "saved", "statement": "用户养狗"}]
    assert missed(expected, "您养了狗", memory, lambda: ["用户养狗"]) == [
        "the reply lacks 猫/貓",
        "the reply has 狗",
        "no change updated with 三花",
        "a change has 狗",
        "no current fact has 三花",
        "a current fact has 狗",
    ]
    assert missed(Expectation(unchanged=True), "", memory, nothing) == [
        "the reply is empty",
        "memory is to stay unchanged",
    ]


def test_what_was_taken_back_counts_as_retracted_and_not_as_said() -> None:
    memory = [{"op": "retracted", "statement": "", "before": {"id": "1", "statement": "用户对虾过敏"}}]
    expected = Expectation(changes=(Change(frozenset({"retracted"}), (("虾",),)),), memory_none=("虾",))
    assert missed(expected, "已经忘了。", memory, nothing) == []


@pytest.mark.parametrize(
    "wrong",
    [
        written({"at": AT, "say": "你好", "expects": {}}),
        written({"at": "2024-05-01T10:00:00", "say": "你好"}),
        written({"at": AT, "say": "你好", "expect": {"reply_any": ["你好"]}}),
        written({"at": AT, "say": "你好", "expect": {"memory": "some"}}),
        written({"at": AT, "say": "你好", "expect": {"memory": [{"op": "guessed", "has": [["你好"]]}]}}),
        written({"at": AT, "say": "你好", "expect": {"reply_none": []}}),
    ],
)
def test_what_is_not_written_by_the_format_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        dialogue(wrong)


def test_the_line_that_is_wrong_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(json.dumps(written()) + "\n{}\n", encoding="utf-8")
    with pytest.raises(Malformed, match=r"mine\.jsonl:2"):
        load(file)


@pytest.mark.parametrize(("number", "characters"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (31, "三十一")])
def test_numerals_are_written_as_in_dates(number: int, characters: str) -> None:
    assert numeral(number) == characters


@pytest.fixture(scope="module")
def greeter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose model greets whatever it hears."""
    with serving(make_sebastian(tmp_path_factory.mktemp("greeter") / "data")) as running:
        yield running


@pytest.fixture
def run(tmp_path: Path, greeter: Served) -> Callable[..., dict[str, Any]]:
    """Hold these dialogues with the greeter; gives what was written as the result."""

    def held(*dialogues: dict[str, Any], arguments: tuple[str, ...] = ()) -> dict[str, Any]:
        file, out = tmp_path / "dialogues.jsonl", tmp_path / "out.json"
        file.write_text("".join(json.dumps(one) + "\n" for one in dialogues), encoding="utf-8")
        options = ["--base", greeter.url, "--token", TOKEN, "--file", str(file), "--json", str(out), *arguments]
        assert main(options) == 0
        text = out.read_text(encoding="utf-8")
        assert TOKEN not in text
        result: dict[str, Any] = json.loads(text)
        return result

    return held


GREETED = {"at": AT, "say": "早上好呀", "expect": {"reply_any": [["塞巴斯蒂安"]], "memory": "none"}}
REMEMBERED = {"at": AT, "say": "下午好呀", "expect": {"reply_any": [["记得"]]}}


def test_the_runner_tells_passed_from_failed(
    run: Callable[..., dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(written(GREETED), written(GREETED, REMEMBERED, name="two"))
    assert [one["passed"] for one in result["dialogues"]] == [True, False]
    row = result["summary"]["save"]
    assert (row["dialogues"], row["dialogues_passed"], row["turns"], row["turns_passed"]) == (2, 1, 3, 2)
    printed = capsys.readouterr().out
    for words in ("[1/2] one passed", "[2/2] two FAILED", "下午好呀", GREETING, "the reply lacks 记得"):
        assert words in printed


def test_each_dialogue_has_a_user_of_its_own(run: Callable[..., dict[str, Any]], greeter: Served) -> None:
    run(written(GREETED, name="mine"), arguments=("--suffix", "first"))
    turns_of = {user: greeter.sebastian.memory(user).seq for user in ("mine-first", "mine-second")}
    assert turns_of["mine-first"] > 0
    assert turns_of["mine-second"] == 0


def test_a_restart_needs_a_command_and_is_waited_for(run: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    restarted = written(GREETED, {"restart": True}, {**GREETED, "say": "又见面了"})
    assert run(restarted)["dialogues"][0]["skipped"]
    mark = tmp_path / "restarted"
    result = run(restarted, arguments=("--restart-cmd", f"touch '{mark}'"))
    assert result["dialogues"][0]["passed"]
    assert mark.exists()


def test_what_is_spoken_is_heard_and_judged_as_what_is_written(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ear = Ear(hears="早上好呀")
    spoken, out, file = tmp_path / "spoken", tmp_path / "out.json", tmp_path / "dialogues.jsonl"
    spoken.mkdir()
    for number in (1, 2):
        (spoken / f"one.{number}.wav").write_bytes(wav())
    dialogues = (written(GREETED, REMEMBERED), written(GREETED, name="unspoken"))
    file.write_text("".join(json.dumps(one) + "\n" for one in dialogues), encoding="utf-8")
    options = ["--token", TOKEN, "--file", str(file), "--json", str(out), "--spoken", str(spoken)]
    with serving(make_sebastian(tmp_path_factory.mktemp("listener") / "data", transcriber=ear)) as listener:
        assert main([*options, "--base", listener.url, "--aloud"]) == 0
    [held] = json.loads(out.read_text(encoding="utf-8"))["dialogues"]
    assert [(turn["say"], turn["heard"], bool(turn["missed"])) for turn in held["turns"]] == [
        ("早上好呀", "早上好呀", False),
        ("下午好呀", "早上好呀", True),
    ]
    assert ear.recordings == [wav(), wav()]


def test_only_what_is_spoken_can_be_said_aloud() -> None:
    with pytest.raises(SystemExit):
        main(["--token", TOKEN, "--aloud"])


def test_categories_and_ids_choose(run: Callable[..., dict[str, Any]]) -> None:
    other = {**written(GREETED, name="other"), "category": "time"}
    both = (written(GREETED), other)
    assert [one["id"] for one in run(*both, arguments=("--category", "time"))["dialogues"]] == ["other"]
    assert [one["id"] for one in run(*both, arguments=("--id", "one"))["dialogues"]] == ["one"]
    with pytest.raises(SystemExit, match="nowhere"):
        run(*both, arguments=("--id", "nowhere"))


def test_a_wrong_token_or_no_server_ends_the_run(greeter: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--base", greeter.url, "--token", "wrong", "--id", "save-01"]) == 2
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    assert main(["--base", f"http://127.0.0.1:{free}", "--token", TOKEN, "--id", "save-01"]) == 2
    assert capsys.readouterr().err.count("cannot talk to the server") == 2
