"""Small lives for tests of memory: times, and a story that has every kind of record in it."""

from datetime import UTC, datetime, timedelta, timezone

from store.contract import Memory
from store.facts import Draft, Interval, Source

BEIJING = timezone(timedelta(hours=8))
START = datetime(2022, 5, 1, 9, 30, tzinfo=BEIJING)
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    """Give the moment so many days after the story begins."""
    return START + timedelta(days=number)


def named(value: str, turn_id: str | None = None) -> Draft:
    """Draft the fact of what the user is called."""
    sources = () if turn_id is None else (Source(turn_id, value),)
    return Draft(f"用户叫{value}", "profile", "用户", "姓名", value, sources=sources)


def tell_story(memory: Memory) -> None:
    """Write one record of every kind, eleven in all."""
    first = memory.hear("我叫王芳，生日是三月五号", day(0), at=day(0))
    name = memory.save(named("王芳", first.id), turn_id=first.id, at=day(0))
    born = Interval(day(0), day(1), "day", "三月五号")
    birthday = memory.save(
        Draft("用户生日是三月五日", "profile", "用户", "生日", "3-5", born, None, (Source(first.id, "三月五号"),)),
        turn_id=first.id,
        at=day(0),
    )
    sign = memory.derive(
        Draft("用户是双鱼座", "profile", "用户", "星座", "双鱼座", rule="星座", premises=(birthday.id,)),
        turn_id=first.id,
        at=day(0),
    )
    memory.settle(first.id, "answered", at=day(0))
    second = memory.hear("我改名叫王方了，生日其实是四月五号", day(9), at=day(9), door="voice", thread_id="厨房")
    memory.update(name.id, named("王方", second.id), how="change", turn_id=second.id, at=day(9))
    corrected = Draft("用户生日是四月五日", "profile", "用户", "生日", "4-5", sources=(Source(second.id, "四月五号"),))
    memory.update(birthday.id, corrected, how="correction", turn_id=second.id, at=day(9))
    memory.unsupport({sign.id: (birthday.id,)}, turn_id=second.id, at=day(9))
    hobby = memory.save(Draft("用户喜欢\n游泳🏊"), turn_id=second.id, at=day(9))
    memory.retract(hobby.id, turn_id=second.id, at=day(9))
