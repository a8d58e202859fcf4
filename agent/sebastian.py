"""Sebastian as an object: one data folder, its models, and the turn over them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from os import SEEK_END
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel

from agent.abandoning import waited_for
from agent.assembly import Assembly
from agent.listening import Spoken
from agent.looking import Looking
from agent.metrics import Metrics
from agent.outside import Outside
from agent.quiet import CATCH_UP, QuietMoments
from agent.reply import Reply
from agent.running import Running
from agent.settings import OWNER, Settings
from agent.sounds import Sounds
from agent.state import ChangeView, TurnContext
from agent.streaming import Listener
from agent.views import Json, change_views, receipt_view
from store import backup_file
from store.contract import Embedder, Memory
from store.errors import NothingToUndo, refused_by_disk
from store.facts import Change, Door, How
from tools.amend import amend, require_amendable
from tools.tidy import tidy
from tools.toolbox import forget_fact
from tools.undo import undo_last, undo_told

if TYPE_CHECKING:
    from agent.models.speech import Transcriber, Transcript
    from agent.models.voice import Speaker


class Sebastian(Looking):
    """A private assistant whose memory lies in one folder. Thread-safe; close it, or use it as a context manager.

    With a `url` it is one that runs elsewhere (`agent.remote.RemoteSebastian`), with the same methods; nothing else but the
    `token` is then given.

    Args:
        folder: the data folder; `settings.data` when left out.
        settings: read from the environment when left out.
        chat_model, embedder, transcriber, speaker: in place of those that the settings name.
        clock: gives the present as an aware datetime; the system's clock in `settings.timezone` when left out.
        url, token: where another Sebastian is served, and its token.

    Raises:
        FolderLocked: `folder_locked`, another process has the folder.
        ModelUnavailable: `model_unavailable`, a key or weights are missing.
    """

    def __new__(cls, *_: Any, url: str | None = None, **__: Any) -> "Sebastian":
        """Make an assistant of this process or, where a `url` is given, the way to one that runs elsewhere."""
        if url is None:
            return super().__new__(cls)
        from agent.remote import RemoteSebastian

        return super().__new__(RemoteSebastian)

    def __init__(
        self,
        folder: str | Path | None = None,
        *,
        settings: Settings | None = None,
        chat_model: BaseChatModel | None = None,
        embedder: Embedder | None = None,
        transcriber: "Transcriber | None" = None,
        speaker: "Speaker | None" = None,
        clock: Callable[[], datetime] | None = None,
        url: str | None = None,
        token: str | None = None,
    ) -> None:
        chosen = settings or Settings()
        if folder is not None:
            chosen = chosen.model_copy(update={"data": Path(folder).expanduser().absolute()})
        self.settings = chosen
        zone = ZoneInfo(chosen.timezone)
        self.clock: Callable[[], datetime] = clock or (lambda: datetime.now(zone))
        self.metrics = Metrics(lambda: self.memory().seq)
        self._parts = Assembly(chosen, self.clock, chat=chat_model, embedder=embedder, metrics=self.metrics)
        self._running = Running(self._parts, chosen, self.metrics)
        self._sounds = Sounds(chosen, transcriber, speaker)
        self._quiet = QuietMoments(self._parts, self._running, self.tidy if chosen.tidy else None)

    @property
    def graph(self) -> Any:
        """The compiled graph, without a checkpointer."""
        return self._parts.graph

    @property
    def outside(self) -> Outside:
        """The tools, for models that are not ours."""
        return self._parts.outside

    def chat(
        self,
        text: str,
        *,
        said_at: datetime | None = None,
        thread_id: str | None = None,
        user: str = OWNER,
        door: Door = "text",
        spoken: Spoken | None = None,
        listener: Listener | None = None,
    ) -> Reply:
        """Take one turn; `spoken` says how the words were heard where they are a recording's; a listener hears it as it happens.

        Raises:
            InvalidInput: no words, or a `said_at` without zone.
            ModelError: the model failed; the words are on disk and will be mined later.
            TurnAbandoned: the listener has gone, and the model was told to stop; the same holds.
        """
        now = said_at or self.clock()
        context = TurnContext(user=user, said_at=now.isoformat(), door=door, thread_id=thread_id or "")
        with self._quiet.broken_by(user), self._failures_counted(), waited_for(listener.has_gone if listener else None):
            if spoken is not None:
                context = self._parts.listening(text, context, spoken)
            reply = self._running(text, context, listener)
        is_owed = self._running.owes(user, reply.turn_id)
        self.metrics.turns.labels("failed" if is_owed else "answered").inc()
        if not is_owed:  # a model that failed is not asked again at once
            self._quiet.comes(user)
        return reply

    def transcribe(self, path: Path, media_type: str, user: str = OWNER) -> "Transcript":
        """Give the words of a recording, put right with the names that a user's memory knows. Raises the ModelErrors."""
        with self.looked_at(user) as memory:
            return self._sounds.transcribe(path, media_type, memory)

    def speaker(self) -> "Speaker":
        """What says an answer aloud. Raises VoiceUnset where the settings name none, ModelUnavailable without a key."""
        return self._sounds.speaker()

    def memory(self, user: str = OWNER) -> Memory:
        """The memory of a user. Raises InvalidInput for a name that cannot be one."""
        return self._parts.memory_of(user)

    def knows(self, user: str) -> bool:
        """Whether a user has a memory, which `memory` would otherwise begin. Raises InvalidInput as it."""
        return self._parts.knows(user)

    def looked_at(self, user: str = OWNER) -> AbstractContextManager[Memory]:
        """The memory of a user to be read; whoever has none is shown an empty one, and none is begun."""
        return self._parts.looked_at(user)

    def forget(self, fact_id: str, user: str = OWNER) -> list[ChangeView]:
        """Retract a fact and what rests on it; the changes. Raises FactNotFound, FactNotCurrent."""
        memory = self._known(user)
        seen = len(memory.changes(""))
        forget_fact(memory, fact_id, turn_id="", at=self.clock())
        return self._counted(memory.changes("")[seen:])

    def erase(self, fact_id: str, user: str = OWNER) -> Json:
        """Remove a fact from disk for good, whatever its status, with all that goes with it (see `tools.erase`).

        Returns:
            `receipt` (counts and times of what went) and `memory` (the changes), as `DELETE /memories/{id}` answers.

        Raises:
            FactNotFound: `fact_not_found`, there is no such fact, or it was erased before.
            StoreError: `store_error`, the disk refused; the next start finishes what was begun.
        """
        receipt = self._parts.eraser(self._known(user), [fact_id], turn_id="", at=self.clock())
        self._counted(receipt.changes)
        return receipt_view(receipt)

    def correct(self, fact_id: str, statement: str, user: str = OWNER, *, how: How = "correction") -> Reply:
        """Give a fact the words that its owner says it should have; no model is asked, and the reply has no words.

        Raises:
            FactNotFound, FactNotCurrent, DuplicateFact: as their names say.
            InvalidInput: `invalid_input`, see `tools.amend`.
        """
        memory, words = self._known(user), self._parts.mask(" ".join(statement.split())).text
        old = memory.get(fact_id)
        require_amendable(old, words)
        if words == old.statement:
            return Reply("", None, "")
        now = self.clock()
        with self._parts.in_flight.told(user, lambda: memory.hear(words, now, at=now)) as turn:
            amend(memory, old, turn, how=how)
            memory.settle(turn.id, "answered", at=turn.recorded_at)
        return Reply("", self._counted(memory.changes(turn.id)) or None, turn.id)

    def undo(self, user: str = OWNER, *, turn: str | None = None, fact: str | None = None) -> list[ChangeView]:
        """Take back the last changes, those of one turn or call; or those of a turn by its id, or of them one fact's.

        Raises NothingToUndo, UndoConflict, and FactNotFound for a turn that is not there.
        """
        if not self.knows(user):
            raise NothingToUndo(f"{user} has no memory")
        memory, at = self.memory(user), self.clock()
        undone = undo_last(memory, turn_id="", at=at) if turn is None else undo_told(memory, turn, fact, at=at)
        return self._counted(undone)

    def tidy(self, user: str = OWNER, *, settled: timedelta | None = None) -> list[ChangeView]:
        """Merge what was told twice and derive the habits that many turns show; what changed. One undo takes it back.

        Args:
            user: whose memory.
            settled: leave facts unmerged that are known for less than this.
        """
        if not self.knows(user):
            return []
        memory = self.memory(user)
        changes = tidy(memory, self.clock(), settled=settled)
        self._quiet.tidied(user, memory.seq)
        return self._counted(changes)

    def erase_all(self, user: str = OWNER) -> int:
        """Start over: every byte of a user's memory and threads goes; how many ledger records went."""
        self._parts.threads.erase_all(user)
        self._quiet.tidied(user, 0)
        return self.memory(user).erase_all() if self.knows(user) else 0

    def back_up(self, file: IO[bytes], user: str = OWNER) -> None:
        """Write a backup of a user's memory to a file, which is left at its end; nobody waits for it meanwhile.

        Raises:
            BackupUnusable: `backup_unusable`, the ledger is damaged.
            StoreError: the disk refused.
        """
        try:
            with self._parts.backups.held():
                copies = self._parts.backups.copies([user])
            backup_file.write_to(file, copies, created=self.clock(), sealed_by=self._parts.backups.vault)
            file.seek(0, SEEK_END)
        except OSError as error:
            raise refused_by_disk("the backup cannot be written", error) from error

    def catch_up(self, user: str = OWNER, limit: int = CATCH_UP) -> int:
        """Mine turns whose model failed, oldest first, unless that user is talking; how many are made up for."""
        return self._quiet.catch_up(user, limit)

    def health(self) -> dict[str, Any]:
        """State without secrets: models, how much is known, and the ledger's sequence number."""
        size = self.memory().size
        return {
            "status": "ok",
            "version": _version(),
            "chat": self.settings.chat_model,
            "embedding": self.settings.embedding_model,
            "speech": self.settings.speech_model,
            "facts": size.facts,
            "turns": size.turns,
            "seq": size.seq,
        }

    def close(self) -> None:
        """Finish what is being mined, unless it takes long, write the index, close files and give the folder back."""
        self._quiet.close()
        self._parts.close()

    def __enter__(self) -> "Sebastian":
        """Itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close."""
        self.close()

    def _counted(self, changes: Sequence[Change]) -> list[ChangeView]:
        """The changes of a call outside any turn as they are shown; they are counted."""
        self.metrics.changed(change.op for change in changes)
        return change_views(changes) or []

    @contextmanager
    def _failures_counted(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.metrics.turns.labels("failed").inc()
            raise


def _version() -> str:
    try:
        return version("sebastian-memory")
    except PackageNotFoundError:
        return "unknown"
