"""When something is near enough to be spoken of."""

from store.relevance import threshold


def test_the_best_of_many_must_have_more() -> None:
    assert threshold(3, ["今天怎么样"]) < threshold(300, ["今天怎么样"]) < threshold(30_000, ["今天怎么样"])


def test_a_question_that_brings_its_context_needs_less() -> None:
    talk = "昨天跟老同学吃饭了。他说起大学的事。那次爬山是哪一年？"
    assert threshold(100, [talk, "昨天跟老同学吃饭了。", "他说起大学的事。", "那次爬山是哪一年？"]) < threshold(
        100, [talk]
    )


def test_a_question_about_the_one_who_asks_needs_less() -> None:
    assert threshold(100, ["我的车是什么颜色？"]) < threshold(100, ["车是什么颜色？"])
    assert threshold(100, ["What is my car's colour?"]) < threshold(100, ["What is image colour?"])
