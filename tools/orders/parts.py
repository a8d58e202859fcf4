"""What an order says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """What is to go, in the owner's words: from memory or, where it `erases`, from the disk.

    `is_sure` tells that memory must be meant even where it knows no such thing: not a paragraph that is to be deleted.
    A wish (「不想留着」) is one only where no order stands beside it; there it is the reason.
    """

    what: str
    erases: bool = False
    is_sure: bool = False
    is_english: bool = False
    is_wish: bool = False
