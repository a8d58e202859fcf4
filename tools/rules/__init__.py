"""Rules, computed and never guessed.

Two sorts: conclusions that hold for good are stored with their premises (`RULES`, run by `tools.rules.engine`); values
that move with time (ages, days left) are computed when they are asked for (`notes`).
"""

from tools.rules.catalog import RULES
from tools.rules.remarks import notes
from tools.rules.rule import Rule

__all__ = ["RULES", "Rule", "notes"]
