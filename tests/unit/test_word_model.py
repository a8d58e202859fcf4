"""Words decide between what sounds alike; KenLM is real, its model a few lines written here."""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("kenlm", reason="KenLM is installed on Linux alone")

from agent.audio.sound import Sound
from agent.models.local_speech import BEAM_TO_CHOOSE_FROM, WhisperEngine
from agent.models.whisper_choosing import ChoosingWhisper
from agent.models.whisper_window import ShortWindowWhisper
from agent.models.word_model import Hypothesis, WordModel
from agent.models.word_model_file import load_word_model
from agent.settings import Settings
from store.errors import ModelUnavailable
from tests.recordings import hum

# log10 of each word's share, and of each word behind another.
WORDS = {
    "<unk>": -7.0, "<s>": -99.0, "</s>": -1.5, "我": -2.0, "喜欢": -3.0, "阳历": -4.0, "扬": -5.0, "力": -4.0, "看": -3.0,
    "猫": -3.5, "毛": -4.0, "他": -2.5, "教": -3.5, "叫": -3.0, "小": -3.0, "雨": -4.0, "语": -4.0, "龘": -6.5,
}  # fmt: skip
PAIRS = {("我", "喜欢"): -1.0, ("喜欢", "猫"): -1.0, ("阳历", "看"): -1.5, ("他", "叫"): -1.0}


@pytest.fixture
def arpa(tmp_path: Path) -> Path:
    unigrams = "\n".join(f"{share}\t{word}\t-0.5" for word, share in WORDS.items())
    bigrams = "\n".join(f"{share}\t{' '.join(pair)}\t-0.5" for pair, share in PAIRS.items())
    trigram = "-0.5\t我 喜欢 猫"
    path = tmp_path / "words.arpa"
    path.write_text(
        f"\\data\\\nngram 1={len(WORDS)}\nngram 2={len(PAIRS)}\nngram 3=1\n\n\\1-grams:\n{unigrams}\n\n"
        f"\\2-grams:\n{bigrams}\n\n\\3-grams:\n{trigram}\n\n\\end\\\n",
        encoding="utf-8",
    )
    return path


def heard(*texts: str) -> list[Hypothesis]:
    """Texts of which each sounds half as likely again as the next."""
    return [Hypothesis(text, -2.0 - 0.5 * place) for place, text in enumerate(texts)]


def test_words_that_follow_one_another_win_over_what_sounds_a_little_likelier(arpa: Path) -> None:
    assert WordModel(arpa).likeliest(heard("我喜欢毛", "我喜欢猫")) == "我喜欢猫"


def test_a_word_of_the_same_sound_takes_the_place_of_what_is_none(arpa: Path) -> None:
    assert WordModel(arpa).likeliest(heard("扬力看")) == "阳历看"


def test_what_sounds_far_likelier_stays(arpa: Path) -> None:
    sure = [Hypothesis("我喜欢毛", -1.0), Hypothesis("我喜欢猫", -40.0)]
    assert WordModel(arpa).likeliest([*sure, Hypothesis("我看猫", -60.0)]) == "我喜欢猫", (
        "毛 and 猫 differ in tone alone"
    )
    assert WordModel(arpa).likeliest([Hypothesis("我看毛", -1.0), Hypothesis("我看猫", -40.0)]) == "我看毛"


def test_an_ear_that_is_sure_is_not_put_right(arpa: Path) -> None:
    assert WordModel(arpa).likeliest([Hypothesis("扬力看", -0.1)]) == "扬力看"


def test_a_hypothesis_that_breaks_off_is_not_taken_for_the_whole(arpa: Path) -> None:
    whole = Hypothesis("我喜欢毛" * 4, -12.0)
    assert WordModel(arpa).likeliest([whole, Hypothesis("我喜欢猫", -4.0)]) == "我喜欢猫" * 4


def test_of_english_the_ear_decides(arpa: Path) -> None:
    whole, short = Hypothesis("I live in Hangzhou now", -3.0), Hypothesis("I live in Hangzhou", -2.7)
    assert WordModel(arpa).likeliest([whole, short]) == "I live in Hangzhou now"


def test_a_known_name_is_a_word(arpa: Path) -> None:
    model = WordModel(arpa)
    assert model.likeliest(heard("他叫小语"), ["小雨"]) == "他叫小雨"
    assert model.likeliest(heard("他叫小语")) == "他叫小语"


def test_a_word_is_not_taken_for_a_name_that_sounds_like_it(arpa: Path) -> None:
    assert WordModel(arpa).likeliest(heard("他叫阳历"), ["阳利"]) == "他叫阳历"
    assert WordModel(arpa).likeliest(heard("他叫扬利"), ["阳利"]) == "他叫阳利"


