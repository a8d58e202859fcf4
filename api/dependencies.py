"""What routes ask for: the assistant, the way to it, and whose memory the request is about.

None of them waits for anything, so all are coroutines: FastAPI sends each plain function to a thread of its own, and a
request under load would wait its turn at the interpreter once for every one of them.
"""

from typing import Annotated

from fastapi import Depends, Request

from agent import Sebastian
from api.auth import current_user
from api.turns import Turns


async def _sebastian(request: Request) -> Sebastian:
    sebastian: Sebastian = request.app.state.sebastian
    return sebastian


async def _turns(request: Request) -> Turns:
    turns: Turns = request.app.state.turns
    return turns


Assistant = Annotated[Sebastian, Depends(_sebastian)]
TurnsOf = Annotated[Turns, Depends(_turns)]
User = Annotated[str, Depends(current_user)]
