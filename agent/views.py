"""Changes of memory, facts, reasons and receipts as every door shows them: JSON values."""

from collections.abc import Sequence
from typing import Any

from agent.erasing import Receipt
from agent.state import ChangeView
from store.facts import ERASED_WORDS, Change, Fact
from tools.why import Quote, Why

Json = dict[str, Any]


def change_views(changes: Sequence[Change]) -> list[ChangeView] | None:
    """`{"op", "id", "statement", "before"?, "because"?, "undoes"?}` for each change; None when there was none."""
    return [_view(change) for change in changes] or None


def _view(change: Change) -> ChangeView:
    view = ChangeView(op=change.op, id=change.id, statement=change.statement)
    if change.before is not None:
        view["before"] = {"id": change.before.id, "statement": change.before.statement}
    if change.undoes is not None:
        view["undoes"] = change.undoes
    if change.because:
        view["because"] = list(change.because)
    return view


def fact_view(fact: Fact, score: float | None = None) -> Json:
    """A fact as JSON; what it does not have is left out (see `api.schemas.MemoryView`)."""
    shown: Json = {
        "id": fact.id,
        "statement": fact.statement,
        "kind": fact.kind,
        "subject": fact.subject,
        "attribute": fact.attribute,
        "value": fact.value,
        "status": fact.status,
        "valid_from": fact.valid_from.isoformat(),
        "valid_to": fact.valid_to.isoformat() if fact.valid_to else None,
        "recorded_at": fact.recorded_at.isoformat(),
        "sources": [
            {"turn": source.turn, "quote": source.quote} for source in fact.sources if source.quote != ERASED_WORDS
        ],
    }
    if fact.happened is not None:
        span = fact.happened
        shown["happened"] = {
            "start": span.start.isoformat(),
            "end": span.end.isoformat(),
            "precision": span.precision,
            "said": span.said,
        }
    if fact.is_derived:
        shown |= {"rule": fact.rule, "premises": list(fact.premises)}
    if fact.confidence is not None:
        shown["confidence"] = fact.confidence
    if fact.superseded_by:
        shown["superseded_by"] = fact.superseded_by
    if fact.merged_into:
        shown["merged_into"] = fact.merged_into
    if score is not None:
        shown["score"] = round(score, 4)
    return shown


def quote_view(quote: Quote) -> Json:
    """Words that were said, as `api.schemas.QuoteView`."""
    turn = quote.turn
    shown: Json = {"turn": turn.id, "said_at": turn.said_at.isoformat(), "door": turn.door, "quote": quote.words}
    if turn.voice is not None:
        shown["voice"] = {"audio_ms": turn.voice.audio_ms, "engine": turn.voice.engine}
    return shown


def why_view(tree: Why) -> Json:
    """A fact with its reasons, as `api.schemas.WhyView`."""
    return {
        "id": tree.fact.id,
        "statement": tree.fact.statement,
        "status": tree.fact.status,
        "rule": tree.fact.rule or None,
        "quotes": [quote_view(quote) for quote in tree.quotes],
        "confidence": tree.fact.confidence,
        "premises": [why_view(premise) for premise in tree.premises],
        "alternatives": [[why_view(premise) for premise in grounds] for grounds in tree.alternatives],
    }


def receipt_view(receipt: Receipt) -> Json:
    """What an erasure took and changed, as `api.schemas.Forgotten`."""
    erasure = receipt.erasure
    shown = {
        "at": erasure.at.isoformat(),
        "facts": len(erasure.facts),
        "turns": len(erasure.turns),
        "vectors": erasure.vectors,
        "records": erasure.records,
        "threads": receipt.threads,
        "ledger": {"before": erasure.head_before, "after": erasure.head_after},
    }
    return {"receipt": shown, "memory": change_views(receipt.changes) or []}
