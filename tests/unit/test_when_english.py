"""English expressions, seen from one Saturday morning."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.moments import NOW, days
from tools.when import anchor, find

WORDS = [
    "last",
    "next",
    "this",
    "the",
    "in",
    "on",
    "at",
    "of",
    "a",
    "few",
    "two",
    "3",
    "5th",
    "2019",
    "2020",
    "past",
    "early",
    "end",
    "days",
    "week",
    "months",
    "years",
    "ago",
    "from",
    "to",
    "now",
    "may",
    "march",
    "october",
    "friday",
    "weekend",
    "summer",
    "fall",
    "christmas",
    "new",
    "year's",
    "eve",
    "day",
    "morning",
    "3pm",
    "went",
    "will",
    "every",
    "since",
    "90s",
]

ENGLISH = [
    ("I saw her yesterday", "2024-03-15"),
    ("the day before yesterday", "2024-03-14"),
    ("We leave the day after tomorrow", "2024-03-18"),
    ("last night I couldn't sleep", "2024-03-15"),
    ("yesterday morning it rained", "2024-03-15"),
    ("I met him last Tuesday", "2024-03-12"),
    ("the meeting is next Friday", "2024-03-22"),
    ("this Wednesday we had a drill", "2024-03-13"),
    ("On Monday I went to the bank", "2024-03-11"),
    ("on Thursday I will see the dentist", "2024-03-21"),
    ("two weeks ago I quit", "2024-02-26", "2024-03-03"),
    ("three days ago", "2024-03-13"),
    ("a month ago", "2024-02-01", "2024-02-29"),
    ("three years ago I moved here", "2021-01-01", "2021-12-31"),
    ("a few days ago I lost my keys", "2024-03-07", "2024-03-14"),
    ("a few years ago", "2015-01-01", "2022-12-31"),
    ("a couple of days ago", "2024-03-12", "2024-03-14"),
    ("in two weeks I will fly home", "2024-03-25", "2024-03-31"),
    ("last week", "2024-03-04", "2024-03-10"),
    ("last weekend we hiked", "2024-03-09", "2024-03-10"),
    ("next weekend", "2024-03-23", "2024-03-24"),
    ("last month", "2024-02-01", "2024-02-29"),
    ("last year", "2023-01-01", "2023-12-31"),
    ("in March I started yoga", "2024-03-01", "2024-03-31"),
    ("we got married in October", "2023-10-01", "2023-10-31"),
    ("I will retire in June", "2024-06-01", "2024-06-30"),
    ("in March 2021", "2021-03-01", "2021-03-31"),
    ("March 5th, 2021", "2021-03-05"),
    ("on the 5th I paid the rent", "2024-03-05"),
    ("on the 20th I paid the rent", "2024-02-20"),
    ("on May 3 we moved", "2023-05-03"),
    ("in 2019 I lived in Paris", "2019-01-01", "2019-12-31"),
    ("from 2018 to 2020", "2018-01-01", "2020-12-31"),
    ("last Christmas I was alone", "2023-12-25"),
    ("at Christmas we went skiing", "2023-12-25"),
    ("last summer", "2023-06-01", "2023-08-31"),
    ("last winter we skied", "2023-12-01", "2024-02-29"),
    ("in the fall we moved", "2023-09-01", "2023-11-30"),
    ("LAST MONTH", "2024-02-01", "2024-02-29"),
    ("an hour ago I ate", "2024-03-16"),
    ("the 1990s", "1990-01-01", "1999-12-31"),
    ("since 2020 I work from home", "2020-01-01", "2024-03-16"),
    ("Saturday, March 9th we met", "2024-03-09"),
    ("March 15th to March 26th, 2023", "2023-03-15", "2023-03-26"),
    ("I booked a hotel for April 1st to April 7th", "2024-04-01", "2024-04-07"),
    ("this coming weekend we will rest", "2024-03-16", "2024-03-17"),
    ("Thanksgiving 2022", "2022-11-24"),
    ("on New Year's Eve we danced", "2023-12-31"),
    ("the past three months", "2023-12-16", "2024-03-16"),
    ("over the last two weeks", "2024-03-02", "2024-03-16"),
    ("at the end of last month", "2024-02-25", "2024-02-29"),
    ("early last year", "2023-01-01", "2023-04-30"),
]


@pytest.mark.parametrize("case", ENGLISH, ids=lambda case: case[0])
def test_an_english_expression_means_these_days(case: tuple[str, ...]) -> None:
    assert days(case[0]) == [(case[1], case[-1])]


@pytest.mark.parametrize(
    "said",
    [
        "I may come",
        "march forward",
        "every Friday I swim",
        "I usually run on Sunday",
        "my birthday is May 3",
        "one of the two days",
        "the 5th floor",
        "10 year old whisky",
        "some day",
        "I worked there for two years",
    ],
)
def test_it_is_given_no_date(said: str) -> None:
    assert days(said) == []


def test_it_is_reworded_with_a_date() -> None:
    assert anchor("I met him last Tuesday", NOW) == "I met him on 2024-03-12"
    assert anchor("last Christmas I was alone", NOW) == "Christmas 2023 (2023-12-25) I was alone"
    assert anchor("we got married in October", NOW) == "we got married in 2023-10"


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_any_jumble_is_read_without_failing(words: list[str]) -> None:
    text = " ".join(words)
    for mention in find(text, NOW):
        assert text[slice(*mention.span)] == mention.said
        assert mention.interval is None or mention.interval.start <= mention.interval.end
