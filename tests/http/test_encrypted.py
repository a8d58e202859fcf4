"""An encrypted folder through every door that writes: not one word of the owner's lies on the disk, and all is remembered."""

import re
from base64 import b64encode
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage

from tests.bytes_on_disk import holding, places
from tests.chat_models import calls
from tests.http.serving import Serve, Served, make_sebastian
from tests.http.test_chat_audio import Ear
from tests.recordings import encoded
from tests.secrets_of_tests import KEY

RECORDING = encoded("webm")
WORDS = ("方怡", "香樟路", "厨房", "张三")
SAVED = calls(
    "save_memory", statement="用户的前女友叫方怡，住在香樟路", subject="前女友", attribute="姓名", value="方怡"
)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_bytes(KEY.content)
    return path


def spellings(words: str) -> list[bytes]:
    """The words within base64 at each of its three offsets, without the letters that what is around them decides."""
    content = words.encode()
    return [re.sub(rb"=+$", b"", b64encode(content[shift:]))[:-1] for shift in range(3) if len(content) - shift > 3]


def words_in(folder: Path) -> list[str]:
    found = [name for words in WORDS for name in (*places(folder, words), *holding(folder, *spellings(words)))]
    return [*found, *holding(folder, RECORDING[200:400], b"thread-of-mine", b"used_by_nobody")]


def talk(served: Served) -> None:
    assert served.say("我前女友叫方怡，住在香樟路", thread_id="thread-of-mine").status_code == 200
    answer = served.client.post("/chat/audio", files={"file": ("said.webm", RECORDING)})
    assert answer.status_code == 200, answer.text
    for number in range(3):
        served.save(f"张三说过第{number}件事", user="li")


def test_no_word_reaches_the_disk_whatever_is_done(serve: Serve, tmp_path: Path, key_file: Path) -> None:
    script = (SAVED, AIMessage("记住了，方怡住在香樟路。"), AIMessage("您在厨房。"))
    served = serve(script, transcriber=Ear("我在厨房", audio_ms=1000), keep_audio=True, key_file=key_file)
    talk(served)
    assert (served.data / "users/owner/audio").is_dir()
    assert words_in(served.data) == []
    assert "方怡" in served.client.get("/export").text
    backup = served.client.post("/backup").content
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups/mine.zip").write_bytes(backup)
    assert words_in(tmp_path / "backups") == []
    assert words_in(served.data) == []
    found = served.client.get("/memories", params={"q": "前女友"}).json()
    served.sebastian.memory().check()
    fact = served.sebastian.memory().facts()[0]
    assert fact.statement in str(found)
    assert served.client.delete(f"/memories/{fact.id}", params={"erase": "true"}).status_code == 200
    assert words_in(served.data) == []
    assert served.sebastian.memory().check() == []


def test_a_thread_goes_on_after_a_restart_and_goes_with_its_words(tmp_path: Path, key_file: Path) -> None:
    data = tmp_path / "data"
    with make_sebastian(data, (AIMessage("好。"),), key_file=key_file) as sebastian:
        sebastian.chat("我前女友叫方怡", thread_id="thread-of-mine")
    with make_sebastian(data, (AIMessage("好。"),), key_file=key_file) as sebastian:
        sebastian.chat("今天很冷", thread_id="thread-of-mine")
        threads = sebastian._parts.threads
        with threads.running("owner", "thread-of-mine") as name:
            kept = threads.saver.get_tuple({"configurable": {"thread_id": name, "checkpoint_ns": ""}})
        assert kept is not None
        assert "方怡" in str(kept.checkpoint["channel_values"])
        assert threads.erase("owner", [], ["方怡"]) == 1
    assert words_in(data) == []


def test_a_row_moved_to_another_thread_is_not_taken_up(tmp_path: Path, key_file: Path) -> None:
    data = tmp_path / "data"
    with make_sebastian(data, (AIMessage("好。"),), key_file=key_file) as sebastian:
        sebastian.chat("我前女友叫方怡", thread_id="mine", user="wang")
        sebastian.chat("今天很冷", thread_id="mine", user="li")
        threads = sebastian._parts.threads
        names = {user: threads.form.name(user, "mine") for user in ("wang", "li")}
        for table in ("checkpoints", "writes"):
            threads._db.execute(f"DELETE FROM {table} WHERE thread_id = ?", (names["li"],))
            threads._db.execute(
                f"UPDATE {table} SET thread_id = ?, crc = NULL WHERE thread_id = ?", (names["li"], names["wang"])
            )
        threads._db.commit()
        with threads.running("li", "mine") as name:
            assert threads.saver.get_tuple({"configurable": {"thread_id": name, "checkpoint_ns": ""}}) is None
