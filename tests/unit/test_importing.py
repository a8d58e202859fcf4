"""What people have elsewhere, in the shapes that programs really write (tests/fixtures/imports)."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.importing.content import HARMLESS_BYTES, contents_of
from agent.importing.item import moment
from agent.importing.reading import Found, read_file
from store.errors import ImportTooLarge, ImportUnknown, ImportUnreadable, OwnerNeeded

FIXTURES = Path(__file__).parents[1] / "fixtures" / "imports"
ZONE = ZoneInfo("Asia/Shanghai")


def read(path: Path | str, owner: str = "") -> Found:
    return read_file(FIXTURES / path, owner=owner, zone=ZONE)


def told(found: Found) -> list[tuple[str, str]]:
    """Each item's words, and its time in the zone of the test."""
    return [(i.text, i.said_at.astimezone(ZONE).isoformat() if i.said_at else "") for i in found.items]


def test_of_chatgpt_only_what_the_owner_said_in_the_end_is_read_oldest_first() -> None:
    found = read("conversations.json")
    assert found.kind == "chatgpt"
    assert told(found) == [
        ("这是我的猫，叫豆包", "2022-03-05T08:00:00+08:00"),
        ("豆包三岁了", "2022-03-05T08:01:00+08:00"),
        ("我是一名兽医，住在苏州。", "2024-05-01T09:00:00.250000+08:00"),
        ("我每周六去游泳", "2024-05-01T09:00:30.750000+08:00"),
    ]


def test_of_mem0_the_users_memories_are_read_with_the_time_they_were_made() -> None:
    found = read("mem0.json")
    assert found.kind == "mem0"
    assert told(found) == [
        ("对花生过敏", "2023-10-07T21:31:56.123456+08:00"),
        ("喜欢喝手冲咖啡", "2023-11-07T21:31:56+08:00"),
    ]


@pytest.mark.parametrize("key", ["results", "memories"])
def test_mem0_is_known_as_an_export_and_as_a_bare_list(key: str, tmp_path: Path) -> None:
    memories = json.loads((FIXTURES / "mem0.json").read_text(encoding="utf-8"))["results"]
    for shape in (memories, {key: memories}):
        (tmp_path / "given").write_text(json.dumps(shape), encoding="utf-8")
        assert told(read(tmp_path / "given")) == told(read("mem0.json"))


def test_of_langgraph_every_item_is_read_whatever_its_fields() -> None:
    found = read("langgraph.json")
    assert found.kind == "langgraph"
    assert [text for text, _ in told(found)] == [
        "用户在学大提琴", "用户的女儿叫小满", "city: 杭州；languages: 中文、法语；age: 34",
    ]  # fmt: skip


def test_of_letta_the_users_words_and_the_block_about_the_human_are_read() -> None:
    found = read("agent.af")
    assert found.kind == "letta"
    assert told(found) == [
        ("我下个月搬去厦门", "2025-05-01T16:00:02+08:00"), ("我喜欢靠海的城市", "2025-05-01T16:00:04+08:00"),
        ("名字是王小明", ""), ("开一家书店", ""),
    ]  # fmt: skip


def test_of_letta_archival_memory_is_read_too() -> None:
    assert [text for text, _ in told(read("archival.json"))] == ["用户不吃香菜", "用户养了一只乌龟"]


def test_of_telegram_only_the_owners_own_words_are_read() -> None:
    assert told(read("telegram.json", "王小明")) == [("我换工作了，新公司在滨江", "2024-01-15T10:30:00+08:00")]


def test_who_the_owner_is_must_be_said_where_the_file_does_not_say_it() -> None:
    for owner in ("", "韩梅梅"):
        with pytest.raises(OwnerNeeded) as refused:
            read("telegram.json", owner)
        assert refused.value.details["names"] == "王小明、李雷"


def test_a_whole_telegram_export_says_itself_who_the_owner_is(tmp_path: Path) -> None:
    chat = json.loads((FIXTURES / "telegram.json").read_text(encoding="utf-8"))
    whole = {"personal_information": {"user_id": 2}, "chats": {"about": "", "list": [chat]}}
    (tmp_path / "result.json").write_text(json.dumps(whole), encoding="utf-8")
    assert [text for text, _ in told(read(tmp_path / "result.json"))] == ["我也想换"]


