import numpy as np

from store.candidates import Candidates
from store.facts import ERASED_WORDS, Fact, Interval, Source, Turn
from tests.stories import day

DAY_US = 24 * 60 * 60 * 1_000_000


def turn(number: int, said: int, recorded: int | None = None) -> Turn:
    return Turn(f"t{number}", "wang", "话", day(said), day(said if recorded is None else recorded))


def fact(number: int, recorded: int, **fields: object) -> Fact:
    plain = {"kind": "other", "subject": "", "attribute": "", "value": "", "happened": None, "valid_to": None}
    given = {"valid_from": day(recorded), "sources": ()} | fields
    return Fact(f"f{number}", "wang", "事", recorded_at=day(recorded), **(plain | given))  # type: ignore[arg-type]


def candidates(*items: Fact | Turn) -> Candidates:
    columns = Candidates()
    for item in items:
        columns.put(item)
    return columns


def test_nothing_said_or_recorded_later_is_a_candidate() -> None:
    columns = candidates(turn(1, 1), turn(2, 5), turn(3, 2, recorded=6), fact(4, 2), fact(5, 7))
    assert set(columns.choose(now=day(2))) == {1, 4}
    assert set(columns.choose(now=day(6))) == {1, 2, 3, 4}


def test_only_current_facts_are_unless_a_moment_is_asked_for() -> None:
    columns = candidates(
        turn(1, 1),
        fact(2, 1, status="superseded", valid_to=day(4)),
        fact(3, 4),
        fact(4, 1, status="retracted"),
        fact(5, 1, status="unsupported"),
    )
    assert set(columns.choose(now=day(9))) == {1, 3}
    assert set(columns.choose(now=day(9), as_of=day(3))) == {1, 2}
    assert set(columns.choose(now=day(9), as_of=day(4))) == {1, 3}
    assert set(columns.choose(now=day(9), as_of=day(0))) == set()


def test_a_window_holds_what_was_said_or_happened_in_part_within_it() -> None:
    columns = candidates(
        turn(1, 1),
        turn(2, 5),
        fact(3, 5, sources=(Source("t1", ""),)),
        fact(4, 9, happened=Interval(day(0), day(3), "range")),
        fact(5, 9, happened=Interval(day(2), day(2), "second")),
        fact(6, 9, happened=Interval(day(3), day(4), "day")),
    )
    assert set(columns.choose(now=day(9), window=(day(1), day(3)))) == {1, 3, 4, 5}
    assert set(columns.choose(now=day(9), window=(day(5), day(6)))) == {2}
    assert set(columns.choose(now=day(9), window=(day(6), day(5)))) == set()


def test_the_words_of_a_retracted_fact_are_no_candidate_either() -> None:
    columns = candidates(turn(1, 1), turn(2, 2), fact(3, 2, sources=(Source("t2", ""),)))
    assert set(columns.choose(now=day(9))) == {1, 2, 3}
    columns.put(fact(3, 2, sources=(Source("t2", ""),), status="retracted"))
    assert set(columns.choose(now=day(9))) == {1}


def test_what_lost_its_support_is_listed_while_it_has_none() -> None:
    columns = candidates(turn(1, 1), fact(2, 1, status="unsupported"), fact(3, 1), fact(4, 2, status="unsupported"))
    assert columns.without_support() == [2, 4]
    columns.put(fact(2, 1))
    columns.put(fact(3, 1, status="unsupported"))
    assert columns.without_support() == [3, 4]


def test_a_fact_that_ends_and_is_back_holds_as_long_as_it_says() -> None:
    columns = candidates(fact(1, 1), fact(2, 1, status="superseded", valid_to=day(3)))
    assert set(columns.choose(now=day(9), as_of=day(5))) == {1}
    columns.put(fact(1, 1, status="superseded", valid_to=day(4)))
    columns.put(fact(2, 1))
    assert set(columns.choose(now=day(9), as_of=day(5))) == {2}


def test_one_turn_can_be_left_out() -> None:
    columns = candidates(turn(1, 1), turn(2, 2))
    assert set(columns.choose(now=day(9), exclude_turn="t2")) == {1}
    assert set(columns.choose(now=day(9), exclude_turn="t99")) == {1, 2}


def test_room_grows_with_the_numbers() -> None:
    columns = candidates(*(turn(number, number % 7) for number in range(1, 1000, 3)))
    assert set(columns.numbers()) == set(columns.choose(now=day(9))) == set(range(1, 1000, 3))
    assert 4 in columns and 5 not in columns and 4000 not in columns


def test_columns_come_back_as_they_were_and_can_be_written_to() -> None:
    told = (turn(1, 1), turn(2, 2), fact(3, 2, sources=(Source("t2", ""),), status="retracted"), fact(4, 3))
    columns = candidates(*told)
    kept = {name: column.copy() for name, column in columns.columns().items()}
    for column in kept.values():
        column.flags.writeable = False
    again = Candidates.of(kept)
    assert set(again.choose(now=day(9))) == set(columns.choose(now=day(9))) == {1, 4}
    assert again.is_turn(1) and not again.is_turn(4)
    again.put(fact(3, 2, sources=(Source("t2", ""),)))
    again.put(turn(200, 5))
    assert set(again.choose(now=day(9))) == {1, 2, 3, 4, 200}


