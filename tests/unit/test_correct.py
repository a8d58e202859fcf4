"""Which fact a change or a correction is about, and how it is mended without losing what else it says."""

from datetime import datetime, timedelta

from store.facts import Draft, Fact
from tests.stories import START, day
from tests.unit.life import Life
from tools.admit import Proposal, drafted
from tools.correct import Hint, mended, target
from tools.toolbox import replace_fact


def meant(life: Life, said: str, at: datetime, *, old: str = "", **slot: str) -> tuple[Fact | None, Draft]:
    """The fact that an utterance is about, and its draft."""
    turn = life.hear(said, at)
    draft = drafted(Proposal(said.replace("我", "用户"), **slot), turn)  # type: ignore[arg-type]
    return target(Hint(old, draft, said, at), life.memory), draft


def test_an_id_decides(life: Life) -> None:
    first = life.tell("用户的柜子密码是1357")
    life.tell("用户的箱子密码是2468", day(1))
    found, _ = meant(life, "密码改成9999了", day(2), old=first.id)
    assert found == first


def test_the_denied_words_decide(life: Life) -> None:
    wrong = life.tell("用户的弟弟在威海当厨师", subject="弟弟")
    life.tell("用户的弟弟喜欢钓鱼", day(1), subject="弟弟")
    found, _ = meant(life, "我弟弟在烟台，不是威海", day(100), subject="弟弟")
    assert found == wrong


def test_the_slot_decides(life: Life) -> None:
    home = life.tell("用户住在威海", attribute="现居地", value="威海")
    life.tell("用户会修手表", day(1))
    found, _ = meant(life, "我搬到烟台了", day(400), attribute="住址", value="烟台")
    assert found == home


def test_words_for_the_old_state_decide(life: Life) -> None:
    life.tell("用户会修手表")
    desk = life.tell("用户的工位在三楼靠窗", day(1))
    found, _ = meant(life, "工位换到五楼了", day(300), old="工位在三楼")
    assert found == desk


def test_among_equals_the_fact_told_last_is_meant(life: Life) -> None:
    life.tell("用户的复查定在8月2日", attribute="计划")
    last = life.tell("用户的面试定在9月2日", day(1), attribute="计划")
    found, _ = meant(life, "说错了，应该是9月4日", day(1), attribute="计划")
    assert found == last


def test_nothing_is_meant_when_nothing_speaks_for_it(life: Life) -> None:
    life.tell("用户会修手表")
    found, _ = meant(life, "我弟弟的鹦鹉改名叫豆豆了", day(300), subject="弟弟的鹦鹉", attribute="姓名", value="豆豆")
    assert found is None


def test_in_an_empty_memory_nothing_is_meant(life: Life) -> None:
    assert meant(life, "我改名叫阿卓了", START)[0] is None


def test_the_owners_slot_is_not_changed_by_what_is_said_of_another(life: Life) -> None:
    life.tell("用户住在威海", attribute="现居地", value="威海")
    found, _ = meant(life, "我弟弟搬到烟台了", day(300), subject="弟弟", attribute="现居地", value="烟台")
    assert found is None


def test_a_conclusion_is_never_what_is_corrected(life: Life) -> None:
    birthday = life.tell("用户生日是3月5日", attribute="生日", value="3月5日")
    found, _ = meant(life, "记错了，我生日是4月5日", day(1), attribute="生日", value="4月5日")
    assert found == birthday


def test_a_corrected_date_leaves_the_rest_of_the_statement(life: Life) -> None:
    old = life.tell("用户2020年8月2日在烟台办了婚礼", kind="event")
    found, draft = meant(life, "说错了，是2020年8月12日", START + timedelta(minutes=5))
    assert found == old
    mend = mended(old, draft, "说错了，是2020年8月12日")
    assert mend.statement == "用户2020年8月12日在烟台办了婚礼"
    assert mend.happened is not None
    assert mend.happened.start.date().isoformat() == "2020-08-12"
    assert mend.kind == "event"


def test_a_denied_word_is_replaced_by_what_stands_in_its_place(life: Life) -> None:
    old = life.tell("用户的弟弟在威海当厨师", subject="弟弟")
    said = "是烟台，不是威海"
    _, draft = meant(life, said, day(1))
    mend = mended(old, draft, said)
    assert mend.statement == "用户的弟弟在烟台当厨师"
    assert mend.subject == "用户的弟弟"


def test_a_corrected_amount_leaves_the_rest(life: Life) -> None:
    old = life.tell("用户的冰箱保修三年，在客厅")
    said = "说错了，保修五年"
    _, draft = meant(life, said, day(1))
    assert mended(old, draft, said).statement == "用户的冰箱保修五年，在客厅"


def test_what_cannot_be_patched_stands_in_its_own_words(life: Life) -> None:
    old = life.tell("用户住在威海", attribute="现居地", value="威海")
    said = "说错了，我住在烟台"
    _, draft = meant(life, said, day(1), attribute="现居地", value="烟台")
    mend = mended(old, draft, said)
    assert (mend.attribute, mend.value) == ("现居地", "烟台")


def test_what_corrects_was_true_since_the_old_one_was(life: Life) -> None:
    old = life.tell("用户住在威海", attribute="现居地", value="威海")
    for said, slot in (("说错了，我住在烟台", {"attribute": "现居地", "value": "烟台"}), ("是烟台，不是威海", {})):
        _, draft = meant(life, said, day(9), **slot)
        assert mended(old, draft, said).valid_from == old.valid_from


