"""What routes ask for: the assistant, the way to it, and whose memory the request is about."""

from typing import Annotated

from fastapi import Depends, Request

from agent import Sebastian
from api.auth import current_user
from api.turns import Turns


def _sebastian(request: Request) -> Sebastian:
    sebastian: Sebastian = request.app.state.sebastian
    return sebastian


def _turns(request: Request) -> Turns:
    turns: Turns = request.app.state.turns
    return turns


Assistant = Annotated[Sebastian, Depends(_sebastian)]
TurnsOf = Annotated[Turns, Depends(_turns)]
User = Annotated[str, Depends(current_user)]
