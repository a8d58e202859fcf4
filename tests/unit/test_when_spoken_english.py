"""What people say in English about time, and what a careful listener takes it for."""

import pytest

from tests.unit.moments import FEBRUARY, meant
from tools.when import anchor

SAID = [
    ("Let's meet next Friday", "2026-02-06"),
    ("I got back the day before yesterday", "2026-02-01"),
    ("The results come in two weeks", "2026-02-16/2026-02-22"),
    ("Last spring I ran my first 10k", "2025-03-01/2025-05-31"),
    ("We're getting married in mid-June", "2026-06-11/2026-06-20"),
    ("Rent goes up on the 3rd of next month", "2026-03-03"),
    ("I lost my wallet a couple of days ago", "2026-01-30/2026-02-01"),
    ("I've been sick since Monday", "2026-02-02T00:00/2026-02-03T14:00"),
    ("I need to finish by the end of the year", "2026-02-03T14:00/2027-01-01T00:00"),
    ("She moved out about six months ago", "2025-08-01/2025-08-31"),
    ("My flight is at 6:45 tomorrow morning", "2026-02-04T06:45/2026-02-04T06:46"),
    ("We talked last night", "2026-02-02T18:00/2026-02-03T00:00"),
    ("He was born in the late 80s", "1986-01-01/1989-12-31"),
    ("I bought it on Black Friday", "2025-11-28"),
    ("Thanksgiving was at my aunt's", "2025-11-27"),
    ("I started on 5 January", "2026-01-05"),
    ("We leave on Sunday the 15th", "2026-02-15"),
    ("The exam is a week from Thursday", "2026-02-12"),
    ("three Fridays ago I got promoted", "2026-01-16"),
    ("She called me at noon", "2026-02-03T12:00/2026-02-03T13:00"),
    ("see you the day after tomorrow at 5", "2026-02-05"),
    ("earlier today I felt dizzy", "2026-02-03"),
    ("Sometime next year I want to move", "2027-01-01/2027-12-31"),
    ("in the summer of 2019 we met", "2019-06-01/2019-08-31"),
    ("from 2012 to 2016 I studied in Leeds", "2012-01-01/2016-12-31"),
    ("I was in Oslo between May and July 2023", "2023-05-01/2023-07-31"),
    ("the last week of January was awful", "2026-01-25/2026-01-31"),
    ("a year and a half ago we split up", "2024-08-01/2024-08-31"),
    ("a few weeks ago I changed my diet", "2025-12-01/2026-01-25"),
    ("within the next ten days", "2026-02-03T14:00/2026-02-13T14:00"),
    ("he is 30 this year", "2026-01-01/2026-12-31"),
    ("New Year's Eve was quiet", "2025-12-31"),
    ("last Christmas I gave you my heart", "2025-12-25"),
    ("this coming Friday I have surgery", "2026-02-06"),
    ("I got the keys on January 28th", "2026-01-28"),
    ("02/14/2026 is the deadline", "2026-02-14"),
    ("I had lunch with her on Wednesday", "2026-01-28"),
    ("half an hour ago", "2026-02-03T13:00/2026-02-03T13:30"),
    ("I need it by Friday", "2026-02-03T14:00/2026-02-07T00:00"),
    ("last night at 11:30 he called", "2026-02-02T23:30/2026-02-02T23:31"),
    ("3pm on Friday we will meet", "2026-02-06T15:00/2026-02-06T16:00"),
    ("the week before last we were away", "2026-01-19/2026-01-25"),
    ("two and a half years ago we met", "2023-08-01/2023-08-31"),
    ("later this year I will move", "2026-02-03T14:00/2027-01-01T00:00"),
    ("at the end of the month I will pay", "2026-02-22/2026-02-28"),
    ("I've got a check-up on March 28", "2026-03-28"),
    ("My lease ends on November 30", "2026-11-30"),
    ("I'm off from Monday to Wednesday next week", "2026-02-09/2026-02-11"),
    ("see you on Wednesday of next week", "2026-02-11"),
    ("in the first week of next month", "2026-03-01/2026-03-07"),
]


@pytest.mark.parametrize(("said", "expected"), SAID)
def test_said_on_a_tuesday_in_february_it_means(said: str, expected: str) -> None:
    assert meant(said, FEBRUARY) == expected


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("my flight is at 6:45 tomorrow morning", "my flight is at 6:45 on 2026-02-04 morning"),
        ("I have been ill since Monday", "I have been ill since 2026-02-02"),
        ("it is due by Friday", "it is due by 2026-02-06"),
        ("the exam is a week from Thursday", "the exam is on 2026-02-12"),
        ("I must finish by the end of the year", "I must finish by 2026-12-31"),
    ],
)
def test_it_is_reworded_with_nothing_lost(said: str, kept: str) -> None:
    assert anchor(said, FEBRUARY) == kept
