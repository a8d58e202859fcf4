"""What is said of forgetting and erasing, in Chinese, and in English to who ordered it in English."""

from collections.abc import Sequence

from agent.erasing import Receipt
from store.facts import Fact
from tools.wording import second_person


class Replies:
    """The sentences in one language; none of them repeats what was erased."""

    def __init__(self, *, english: bool) -> None:
        self._english = english

    def _say(self, chinese: str, english: str) -> str:
        return english if self._english else chinese

    @property
    def not_known(self) -> str:
        """Nothing is known that fits."""
        return self._say(
            "我没有记着这件事，没有什么可忘的。", "I remember nothing of the kind, so there is nothing to forget."
        )

    @property
    def kept(self) -> str:
        """The owner said no."""
        return self._say("好的，什么也没有动，都还留着。", "All right, nothing was changed.")

    @property
    def changed(self) -> str:
        """Between the question and the answer memory changed, so that the answer may mean something else."""
        return self._say(
            "刚才这会儿记忆又有变化，为免弄错我先没有动。请再说一遍要忘掉或删除什么。",
            "Memory has changed in the meantime, so to be safe I did nothing. Please say again what is to go.",
        )

    @property
    def everything(self) -> str:
        """All of it is a matter for the door that says so twice."""
        return self._say(
            "要清空全部记忆，请用接口 DELETE /memories?all=true&erase=true，那样不能恢复；只想忘掉某一件事，告诉我是哪件就行。",
            "To erase everything, use DELETE /memories?all=true&erase=true, which cannot be undone; "
            "to forget one thing, tell me which.",
        )

    @property
    def too_many(self) -> str:
        """More than can be listed."""
        return self._say("符合的太多了，请说得再具体一些。", "Too much fits that; please be more specific.")

    def forgotten(self, facts: Sequence[Fact]) -> str:
        """Facts are retracted."""
        return self._say(
            f"好的，已忘掉{_quoted(facts)}。说“撤销”就能恢复。",
            f"Done, I have forgotten {_quoted(facts)}. Say “undo” to bring it back.",
        )

    def concluded(self, fact: Fact, premises: Sequence[Fact]) -> str:
        """What is meant only follows from something else."""
        return self._say(
            f"{_quoted([fact])}是由{_quoted(premises)}得出来的；要忘掉它，请让我忘掉后者。",
            f"{_quoted([fact])} follows from {_quoted(premises)}; to forget it, have me forget the latter.",
        )

    def only_said(self, turns: int) -> str:
        """No fact says it, only words do."""
        return self._say(
            f"我没有单独记下这件事，只是你有 {turns} 轮话提到过。要连原话一起抹去，请说“彻底删除……”。",
            f"I keep no such fact; only {turns} of your messages mention it. To erase those, say “permanently delete …”.",
        )

    def which(self, facts: Sequence[Fact], most: int) -> str:
        """Several facts fit: which are meant?"""
        rest = len(facts) - most
        more = self._say(f"\n……还有 {rest} 条", f"\n… and {rest} more") if rest > 0 else ""
        return self._say(
            f"有 {len(facts)} 条都可能是你说的：\n{_numbered(facts[:most])}{more}\n要忘掉哪几条？回复编号，或“都忘掉”“算了”。",
            f"{len(facts)} memories fit:\n{_numbered(facts[:most])}{more}\nWhich shall go? Answer with numbers, “all” or “cancel”.",
        )

    def sure(self, facts: Sequence[Fact], turns: int, quotes: Sequence[str]) -> str:
        """What goes for good, and whether that is wanted."""
        listed = f"：\n{_numbered(facts, with_status=True)}\n" if len(facts) > 1 else _quoted(facts, with_status=True)
        if not facts:
            return self._say(
                f"要从磁盘上彻底删除你提到它的 {turns} 轮原话{_said(quotes)}和有关的对话吗？这不能恢复。确定的话，请回复“确认”。",
                f"Erase from disk the {turns} of your messages that mention it{_said(quotes)} and the threads with them? "
                "This cannot be undone. If you are sure, answer “confirm”.",
            )
        some = self._say("；只删其中几条，请回复编号", ", or the numbers of those to erase") if len(facts) > 1 else ""
        return self._say(
            f"要彻底删除{listed}{'' if len(facts) > 1 else '吗？'}连同它的各个版本、由它得出的结论、说到它的 {turns} 轮原话和有关的对话，"
            f"都会从磁盘上抹去，不能恢复。确定的话，请回复“确认”{some}。",
            f"Erase {listed}{'' if len(facts) > 1 else '? '}With it go its versions, the conclusions from it, {turns} of your "
            f"messages and the threads with them; this cannot be undone. If you are sure, answer “confirm”{some}.",
        )

    def erased(self, receipt: Receipt) -> str:
        """It is gone; of the words themselves nothing is said."""
        facts, turns, threads = len(receipt.erasure.facts), len(receipt.erasure.turns), receipt.threads
        done = self._say(
            f"已从磁盘上彻底删除：{facts} 条记忆、{turns} 轮原话（含刚才的吩咐）、{threads} 段对话，不能恢复。",
            f"Erased from disk for good: {facts} memories, {turns} messages (this order included), {threads} threads.",
        )
        if not receipt.naming:
            return done
        return done + self._say(
            f"另有 {receipt.naming} 条别的记忆也提到其中的内容，仍然留着；要一并抹去，请说“彻底删除关于……的事”。",
            f" {receipt.naming} other memories still speak of it; to erase those too, say “permanently delete everything about …”.",
        )


def _quoted(facts: Sequence[Fact], *, with_status: bool = False) -> str:
    return "、".join(f"“{second_person(fact.statement)}”{_status(fact) if with_status else ''}" for fact in facts)


def _numbered(facts: Sequence[Fact], *, with_status: bool = False) -> str:
    lines = (f"{second_person(fact.statement)}{_status(fact) if with_status else ''}" for fact in facts)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _status(fact: Fact) -> str:
    return "" if fact.status == "current" else "（已不再采用）"


def _said(quotes: Sequence[str]) -> str:
    return f"（{'；'.join(f'“{quote}”' for quote in quotes)}）" if quotes else ""
