"""How transcripts are scored."""

from bench.speech.scoring import Score, edits, plain


def test_edits_are_counted_character_by_character() -> None:
    assert [edits("张三来了", "张三来了"), edits("张三来了", "张森来"), edits("", "好")] == [0, 2, 1]


def test_script_marks_and_width_do_not_count_and_numbers_only_where_they_are_asked_for() -> None:
    assert plain("我買了３本,書。", figures=False) == "我买了3本书"
    assert plain("花了三千五百块", figures=False) != plain("花了3500块", figures=False)
    assert plain("花了三千五百块", figures=True) == plain("花了3500块", figures=True)


def test_names_are_counted_where_they_are_said_and_where_they_are_not() -> None:
    score = Score()
    score.count("我同事张三来了", "我同事張三来了", ["张三"], ["张三", "李静怡"])
    score.count("他来了", "李静怡来了", [], ["张三", "李静怡"])
    summary = score.summary()
    assert (summary["names"], summary["names_right"]) == (1, 1)
    assert summary["false_names"] == ["李静怡: 他来了"]
