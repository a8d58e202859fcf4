"""What the owner sees of a memory: lists, one memory with its versions, and the reasons for it."""

from abc import abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Literal

from agent.computing import computing
from agent.settings import OWNER
from agent.views import Json, fact_view, why_view
from store.contract import Memory
from store.errors import FactNotFound, InvalidWindow
from store.facts import Fact, Kind, Status
from tools.timeline import Window, in_window
from tools.why import why

Listed = Status | Literal["all"]
Order = Literal["recorded", "valid"]
Found = tuple[Fact, float | None]

# Where a window is left open; a day inside the bounds of datetime, so that any zone can show them.
BEGINNING: Final = datetime(1, 1, 2, tzinfo=UTC)
END: Final = datetime(9999, 12, 30, tzinfo=UTC)
# Found by a query at most.
_MOST_FOUND: Final = 1000


class Looking:
    """The part of Sebastian that reads."""

    clock: Callable[[], datetime]

    @abstractmethod
    def memory(self, user: str = OWNER) -> Memory:
        """The memory of a user."""

    @abstractmethod
    def knows(self, user: str) -> bool:
        """Whether a user has a memory, which `memory` would otherwise begin."""

    def memories(
        self,
        query: str | None = None,
        *,
        status: Listed = "current",
        as_of: datetime | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        kind: Kind | None = None,
        order: Order = "recorded",
        limit: int | None = 100,
        offset: int = 0,
        user: str = OWNER,
    ) -> list[Json]:
        """List or search memories, as `GET /memories` shows them.

        Args:
            query: words to look for: current memories by relevance, others by the letter; None lists all, newest first.
            status: which to show.
            as_of: those that were true at that moment.
            since, until: only what was told or happened in [since, until); either may be left open.
            kind: only those of this kind.
            order: what was recorded last first, or what became true last.
            limit: how many at most; None for all.
            offset: how many to leave out first.
            user: whose memory.

        Raises:
            InvalidWindow: `invalid_window`, `until` does not lie after `since`.
        """
        found = self.find(
            query, status=status, as_of=as_of, since=since, until=until, kind=kind, order=order, user=user
        )
        shown = found[offset:] if limit is None else found[offset : offset + limit]
        return [fact_view(fact, score) for fact, score in shown]

    def find(
        self,
        query: str | None,
        *,
        status: Listed,
        as_of: datetime | None,
        since: datetime | None,
        until: datetime | None,
        kind: Kind | None,
        order: Order,
        user: str,
    ) -> list[Found]:
        """What `memories` shows, all of it, as facts with their scores."""
        window = _window(since, until) if since or until else None
        if not self.knows(user):
            return []
        memory = self.memory(user)
        found: list[Found]
        if query is not None and (status == "current" or as_of is not None):
            with computing():
                hits = memory.recall(query, now=self.clock(), limit=_MOST_FOUND, as_of=as_of, window=window)
            found = [(hit.item, hit.score) for hit in hits if isinstance(hit.item, Fact)]
        else:
            listed = (fact for fact in reversed(memory.facts(status, as_of=as_of)) if _mentions(fact, query))
            found = [(fact, None) for fact in listed if window is None or in_window(fact, memory, window)]
            if order == "valid":
                found.sort(key=lambda each: each[0].valid_from, reverse=True)
        return [each for each in found if kind is None or each[0].kind == kind]

    def get(self, fact_id: str, user: str = OWNER) -> Json:
        """One memory, and all its versions in `history`, oldest first. Raises FactNotFound."""
        memory = self._known(user)
        history = [fact_view(version) for version in memory.history(fact_id)]
        return fact_view(memory.get(fact_id)) | {"history": history}

    def why(self, fact_id: str, user: str = OWNER) -> Json:
        """The reasons for a memory, as `GET /memories/{id}/why` shows them. Raises FactNotFound."""
        return why_view(why(self._known(user), fact_id))

    def _known(self, user: str) -> Memory:
        """The memory of a user who has one: looking begins none. Raises FactNotFound."""
        if not self.knows(user):
            raise FactNotFound(f"{user} has no memory")
        return self.memory(user)


def _window(since: datetime | None, until: datetime | None) -> Window:
    start, end = since or BEGINNING, until or END
    if end <= start:
        raise InvalidWindow("until must lie after since")
    return start, end


def _mentions(fact: Fact, query: str | None) -> bool:
    return query is None or query.casefold() in fact.statement.casefold()