def test_what_is_no_chinese_character_stays_where_it_is(arpa: Path) -> None:
    assert WordModel(arpa).likeliest(heard("我喜歡猫，OK 2024！")) == "我喜欢猫，OK 2024！"
    assert WordModel(arpa).likeliest(heard("")) == ""


def test_a_text_without_words_of_the_model_stays(arpa: Path) -> None:
    assert WordModel(arpa).likeliest(heard("魑魅魍魉")) == "魑魅魍魉"


class Tokenizer:
    """Characters as tokens; 0x110000 and above are marks of the model's own."""

    eot = 0x110000

    def decode(self, tokens: Sequence[int]) -> str:
        return "".join(map(chr, tokens))

    def encode(self, text: str) -> list[int]:
        return list(map(ord, text))


def test_whisper_writes_what_was_chosen_and_keeps_how_sure_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    tokenizer = Tokenizer()
    found = SimpleNamespace(
        sequences_ids=[[*tokenizer.encode("毛"), tokenizer.eot], tokenizer.encode("猫")],
        scores=[-0.25, -0.5],
        no_speech_prob=0.1,
    )
    monkeypatch.setattr(ShortWindowWhisper, "__init__", lambda self, model: setattr(self, "model", model))
    monkeypatch.setattr(
        ShortWindowWhisper, "generate_with_fallback", lambda *_, **__: (found, -0.3, 0.0, 1.1)
    )  # faster-whisper's own, which needs weights; the whole of it is run by tests/live/test_hearing.py
    whisper = ChoosingWhisper(SimpleNamespace())
    offered: list[Sequence[Hypothesis]] = []
    whisper.choose = lambda hypotheses: offered.append(hypotheses) or hypotheses[1].text
    result, *rest = whisper.generate_with_fallback(None, [], tokenizer, None)
    assert offered == [[Hypothesis("毛", -0.5), Hypothesis("猫", -0.5)]]
    assert tokenizer.decode(result.sequences_ids[0]) == "猫"
    assert (result.no_speech_prob, rest) == (0.1, [-0.3, 0.0, 1.1])


def test_every_hypothesis_of_the_beam_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr(ShortWindowWhisper, "__init__", lambda self, model: setattr(self, "model", model))
    whisper = ChoosingWhisper(SimpleNamespace(generate=lambda *_, **named: asked.update(named)))
    whisper.model.generate(None, beam_size=10, patience=1)
    assert asked == {"beam_size": 10, "num_hypotheses": 10, "patience": 1}
    whisper.model.generate(None, beam_size=1, num_hypotheses=1, sampling_temperature=0.4)
    assert asked["num_hypotheses"] == 1


def test_the_engine_weighs_with_the_names_it_is_given(arpa: Path) -> None:
    class Whisper:
        choose: Any = None

        def transcribe(self, samples: Any, *, beam_size: int, **asked: Any) -> tuple[list[Any], None]:
            text = self.choose(heard("他叫小语"))
            self.beam_size = beam_size
            return [SimpleNamespace(text=text, avg_logprob=-0.3, no_speech_prob=0.0, compression_ratio=1.0)], None

    engine = WhisperEngine("base", Settings(_env_file=None), load_words=lambda: WordModel(arpa))  # type: ignore[call-arg]
    whisper = Whisper()
    engine.__dict__["_whisper"] = whisper
    sound = Sound(np.array(hum(1.0), dtype=np.int16))
    assert engine.hear(sound, ["小雨"]) == "他叫小雨"
    assert engine.hear(sound, []) == "他叫小语"
    assert whisper.beam_size == BEAM_TO_CHOOSE_FROM


def test_the_systems_file_is_found_and_the_owners_goes_before_it(arpa: Path, tmp_path: Path) -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert load_word_model(settings, system=tmp_path) is None
    folder = tmp_path / "lib" / "x86_64-linux-gnu" / "libime"
    folder.mkdir(parents=True)
    (folder / "zh_CN.lm").write_bytes(arpa.read_bytes())
    found = load_word_model(settings, system=tmp_path)
    assert found is not None
    assert found.likeliest(heard("扬力看")) == "阳历看"
    named = settings.model_copy(update={"word_model": tmp_path / "none.lm"})
    with pytest.raises(ModelUnavailable, match=r"none\.lm"):
        load_word_model(named, system=tmp_path)


def test_a_damaged_file_of_the_system_is_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "lib" / "libime"
    folder.mkdir(parents=True)
    (folder / "zh_CN.lm").write_bytes(b"no model at all")
    assert load_word_model(Settings(_env_file=None), system=tmp_path) is None  # type: ignore[call-arg]
    assert "zh_CN.lm cannot be used" in caplog.text