def test_turns_are_told_from_facts_and_each_has_a_time_since_which_it_holds() -> None:
    columns = candidates(turn(1, 1, recorded=5), fact(2, 7, valid_from=day(3)), turn(4, 6))
    numbers = np.array([1, 2, 4])
    assert columns.are_turns(numbers).tolist() == [True, False, True]
    assert [columns.is_turn(number) for number in (1, 2, 4)] == [True, False, True]
    since = columns.since(numbers)
    assert [(each - since[0]) // DAY_US for each in since.tolist()] == [0, 2, 5]


def test_days_from_a_span_are_counted_to_what_is_nearer_the_telling_or_the_event() -> None:
    columns = candidates(
        turn(1, 10),
        fact(2, 10, valid_from=day(10)),
        fact(3, 10, valid_from=day(10), happened=Interval(day(2), day(4), "range")),
        fact(4, 10, valid_from=day(10), happened=Interval(day(30), day(31), "day")),
    )
    numbers = np.array([1, 2, 3, 4])
    for start, end, gaps in (
        (10, 11, [0, 0, 0, 0]),
        (5, 6, [4, 4, 1, 4]),
        (12, 14, [2, 2, 2, 2]),
        (3, 3, [7, 7, 0, 7]),
        (0, 1, [9, 9, 1, 9]),
        (28, 29, [18, 18, 18, 1]),
        (33, 40, [23, 23, 23, 2]),
    ):
        assert columns.days_from(day(start), day(end), numbers).tolist() == gaps


def test_many_lose_their_support_at_once() -> None:
    columns = candidates(*(fact(number, 1) for number in (1, 2, 3)))
    columns.take_support([fact(1, 1), fact(3, 1)])
    assert columns.without_support() == [1, 3]
    assert set(columns.choose(now=day(9))) == {2}
    assert set(columns.numbers()) == {1, 2, 3}


def test_what_is_removed_is_no_candidate_and_takes_nothing_back_any_more() -> None:
    gone = fact(3, 2, sources=(Source("t2", ""),), status="retracted")
    columns = candidates(turn(1, 1), turn(2, 2), gone, fact(4, 3))
    columns.remove(gone)
    columns.remove(fact(4, 3))
    assert set(columns.choose(now=day(9))) == set(columns.numbers()) == {1, 2}
    columns.remove(turn(1, 1))
    columns.put(fact(5, 9, sources=(Source("t1", ""),)))
    assert set(columns.choose(now=day(9), window=(day(1), day(2)))) == {5}, "said when its turn was"


def test_a_turn_is_silent_until_the_last_fact_that_took_its_words_back_is_back() -> None:
    columns = candidates(turn(1, 1))
    for number in (2, 3):
        columns.put(fact(number, 2, sources=(Source("t1", ""), Source("t1", "同一句")), status="retracted"))
    columns.put(fact(2, 2, sources=(Source("t1", ""), Source("t1", "同一句"))))
    assert set(columns.choose(now=day(9))) == {2}
    columns.put(fact(3, 2, sources=(Source("t1", ""), Source("t1", "同一句"))))
    assert set(columns.choose(now=day(9))) == {1, 2, 3}


def test_the_words_of_a_fact_that_was_merged_still_hold() -> None:
    columns = candidates(turn(1, 1), fact(2, 1))
    columns.put(fact(3, 1, sources=(Source("t1", ""),), status="retracted", merged_into="f2"))
    assert set(columns.choose(now=day(9))) == {1, 2}
    assert set(columns.choose(now=day(9), as_of=day(2))) == {1, 2}


def test_an_erased_turn_is_none_and_still_dates_its_facts() -> None:
    columns = candidates(Turn("t1", "wang", ERASED_WORDS, day(1), day(1)), fact(2, 8, sources=(Source("t1", ""),)))
    assert 1 not in columns and set(columns.numbers()) == {2}
    assert set(columns.choose(now=day(9), window=(day(1), day(2)))) == {2}


def test_what_is_recorded_later_but_said_before_is_left_out_until_it_is_recorded() -> None:
    columns = candidates(turn(1, 5, recorded=5), turn(2, 1, recorded=4), fact(3, 2))
    assert set(columns.choose(now=day(3))) == {3}
    assert set(columns.choose(now=day(4))) == {2, 3}
    again = Candidates.of(columns.columns())
    assert set(again.choose(now=day(3))) == {3}


def test_a_turn_holds_from_when_it_was_said() -> None:
    columns = candidates(turn(1, 5))
    assert set(columns.choose(now=day(9), as_of=day(4))) == set()
    assert set(columns.choose(now=day(9), as_of=day(5))) == {1}
