"""Where the model of words is: the file that the owner names, or the one that the system's package has brought."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.settings import Settings
from store.errors import ModelUnavailable

if TYPE_CHECKING:
    from agent.models.word_model import WordModel

# Debian's libime-data-language-model, and libime of other systems: trigrams of 165,000 Chinese words, 17 MB (LGPL-2.1+).
# Source: https://github.com/fcitx/libime
SYSTEM_FILES: Final = ("lib/*/libime/zh_CN.lm", "lib/libime/zh_CN.lm", "lib64/libime/zh_CN.lm")
SYSTEM: Final = Path("/usr")

log = logging.getLogger(__name__)


def load_word_model(settings: Settings, *, system: Path = SYSTEM) -> "WordModel | None":
    """Load the model of words; None where none is there, or where KenLM is not.

    Raises:
        ModelUnavailable: `model_unavailable`, the file that the owner names cannot be loaded.
    """
    found = settings.word_model or next((path for name in SYSTEM_FILES for path in sorted(system.glob(name))), None)
    if found is None:
        return None
    try:
        from agent.models.word_model import WordModel

        return WordModel(found)
    except (ImportError, OSError, ValueError, IndexError) as error:
        if settings.word_model is None:
            log.warning("%s cannot be used: %s; transcripts are not weighed by their words", found, error)
            return None
        raise ModelUnavailable(
            f"{found} cannot be loaded: {error}",
            explanation="SEBASTIAN_WORD_MODEL 指的文件无法载入，它应是 KenLM 的词语模型。",
        ) from error
