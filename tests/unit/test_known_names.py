"""The names that a listener is told of: those of memory, the newest first, and few."""

from pathlib import Path

from store.facts import Draft
from store.folder import Folder
from tests.embedders import CharacterEmbedder
from tests.stories import day
from tools.known_names import known_names


def test_names_of_people_places_and_things_are_listed_newest_first(tmp_path: Path) -> None:
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        memory = folder.memory("wang")
        for number, (subject, attribute, value) in enumerate(
            [("用户", "姓名", "张三"), ("旺财", "种类", "金毛"), ("用户", "现居地", "宁波"), ("用户", "生日", "8月3日"),
             ("用户", "过敏", "花生"), ("用户的妹妹", "姓名", "张晓雯"), ("用户", "姓名", "张三")]
        ):  # fmt: skip
            draft = Draft(f"第{number}条", subject=subject, attribute=attribute, value=value)
            memory.save(draft, turn_id="", at=day(number))
        assert known_names(memory) == ["张三", "张晓雯", "宁波", "旺财"]
        assert known_names(memory, limit=2) == ["张三", "张晓雯"]


def test_what_is_no_longer_so_is_no_name_to_listen_for(tmp_path: Path) -> None:
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        memory = folder.memory("wang")
        old = memory.save(Draft("用户叫张三", subject="用户", attribute="姓名", value="张三"), turn_id="", at=day(1))
        new = Draft("用户叫李四", subject="用户", attribute="姓名", value="李四")
        memory.update(old.id, new, how="change", turn_id="", at=day(2))
        assert known_names(memory) == ["李四"]
