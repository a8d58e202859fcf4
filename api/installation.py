"""What is installed here and where it was found: another distribution's `tools/` must not stand in for ours."""

import base64
import hashlib
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

from agent.models.weights_catalogue import CATALOGUE, FOLDERS
from agent.settings import Settings

DISTRIBUTION = "sebastian-memory"
OURS = ("agent", "tools", "store", "api", "cli")
SHOWN = ("langgraph", "langchain-core", "langserve", "fastapi", "faiss-cpu")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check, and whether it is as it should be."""

    text: str
    is_good: bool = True


def version() -> str:
    """The installed version, or that this is a checkout which was never installed."""
    try:
        return version_of(DISTRIBUTION)
    except PackageNotFoundError:
        return "0+checkout"


def inspect_installation(settings: Settings, home: Path) -> list[Finding]:
    """Examine versions, where our packages are found, whether their files are whole, and what the models need.

    Args:
        settings: what the owner chose; keys are only said to be there or not.
        home: the folder that holds `server.py`, beside which our packages must lie.
    """
    versions = [f"{name} {version_of(name)}" for name in SHOWN]
    return [
        Finding(f"sebastian {version()}，Python {platform.python_version()}，{'，'.join(versions)}"),
        *(_found_beside(name, home) for name in OURS),
        *_damaged_files(),
        *_models(settings),
    ]


def _found_beside(package: str, home: Path) -> Finding:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return Finding(f"找不到 {package}/", is_good=False)
    place = Path(spec.origin).parent
    is_ours = place.resolve() == (home / package).resolve()
    return Finding(f"{package}/ 在 {place}" + ("" if is_ours else "，它不属于塞巴斯蒂安"), is_good=is_ours)


def _damaged_files() -> Iterator[Finding]:
    """Compare our installed files with the hashes in the wheel's record; an editable install records none."""
    try:
        ours = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        yield Finding("没有安装成包，从源码目录运行")
        return
    recorded = [file for file in ours.files or [] if file.parts[0] in (*OURS, "web", "server.py") and file.hash]
    damaged = [str(file) for file in recorded if not _is_whole(ours, file)]
    if damaged:
        yield Finding(f"文件缺失或被改动：{'，'.join(damaged)}", is_good=False)
    else:
        yield Finding(f"包内 {len(recorded)} 个文件与安装记录一致")


def _is_whole(ours: Distribution, file: PackagePath) -> bool:
    path = Path(str(ours.locate_file(file)))
    if file.hash is None or not path.is_file():
        return False
    digest = hashlib.new(file.hash.mode, path.read_bytes()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == file.hash.value


def _models(settings: Settings) -> Iterator[Finding]:
    """What the models in force need; what is missing is said and is no fault of the installation."""
    for what, model in (
        ("对话", settings.chat_model),
        ("向量", settings.embedding_model),
        ("听写", settings.speech_model),
    ):
        yield Finding(f"{what}模型 {model}：{_state(model, settings)}")


def _state(model: str, settings: Settings) -> str:
    provider, _, name = model.partition(":")
    if provider == "dashscope":
        return "密钥已设" if settings.dashscope_api_key else "没有设 DASHSCOPE_API_KEY"
    if provider == "openai":
        return "密钥已设" if settings.openai_api_key else "没有设 SEBASTIAN_OPENAI_API_KEY"
    if provider == "ollama":
        return f"由 {settings.ollama_url} 提供"
    cache, files = settings.cache / "weights", [CATALOGUE[name]] if name in CATALOGUE else []
    if name in FOLDERS:
        cache, files = cache / name, list(FOLDERS[name].files)
    if not files:
        return "权重在所指的地方" if Path(name).expanduser().exists() else "不需要另外的权重"
    is_there = all(_has_size(cache / file.filename, file.size_bytes) for file in files)
    return f"权重在 {cache}" if is_there else "权重还没有取来，首次启动时会取"


def _has_size(path: Path, size_bytes: int) -> bool:
    return path.is_file() and path.stat().st_size == size_bytes
