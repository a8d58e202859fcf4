"""Tidy memory in quiet moments: what was told twice is one memory, and what many events show is told as a habit.

tidy(memory, at)    do it; every change is in the ledger and one undo takes them back
planned(memory)     say what it would do
"""

from tools.tidy.duplicates import Merge
from tools.tidy.habits import Habit
from tools.tidy.tidying import Plan, planned, tidy

__all__ = ["Habit", "Merge", "Plan", "planned", "tidy"]
