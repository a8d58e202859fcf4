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
    named = ""  # 「我的体检结果，忘了吧」: what is meant comes first, and a comma after it
    for part in language.parts(said):
        is_thorough = language.is_thorough(part)
        adds_nothing = is_thorough or language.is_aside(part)
        order = None if adds_nothing else language.order(part)
        if order is None and named:
            order = language.order(named + part) or _of_thing(language.thing_in(named), part, language)
            named = "" if order is not None else named
        if order is None and adds_nothing:
            thoroughly = thoroughly or is_thorough
            continue
        others += [named] if named else []
        named = part if order is None else ""
        orders += [order] if order is not None else []
    others += [named] if named else []
    if len(orders) > 1:
        orders = [order for order in orders if not order.is_wish]
    if len(orders) != 1 or not all(map(language.is_reason, others)):
        return None
    return replace(orders[0], erases=orders[0].erases or thoroughly)


def _of_thing(thing: str, part: str, language: ModuleType) -> Order | None:
    """The order that a bare verb gives of the thing that the clause before spoke of; 忘了 alone is told of oneself."""
    found: Order | None = language.order(thing + part) if thing and not part.endswith("忘了") else None
    return found
