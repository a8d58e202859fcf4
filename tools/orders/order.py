"""The order to forget or to erase something: an utterance that is nothing else but that and why."""

from dataclasses import replace
from types import ModuleType

from tools.orders import chinese, english
from tools.orders.parts import Order
from tools.secrets import is_latin

__all__ = ["Order", "order_in"]

_LONGEST = 120  # characters; who says more tells or asks something as well


def order_in(said: str) -> Order | None:
    """The order that an utterance is, and is nothing but; None for every other, which is for the model to answer."""
    if len(said) > _LONGEST:
        return None
    language = english if is_latin(said) else chinese
    orders: list[Order] = []
    others: list[str] = []
    thoroughly = False
    for part in language.parts(said):
        is_thorough = language.is_thorough(part)
        adds_nothing = is_thorough or language.is_aside(part)
        order = None if adds_nothing else language.order(part)
        if order is None and not orders:
            order = _of_what_was_named(others, part, language)
        if order is not None:
            orders.append(order)
        elif adds_nothing:
            thoroughly = thoroughly or is_thorough
        else:
            others.append(part)
    if len(orders) > 1:
        orders = [order for order in orders if not order.is_wish]
    if len(orders) != 1 or not all(map(language.is_reason, others)):
        return None
    return replace(orders[0], erases=orders[0].erases or thoroughly)


def _of_what_was_named(others: list[str], part: str, language: ModuleType) -> Order | None:
    """The order that a verb gives of what stands in a clause before it, which is then no other: 「我的体检结果，忘了吧」.

    Where that clause says something of the thing, 忘了 alone is told of oneself.
    """
    order: Order | None = language.order(others[-1] + part) if others else None
    if order is not None:
        others.pop()
        return order
    for clause in reversed(others):
        thing = "" if part.endswith("忘了") else language.thing_in(clause)
        said = thing + part if thing else language.pointed_at(clause, part)
        order = language.order(said) if said else None
        if order is not None:
            others.remove(clause)
            break
    return order
