"""What the owner orders of memory in so many words: to forget, to erase, and the answers to what is asked back."""

from tools.orders.order import Order, order_in

__all__ = ["Order", "order_in"]
