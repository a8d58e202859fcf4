"""Words that tell from when on something holds: 「从今天起……」, 「打这个月起……」. What holds from a time that has come is no plan."""

import re
from datetime import datetime
from typing import Final

from tools.when import find

FROM_WHEN: Final = re.compile(
    r"(?:从|自|打|由)(?!起|小)[^，。；]{1,24}?(?:起(?![来床])|开始)|"
    r"(?:今[天儿日]|明[天儿日]|即日|[这本下]个?(?:月|周|星期|礼拜|学期|季度)|[日号月年周·]|星期|礼拜)起(?![来床])|"
    r"往后|今后|以后(?=都|就|改|我|每)"
)
_INTENDS: Final = re.compile(r"打算|准备(?!好)|想要?(?!到|起|不)|计划|考虑|争取|希望|如果|要是")


def holds_already(said: str, now: datetime) -> bool:
    """Whether words tell of what is so from a time on that has come: 「从这个月起……」, and not 「从下个月起……」."""
    since = FROM_WHEN.search(said)
    if since is None or _INTENDS.search(said):
        return False
    starts = [
        mention.interval.start
        for mention in find(said, now)
        if mention.interval and mention.span[0] < since.end() and since.start() < mention.span[1]
    ]
    return all(start <= now for start in starts)
