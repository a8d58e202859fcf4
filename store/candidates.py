"""Which items a recall may find, decided before anything is searched: by time, by status, by what was taken back.

The columns are arrays indexed by an item's number, so that the choice among a hundred thousand items is a few
vectorised comparisons.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from store.facts import Fact, Status, Turn
from store.features import Features
from store.idset import IdSet
from store.records import seq_of

Window = tuple[datetime, datetime]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_DAY_US: Final = timedelta(days=1) // _MICROSECOND
_NEVER: Final = np.iinfo(np.int64).max
_TURN: Final = 1
_STATUS_CODES: Final[dict[Status, int]] = {"current": 2, "superseded": 3, "retracted": 4, "unsupported": 5}
_RETRACTED: Final = _STATUS_CODES["retracted"]
_MERGED: Final = 6  # retracted because another fact says the same: its words still hold
_SAID_COLUMNS: Final = 2
_COLUMNS: Final = ("recorded", "said", "valid_from", "valid_to", "happened_from", "happened_to")
_VALID_TO: Final = _COLUMNS.index("valid_to")


class Candidates:
    """Columns over items, all times in microseconds since 1970 UTC.

    Attributes:
        features: further columns, which do not change when an item's status does.
    """

    def __init__(self) -> None:
        self.features = Features()
        self._what: NDArray[np.int8] = np.zeros(64, dtype=np.int8)
        # how many facts that were taken back cite a turn: the words that said them would otherwise go on saying them
        self._taken_back: NDArray[np.int32] = np.zeros(64, dtype=np.int32)
        self._times: NDArray[np.int64] = np.zeros((len(_COLUMNS), 64), dtype=np.int64)
        self._length = 0
        self._latest = 0  # when the last of all was said or recorded

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and 0 <= number < self._length and bool(self._what[number])

    def is_turn(self, number: int) -> bool:
        """Whether an item is a turn; the others are facts."""
        return bool(self._what[number] == _TURN)

    def are_turns(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of each item whether it is a turn, shape (n,)."""
        are: NDArray[np.bool_] = self._what[numbers] == _TURN
        return are

    def since(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give when each turn was said, and from when each fact holds; shape (n,)."""
        since: NDArray[np.int64] = self._column("valid_from")[numbers]
        return since

    def days_from(self, start: datetime, end: datetime, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give how many days lie between a span and when each item was said or happened, whichever is nearer; shape (n,)."""
        first, last = _microseconds(start), _microseconds(end)
        since = self.since(numbers)
        gaps = np.maximum(np.maximum(first - since, since - last), 0)
        begins, ends = (self._column(name)[numbers] for name in ("happened_from", "happened_to"))
        happened = np.flatnonzero(begins < _NEVER)
        nearer = np.maximum(np.maximum(first - ends[happened], begins[happened] - last), 0)
        gaps[happened] = np.minimum(gaps[happened], nearer)
        days: NDArray[np.float64] = gaps / _DAY_US
        return days

    @classmethod
    def of(cls, columns: Mapping[str, NDArray[Any]]) -> "Candidates":
        """Make the columns again from what `columns` gave."""
        made = cls()
        made._what, made._taken_back, made._times = (columns[name].copy() for name in ("what", "taken_back", "times"))
        made._length = len(made._what)
        made._latest = int(made._times[:_SAID_COLUMNS].max(initial=0))
        made.features = Features.of(columns)
        return made

    def columns(self) -> dict[str, NDArray[Any]]:
        """Give copies of all that is needed to make them again."""
        length = self._length
        whole: dict[str, NDArray[Any]] = {"what": self._what, "taken_back": self._taken_back, "times": self._times}
        kept = {name: column[..., :length].copy() for name, column in whole.items()}
        return kept | self.features.columns(kept["what"] != 0)

    def numbers(self) -> IdSet:
        """The number of every item."""
        return IdSet(self._what[: self._length] != 0)

    def current_count(self) -> int:
        """How many facts are current."""
        return int(np.count_nonzero(self._what[: self._length] == _STATUS_CODES["current"]))

    def without_support(self) -> list[int]:
        """The numbers of the facts that have lost their support, oldest first."""
        found: list[int] = np.flatnonzero(self._what[: self._length] == _STATUS_CODES["unsupported"]).tolist()
        return found

    def take_support(self, facts: Iterable[Fact | Turn]) -> None:
        """Enter current facts again, all at once, that have lost their support and have not changed otherwise."""
        self._what[[seq_of(fact.id) for fact in facts]] = _STATUS_CODES["unsupported"]

    def put(self, item: Fact | Turn) -> None:
        """Enter an item, or enter it again as it now stands."""
        number = seq_of(item.id)
        self._make_room(number + 1)
        was = int(self._what[number])
        if not was:
            self.features.put(item)
        if isinstance(item, Turn):
            # one whose words were erased is none, but when it was said still dates the facts that cite it
            self._what[number] = 0 if item.is_erased else _TURN
            said = _microseconds(item.said_at)
            self._set_times(number, (_microseconds(item.recorded_at), said, said, _NEVER, _NEVER, _NEVER))
            return
        now = _MERGED if item.merged_into else _STATUS_CODES[item.status]
        self._what[number] = now
        if was and was != now:  # it has ended, or is back: of its times no more than the end of its validity is another
            self._times[_VALID_TO, number] = _moment(item.valid_to)
        else:
            self._set_times(number, self._times_of(item))
        self._take_back(item, int(now == _RETRACTED) - int(was == _RETRACTED))

    def remove(self, item: Fact | Turn) -> None:
        """Take out an item as it was entered last; of a turn it is still known when it was said, which dates facts that cite it."""
        number = seq_of(item.id)
        if isinstance(item, Fact):
            self._take_back(item, -int(self._what[number] == _RETRACTED))
            self._times[:, number] = 0
        self._what[number] = 0

    def choose(
        self,
        *,
        now: datetime,
        as_of: datetime | None = None,
        window: Window | None = None,
        exclude_turn: str | None = None,
    ) -> IdSet:
        """Give the numbers of the facts and turns that a recall may find.

        Args:
            now: nothing recorded or said later.
            as_of: facts valid at that moment and what was said until then; without it, current facts.
            window: only what was said, or happened in part, within [start, end).
            exclude_turn: a turn to leave out.
        """
        times = dict(zip(_COLUMNS, self._times[:, : self._length], strict=True))
        what = self._what[: self._length]
        is_turn = (what == _TURN) & (self._taken_back[: self._length] == 0)
        if as_of is None:
            chosen = is_turn | (what == _STATUS_CODES["current"])
        else:
            chosen = (is_turn | self._could_hold(what)) & _holds(times, _microseconds(as_of))
        if _microseconds(now) < self._latest:
            chosen &= (times["recorded"] <= _microseconds(now)) & (times["said"] <= _microseconds(now))
        if window is not None:
            chosen &= _within(times, _microseconds(window[0]), _microseconds(window[1]))
        if exclude_turn is not None and seq_of(exclude_turn) < self._length:
            chosen[seq_of(exclude_turn)] = False
        return IdSet(chosen)

    def _take_back(self, fact: Fact, count: int) -> None:
        """Say of the turns that a fact cites that so many more such facts were taken back."""
        for turn_number in {seq_of(source.turn) for source in fact.sources} if count else ():
            self._taken_back[turn_number] += count

    def _column(self, name: str) -> NDArray[np.int64]:
        column: NDArray[np.int64] = self._times[_COLUMNS.index(name)]
        return column

    def _set_times(self, number: int, times: tuple[int, ...]) -> None:
        self._times[:, number] = times
        self._latest = max(self._latest, *times[:_SAID_COLUMNS])

    @staticmethod
    def _could_hold(what: NDArray[np.int8]) -> NDArray[np.bool_]:
        mask: NDArray[np.bool_] = (what == _STATUS_CODES["current"]) | (what == _STATUS_CODES["superseded"])
        return mask

    def _times_of(self, fact: Fact) -> tuple[int, ...]:
        """A fact's row; it was said when the first of its turns was, and where it cites none, when it was recorded."""
        recorded = _microseconds(fact.recorded_at)
        said = min((int(self._times[1, seq_of(source.turn)]) for source in fact.sources), default=recorded)
        happened = fact.happened
        return (
            recorded,
            said,
            _microseconds(fact.valid_from),
            _moment(fact.valid_to),
            _moment(None if happened is None else happened.start),
            _moment(None if happened is None else happened.end),
        )

    def _make_room(self, length: int) -> None:
        if length <= self._length:
            return
        self._length = max(self._length, length)
        grown = max(length, 2 * len(self._what)) - len(self._what)
        if length > len(self._what):
            self._what = np.pad(self._what, (0, grown))
            self._taken_back = np.pad(self._taken_back, (0, grown))
            self._times = np.pad(self._times, ((0, 0), (0, grown)))


def _holds(times: dict[str, NDArray[np.int64]], moment: int) -> NDArray[np.bool_]:
    """Which were valid at a moment; a turn counts from when it was said."""
    mask: NDArray[np.bool_] = (times["valid_from"] <= moment) & (moment < times["valid_to"])
    return mask


def _within(times: dict[str, NDArray[np.int64]], start: int, end: int) -> NDArray[np.bool_]:
    """Which were said in [start, end), or happened in a span that shares a moment with it."""
    was_said: NDArray[np.bool_] = (start <= times["said"]) & (times["said"] < end)
    # a point in time (start = end) happened too
    until = np.maximum(times["happened_to"], times["happened_from"] + (times["happened_from"] < _NEVER))
    return was_said | ((times["happened_from"] < end) & (start < until))


def _moment(time: datetime | None) -> int:
    return _NEVER if time is None else _microseconds(time)


def _microseconds(time: datetime) -> int:
    return (time - _EPOCH) // _MICROSECOND
