"""Where the user's words lose their secrets, and the reply says so; and, without a word, what nobody could see in them.

Words are masked at the door (`Sebastian`), before a checkpointer writes them down, and once more where the graph hears
them, for those who call it by itself (the Studio). Masking twice is masking once.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from tools.invisible import visible
from tools.secrets import Kind, Masked, find_secrets, is_latin, mask, note

Mask = Callable[[str], Masked]

_KINDS: Final = "masked"  # in a message of the user's: which kinds of secrets were taken out of it
_GONE: Final = "（已隐去）"
_NOTE: Final = "note"  # in an answer: the sentence at its end that says so


def mask_of(*, keep_secrets: bool) -> Mask:
    """The function that masks a text: it leaves everything as it is where the owner wants secrets kept."""
    return Masked if keep_secrets else mask


def masked_together(said: Mapping[str, Any], mask_words: Mask) -> tuple[dict[str, Any], list[Kind]]:
    """Several texts that speak of the same, without secrets and what hides, and the kinds of those: what one gives away is gone from all.

    A password that stands alone is known for one only by the sentence beside it. What is no text stays as it is.
    """
    texts = {name: visible(text) for name, text in said.items() if isinstance(text, str)}
    if mask_words is mask:
        found = [(text[each.start : each.end], each.value) for text in texts.values() for each in find_secrets(text)]
        spelled = sorted({words for both in found for words in both if words}, key=len, reverse=True)
    else:
        spelled = []
    kinds: dict[Kind, None] = {}
    for name, text in list(texts.items()):
        masked = mask_words(text)
        kinds |= dict.fromkeys(masked.kinds)
        texts[name] = reduce(lambda shown, words: shown.replace(words, _GONE), spelled, masked.text)
    return {**said, **texts}, list(kinds)


def heard(message: HumanMessage, mask_words: Mask) -> HumanMessage:
    """A message of the user's without secrets and without characters that hide something; itself where there are none."""
    seen = visible(message.text)
    masked = mask_words(seen)
    if not masked.kinds:
        return message if seen == message.text else message.model_copy(update={"content": seen})
    kinds = dict.fromkeys([*message.additional_kwargs.get(_KINDS, []), *masked.kinds])
    marks = {**message.additional_kwargs, _KINDS: list(kinds)}
    return message.model_copy(update={"content": masked.text, "additional_kwargs": marks})


def noted(messages: Sequence[AnyMessage]) -> list[AIMessage]:
    """The answer with a note at its end, in place of the answer, where secrets were masked in what it answers."""
    said = next(message for message in reversed(messages) if isinstance(message, HumanMessage))
    kinds, answer = said.additional_kwargs.get(_KINDS), messages[-1]
    if not kinds or not isinstance(answer, AIMessage):
        return []
    latin = is_latin(said.text)
    sentence = note(kinds, chinese=not latin)
    content = answer.text.rstrip() + (" " if latin else "") + sentence
    marks = {**answer.additional_kwargs, _NOTE: sentence}
    return [answer.model_copy(update={"content": content, "additional_kwargs": marks})]


def without_note(message: AnyMessage) -> AnyMessage:
    """An earlier answer as the model gave it, so that it does not learn to write such notes by itself."""
    sentence = message.additional_kwargs.get(_NOTE)
    return message.model_copy(update={"content": message.text.removesuffix(sentence).rstrip()}) if sentence else message
