"""An answer said aloud, beside the one that is written."""

import base64
from typing import Any

from agent import Reply
from agent.models.voice import Speaker
from api.errors import code_of, error_line
from api.turns import Turns
from store.errors import ModelError


async def spoken_view(reply: Reply, turns: Turns, speaker: Speaker | None) -> dict[str, Any]:
    """What an answer has more of where it is to be spoken: `audio`, a data URL.

    The turn is taken by now: where the voice fails, `audio` is null and `audio_error` says why.
    """
    if speaker is None:
        return {}
    try:
        speech = await turns.say(reply.response, speaker)
    except ModelError as error:
        code = code_of(error)
        return {"audio": None, "audio_error": {"code": code, "message": error_line(code, error.details)}}
    return {"audio": f"data:{speech.media_type};base64,{base64.b64encode(speech.content).decode('ascii')}"}
