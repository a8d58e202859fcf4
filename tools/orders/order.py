"""The order to forget or to erase something: an utterance that is nothing else."""

from dataclasses import replace

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
    thoroughly = False
    named = ""  # 「我的体检结果，忘了吧」: what is meant comes first, and a comma after it
    for part in language.parts(said):
        if not named and (language.is_thorough(part) or language.is_aside(part)):
            thoroughly = thoroughly or language.is_thorough(part)
            continue
        order = language.order(named + part)
        if order is not None:
            orders.append(order)
        elif named:
            return None
        named = part if order is None else ""
    if named or len(orders) != 1:
        return None
    return replace(orders[0], erases=orders[0].erases or thoroughly)