def test_a_correction_cites_both_turns(life: Life) -> None:
    old = life.tell("用户的弟弟在威海当厨师", subject="弟弟")
    said = "是烟台，不是威海"
    _, draft = meant(life, said, day(1))
    turns = {source.turn for source in mended(old, draft, said).sources}
    assert turns == {turn.id for turn in life.memory.turns()}


def test_the_year_of_a_relatives_birth_is_put_right_without_the_word_birthday(life: Life) -> None:
    old = life.tell("用户的爸生日是1961年11月4日", subject="爸", attribute="生日", value="1961年11月4日")
    said = "不对，我爸应该是1963年的，月日没错"
    found, draft = meant(life, said, day(200), subject="爸")
    assert found == old
    mend = mended(old, draft, said)
    assert (mend.statement, mend.value) == ("用户的爸生日是1963年11月4日", "1963年11月4日")


def test_what_a_turn_has_put_right_it_does_not_put_right_again(life: Life) -> None:
    life.tell("用户的婚礼定在2022年6月20日", kind="plan")
    turn = life.hear("说错了，婚礼是6月21号，20号是我表妹的", day(1))
    for statement in ("用户的婚礼是2022年6月21日", "2022年6月20日是用户的表妹的"):
        draft = drafted(Proposal(statement, kind="plan"), turn)
        replace_fact(life.memory, turn, draft, old="", how="correction")
    statements = [fact.statement for fact in life.memory.facts()]
    assert any("婚礼" in each and "21日" in each for each in statements)
    assert any("表妹" in each for each in statements)


def test_what_never_was_so_is_what_is_put_right(life: Life) -> None:
    life.tell("用户学木工")
    old = life.tell("用户学小提琴半年了", day(1))
    said = "说岔了，我学的是二胡，小提琴我压根没碰过"
    found, draft = meant(life, said, day(1))
    assert found == old
    assert mended(old, draft, said).statement == "用户学二胡半年了"


def test_a_mere_day_is_denied_of_the_date_that_was_told(life: Life) -> None:
    old = life.tell("租约是5月3日签的，租期一年", subject="租约")
    life.tell("用户5月13日去烟台", day(1))
    said = "租约其实是5号才签的，之前说3号不对"
    found, draft = meant(life, said, day(20), subject="租约")
    assert found == old
    assert "5月5日签的，租期一年" in mended(old, draft, said).statement


def test_a_year_that_was_only_guessed_is_that_of_the_date_put_right(life: Life) -> None:
    old = life.tell("用户的年会定在2023年10月6日", kind="plan")
    said = "呀，我看串行了，年会是10月16日"
    _, draft = meant(life, said, START + timedelta(minutes=5))
    mend = mended(old, draft, said)
    assert mend.statement == "用户的年会定在2023年10月16日"
    assert mend.happened is not None
    assert mend.happened.start.date().isoformat() == "2023-10-16"


def test_what_is_no_date_leaves_the_day_where_it_was(life: Life) -> None:
    old = life.tell("用户2023年5月3日在威海开会", kind="event")
    said = "记错了，是在烟台开会，不是威海"
    _, draft = meant(life, said, day(9))
    assert mended(old, draft, said).happened == old.happened


def test_a_number_is_not_put_in_the_place_of_one_of_another_unit(life: Life) -> None:
    old = life.tell("用户的冰箱保修三年")
    said = "说错了，冰箱是八千块"
    _, draft = meant(life, said, day(1))
    assert "保修八千" not in mended(old, draft, said).statement


def test_what_somebody_is_gives_way_to_what_they_are_of_the_same_kind(life: Life) -> None:
    wrong = life.tell("用户的老板是山东人", subject="老板")
    life.tell("用户的老板是急性子", day(1), subject="老板")
    found, _ = meant(life, "我搞混了，我老板是河北人", day(2), subject="老板")
    assert found == wrong


def test_a_place_is_denied_by_having_never_been_there(life: Life) -> None:
    old = life.tell("用户在水电站上班，管化验")
    said = "单位打错了，我是水文站的，从来没在水电站干过"
    _, draft = meant(life, "单位打错了，我是水文站的", day(20))
    assert mended(old, draft, said).statement == "用户在水文站上班，管化验"


def test_two_particulars_told_again_are_both_put_right(life: Life) -> None:
    old = life.tell("用户的健身卡是2022年3月6日办的，有效期一年")
    said = "上回说岔了，健身卡是2022年5月6日办的，有效期两年"
    _, draft = meant(life, said.partition("，")[2], day(90))
    turn = life.hear(said, day(91))
    hint = Hint("", draft, turn.text, day(91))
    assert target(hint, life.memory) == old
    assert mended(old, draft, said).statement == "用户的健身卡是2022年5月6日办的，有效期两年"


def test_the_same_sort_of_relative_further_off_is_put_right_where_it_stands(life: Life) -> None:
    old = life.tell("贺年生是用户的表姐的丈夫", subject="贺年生")
    said = "我弄岔了，贺年生是我表妹的丈夫，不是表姐的"
    _, draft = meant(life, "贺年生是我表妹的丈夫", day(9), subject="贺年生")
    assert mended(old, draft, said).statement == "贺年生是用户的表妹的丈夫"


def test_what_is_the_same_but_for_what_is_denied_is_no_duplicate(life: Life) -> None:
    life.tell("用户在威海念的大学", attribute="学校", value="念的大学")
    turn = life.hear("我没在威海念过大学，我是在烟台念的", day(9))
    draft = drafted(Proposal("用户是在烟台念的", attribute="学校", value="念的"), turn)
    replace_fact(life.memory, turn, draft, old="", how="correction")
    assert [fact.statement for fact in life.memory.facts()] == ["用户在烟台念的大学"]
