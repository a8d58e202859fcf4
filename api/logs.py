"""How log lines are written: for people, or as one JSON object a line (`SEBASTIAN_LOG=json`). Neither holds a user's words."""

import json
import logging
from datetime import UTC, datetime
from typing import Final, Literal

from api.passing import request_id

Style = Literal["text", "json"]

_TEXT: Final = "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"
# Libraries whose lines say nothing to the owner, or hold addresses with words in them.
_CHATTY: Final = ("httpx", "httpx2", "mcp")


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `request_id`, `message`, and what a line brings in `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": request_id.get(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_id.get()
        return super().format(record)


def start_logging(style: Style, level: int = logging.INFO) -> None:
    """Write log lines to standard error from here on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if style == "json" else _TextLines(_TEXT))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