@pytest.mark.parametrize(
    ("name", "owner", "said"),
    [
        (
            "whatsapp_iphone.txt",
            "王小明",
            [
                ("我报名了半程马拉松\n在四月", "2024-01-13T10:30:45+08:00"),
                ("今天跑了十公里", "2024-02-02T09:05:00+08:00"),
            ],
        ),
        (
            "whatsapp_android.txt",
            "Wang",
            [
                ("I moved to Suzhou", "2024-01-31T21:15:00+08:00"),
                ("My new job starts on Monday", "2024-02-03T00:05:00+08:00"),
            ],
        ),
        (
            "wechat.txt",
            "",
            [
                ("我家的路由器放在书房", "2024-03-05T14:30:12+08:00"),
                ("今天起我开始学日语\n每天半小时", "2024-03-06T08:00:00+08:00"),
            ],
        ),
    ],
)
def test_of_a_chat_only_the_owners_lines_are_read(name: str, owner: str, said: list[tuple[str, str]]) -> None:
    found = read(name, owner)
    assert found.kind == "chat"
    assert told(found) == said


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_chat_is_read_in_any_encoding_that_is_used_for_chinese(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_bytes((FIXTURES / "wechat.txt").read_text(encoding="utf-8").encode(encoding))
    assert told(read(tmp_path / "chat.txt")) == told(read("wechat.txt"))


@pytest.mark.parametrize("head", ["王小明 {}", "王小明({})", "{} 王小明(12345)"])
def test_the_name_may_stand_on_either_side_of_the_time(head: str, tmp_path: Path) -> None:
    lines = [head.format(f"2024-03-0{day} 14:30:12") + f"\n第{day}天" for day in (1, 2)]
    (tmp_path / "chat.txt").write_text("\n".join(lines), encoding="utf-8")
    assert [text for text, _ in told(read(tmp_path / "chat.txt", "王小明"))] == ["第1天", "第2天"]


def test_day_and_month_are_told_apart_by_the_text_as_a_whole(tmp_path: Path) -> None:
    """No number is past twelve; read the other way round, time would jump back."""
    lines = ["[01/02/2024, 10:00:00] 甲: 一", "[02/02/2024, 10:00:00] 甲: 二", "[01/03/2024, 10:00:00] 甲: 三"]
    (tmp_path / "chat.txt").write_text("\n".join(lines), encoding="utf-8")
    assert [when[:10] for _, when in told(read(tmp_path / "chat.txt", "甲"))] == [
        "2024-02-01",
        "2024-02-02",
        "2024-03-01",
    ]


def test_a_list_of_memories_is_read_line_by_line_without_dates() -> None:
    found = read("memories.txt")
    assert found.kind == "statements"
    assert told(found) == [("喜欢徒步", ""), ("有一个妹妹，叫王小红", ""), ("在学做木工", "")]


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return path


def test_a_zip_is_read_as_what_lies_in_it(tmp_path: Path) -> None:
    talks = (FIXTURES / "conversations.json").read_bytes()
    path = zipped(tmp_path / "export", conversations__json=talks, chat__html=b"<html>", user__json=b"{}")
    assert told(read(path)) == told(read("conversations.json"))


def test_the_parts_of_a_large_export_are_read_together(tmp_path: Path) -> None:
    first, second = json.loads((FIXTURES / "conversations.json").read_text(encoding="utf-8"))
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("conversations-001.json", json.dumps([first]))
        archive.writestr("conversations-000.json", json.dumps([second]))
    assert told(read(path)) == told(read("conversations.json"))


def test_a_zip_that_was_made_to_fill_the_memory_is_refused(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", conversations__json=b'["' + b"a" * (HARMLESS_BYTES + 1) + b'"]')
    with pytest.raises(ImportTooLarge):
        contents_of(bomb)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "lying.zip", conversations__json=b'[{"mapping": {}}]' + b" " * 5000)
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.index(mark) + at
        content[place : place + 4] = (20).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(ImportUnreadable):
        read(path)


@pytest.mark.parametrize("content", [b'[{"mapping": {"a": ', b'{"results": [{"memory": "x"}', b'["a", "b"', b'{"a" 1}'])
def test_broken_json_is_said_to_be_unreadable(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(content)
    with pytest.raises(ImportUnreadable):
        read(tmp_path / "broken")


@pytest.mark.parametrize(
    "content", [b'{"a": 1}', b'[{"a": 1}]', b"[]", b"", b"\x00\x01\x02", "长".encode() * 600, b"\n\n"]
)
def test_what_is_not_known_is_said_to_be_unknown(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "unknown").write_bytes(content)
    with pytest.raises(ImportUnknown):
        read(tmp_path / "unknown")


@pytest.mark.parametrize(
    "message",
    [
        None, 3, "x", {}, {"author": None}, {"author": {"role": "user"}}, {"author": {"role": "user"}, "content": []},
        {"author": {"role": "user"}, "content": {"content_type": "text", "parts": None}, "create_time": "x"},
        {"author": {"role": "user"}, "content": {"content_type": "text", "parts": [None, 3, {}]}, "create_time": 1e300},
    ],
)  # fmt: skip
def test_a_message_of_an_unexpected_shape_is_passed_over(message: object, tmp_path: Path) -> None:
    talk = {"create_time": None, "current_node": "a", "mapping": {"a": {"message": message, "parent": "a"}, "b": None}}
    (tmp_path / "odd").write_text(json.dumps([talk, {**talk, "current_node": None}, {"mapping": 3}]), encoding="utf-8")
    assert read(tmp_path / "odd").items == []


def test_a_time_out_of_all_bounds_is_no_time(tmp_path: Path) -> None:
    (tmp_path / "odd").write_text(json.dumps([{"memory": "喜欢茶", "created_at": 1e300}]), encoding="utf-8")
    assert told(read(tmp_path / "odd")) == [("喜欢茶", "")]


def test_times_are_the_owners_so_that_today_is_the_day_it_was_there() -> None:
    """Half past eleven at night in London was the next morning in Shanghai."""
    late = moment("2024-05-01T23:30:00+00:00", ZONE)
    assert late is not None
    assert (late.date().isoformat(), late.utcoffset()) == ("2024-05-02", timedelta(hours=8))
    assert moment(late.timestamp(), ZONE) == moment(str(late.timestamp()), ZONE) == late
    assert [moment(odd, ZONE) for odd in (None, True, "", "soon", [], 1e300, "nan", "9999-12-31T23:59:59+00:00")] == (
        [None] * 8
    )
