from store.candidates import Candidates
from store.facts import Fact, Interval, Source, Turn
from tests.stories import day


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
