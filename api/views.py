"""Replies as the JSON that the doors show."""

from agent import Reply
from agent.views import Json


def reply_view(reply: Reply) -> Json:
    """A reply as `{"response", "memory"}`."""
    return {"response": reply.response, "memory": reply.memory}
