"""Settings: one class, one order of precedence, and an example file that says the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from agent.settings import Settings, explain, variable

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / ".env.example"
EMPTY = {"README.md": "空", "README.en.md": "empty"}


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An empty environment and folder, so that the owner's own settings do not take part."""
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    monkeypatch.chdir(tmp_path)
    yield


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    listed = dict(re.findall(r"^#? ?([A-Z_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    defaults = {variable(name): field.default for name, field in Settings.model_fields.items()}
    assert listed == {name: "" if default is None else str(default) for name, default in defaults.items()}


@pytest.mark.parametrize("readme", EMPTY)
def test_the_table_of_each_readme_lists_every_setting_with_its_default(readme: str) -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    defaults = {variable(name): field.default for name, field in Settings.model_fields.items()}
    assert [name for name, _ in rows] == list(dict.fromkeys(name for name, _ in rows))
    assert dict(rows) == {
        name: EMPTY[readme] if default in (None, "") else f"`{default}`" for name, default in defaults.items()
    }


def test_the_example_file_can_be_used_as_it_is() -> None:
    defaults = Settings()
    uncommented = re.sub(r"^# ([A-Z_]+=)", r"\1", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    Path(".env").write_text(uncommented, encoding="utf-8")
    assert Settings() == defaults


def test_an_argument_beats_the_environment_which_beats_the_file_which_beats_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings().port == 8000
    Path(".env").write_text("SEBASTIAN_PORT=8001\nTOKEN=from-file\n", encoding="utf-8")
    assert Settings().port == 8001
    assert Settings().token == SecretStr("from-file")
    monkeypatch.setenv("SEBASTIAN_PORT", "8002")
    monkeypatch.setenv("TOKEN", "from-environment")
    assert Settings().port == 8002
    assert Settings().token == SecretStr("from-environment")
    assert Settings(port=8003).port == 8003
    assert Settings(token=SecretStr("argument")).token == SecretStr("argument")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEBASTIAN_PORT", "eighty"),
        ("SEBASTIAN_PORT", "70000"),
        ("SEBASTIAN_CHAT", "qwen-max"),
        ("SEBASTIAN_EMBEDDING", "nobody:model"),
        ("SEBASTIAN_RERANK", "local:bge"),
        ("SEBASTIAN_VOICE", "local:espeak"),
        ("SEBASTIAN_VOICE", "openai:"),
        ("SEBASTIAN_THREADS", "0"),
        ("SEBASTIAN_MODEL_TIMEOUT_S", "-1"),
    ],
)
def test_a_bad_value_refuses_and_names_the_variable(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert explain(refused.value).startswith(f"{name}: ")


def test_a_fault_is_explained_without_its_value() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(token=["a secret"], port=0)  # type: ignore[arg-type]
    assert "a secret" not in explain(refused.value)
    assert {line.partition(":")[0] for line in explain(refused.value).splitlines()} == {"TOKEN", "SEBASTIAN_PORT"}


def test_secrets_hide_themselves() -> None:
    shown = repr(Settings(token=SecretStr("hush"), dashscope_api_key=SecretStr("quiet")))
    assert "hush" not in shown
    assert "quiet" not in shown


def test_a_key_chooses_the_cloud_and_its_absence_the_embedded_models() -> None:
    here, cloud = Settings(), Settings(dashscope_api_key=SecretStr("key"))
    for chosen in (here.chat_model, here.embedding_model, here.speech_model):
        assert chosen.startswith("local:")
    for chosen in (cloud.chat_model, cloud.embedding_model, cloud.speech_model):
        assert chosen.startswith("dashscope:")
    assert Settings(dashscope_api_key=SecretStr("key"), chat="ollama:qwen3:8b").chat_model == "ollama:qwen3:8b"


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "")
    assert not Settings().in_cloud
