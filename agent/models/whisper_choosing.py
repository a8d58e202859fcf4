"""Whisper that does not decide alone: all that its beam found is weighed by somebody who knows words."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from agent.models.whisper_window import ShortWindowWhisper
from agent.models.word_model import Hypothesis

Choose = Callable[[Sequence[Hypothesis]], str]


class ChoosingWhisper(ShortWindowWhisper):
    """A `WhisperModel` that writes what `choose` makes of its hypotheses; not safe for several threads."""

    choose: Choose

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Load the model, as a `WhisperModel` does."""
        super().__init__(*arguments, **named)
        self.model: Any = _Telling(self.model)

    def generate_with_fallback(self, encoder_output: Any, prompt: list[int], tokenizer: Any, options: Any) -> Any:
        """The result with the chosen text first, and, as before, its likelihood, temperature and compression."""
        result, *rest = super().generate_with_fallback(encoder_output, prompt, tokenizer, options)
        found = [
            Hypothesis(tokenizer.decode([token for token in tokens if token < tokenizer.eot]), score * len(tokens))
            for tokens, score in zip(result.sequences_ids, result.scores, strict=True)
        ]
        chosen = _Chosen([tokenizer.encode(self.choose(found))], result.scores[:1], result.no_speech_prob)
        return chosen, *rest


class _Chosen(NamedTuple):
    """What faster-whisper reads of a result."""

    sequences_ids: list[list[int]]
    scores: list[float]
    no_speech_prob: float


class _Telling:
    """CTranslate2's Whisper that tells every hypothesis of its beam, where faster-whisper asks for the best alone."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def generate(self, *arguments: Any, beam_size: int, **named: Any) -> Any:
        return self._model.generate(*arguments, beam_size=beam_size, **{"num_hypotheses": beam_size, **named})
