"""Say what was said so that it stays true when it is read years later."""

from datetime import datetime

from tools.when.find import find
from tools.when.tense import Tense


def anchor(text: str, now: datetime, *, tense: Tense = "unknown") -> str:
    """Replace relative expressions by absolute dates (昨天 -> 2023年6月14日) and leave all else as it is.

    Lengths of time, what comes again (每周三), 现在, and whatever cannot be resolved stay as they were said.

    Raises:
        InvalidTime: `now` has no zone (`invalid_time`).
    """
    pieces, at = [], 0
    for mention in find(text, now, tense=tense):
        if not mention.absolute or mention.kind == "recurring":
            continue
        start, end = mention.span
        pieces += [text[at:start], mention.absolute]
        at = end
    return "".join([*pieces, text[at:]])
