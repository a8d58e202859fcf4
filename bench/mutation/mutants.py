"""Make mutants of a group's modules in a copy of the checkout, and run its tests on each."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from mutmut.configuration import reset_config
from mutmut.mutation.data import MutantLineSpans, SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

from bench.mutation.groups import Group

CHECKOUT = Path(__file__).parents[2]
# What the tests import, beside what is mutated.
BESIDE = ("agent", "api", "cli", "bench", "server.py")
# A mutant is stopped after so many times as long as its tests take, and so many seconds more: the machine may be busy.
PATIENCE = 3.0
PATIENCE_S = 30.0
# One thread a worker, and nothing of pytest's that these tests do not need: it starts anew for each mutant.
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
NOTICED = ("killed", "timeout", "segfault", "suspicious")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of the code, and what the tests made of it.

    Attributes:
        name: mutmut's, by module, function and number.
        source: the module's path.
        function: a hash of the function as it was before the change.
        status: mutmut's word: killed, survived, timeout, ...
        diff: the change.
    """

    name: str
    source: str
    function: str
    status: str
    diff: str

    @property
    def is_noticed(self) -> bool:
        """Whether the tests failed, or did not end."""
        return self.status in NOTICED

    @property
    def lines(self) -> tuple[str, str]:
        """What stood there, and what stands there now."""
        body = self.diff.splitlines()[2:]  # behind the names of the files
        was, now = ("\n".join(line[1:].strip() for line in body if line[0] == sign) for sign in "-+")
        return was, now


class Trial:
    """One group's mutants, made in an empty folder."""

    def __init__(self, folder: Path, group: Group, workers: int) -> None:
        self._folder = folder
        self._group = group
        self._workers = workers
        self._copy()

    def run(self, sample: int, seed: int, known: dict[str, list[str]]) -> tuple[int, list[Mutant]]:
        """Try a sample of the mutants, the same one for a seed as far as the code is the same.

        Args:
            sample: how many; all, where they are fewer.
            seed: which.
            known: what was noticed before, by name: the hash of its function and the outcome; not tried again.

        Returns:
            How many mutants there are, and those of the sample.
        """
        with contextlib.chdir(self._folder):
            made = self._made()
            chosen = sorted(made, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())[:sample]
            same = {name for name in chosen if name in known and known[name][0] == made[name][1]}
            if to_try := [name for name in chosen if name not in same]:
                self._mutmut(to_try)
            outcomes = self._outcomes() | {name: known[name][1] for name in same}
            return len(made), [
                Mutant(name, source, function, outcomes[name], "" if name in same else get_diff_for_mutant(name, path=source))
                for name, (source, function) in made.items() if name in set(chosen)
            ]  # fmt: skip

    def _made(self) -> dict[str, tuple[str, str]]:
        """Make every mutant as mutmut does, which finds them made; give the module of each, and the hash of its function."""
        reset_config()  # of the folder before
        made = {}
        for source in map(Path, self._group.sources):
            mutated = mutate_file_contents(str(source), source.read_text(encoding="utf-8"))
            told = SourceFileMutationData(path=source)
            told.exit_code_by_key = {get_mutant_name(source, name): None for name in mutated.mutant_names}
            told.hash_by_function_name = dict(mutated.hash_by_function_name)
            target = Path("mutants", source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(mutated.code, encoding="utf-8")
            told.save()
            MutantLineSpans(path=source, span_by_function_name=mutated.line_span_by_function_name).save()
            for name in told.exit_code_by_key:
                function = mangled_name_from_mutant_name(name).rpartition(".")[2]
                made[name] = (str(source), told.hash_by_function_name[function])
        return made

    def _mutmut(self, names: list[str]) -> None:
        subprocess.run(
            [Path(sys.executable).with_name("mutmut"), "run", "--max-children", str(self._workers), *names],
            env=os.environ | ENVIRONMENT,
            stdout=sys.stderr,
            check=True,
        )

    def _outcomes(self) -> dict[str, str]:
        found = {}
        for source in self._group.sources:
            if (told := Path("mutants", f"{source}.meta")).exists():
                codes = json.loads(told.read_text(encoding="utf-8"))["exit_code_by_key"]
                found |= {name: status_by_exit_code[code] for name, code in codes.items()}
        return found

    def _copy(self) -> None:
        """Lay the checkout's code and tests in the folder, with what mutmut is to do there."""
        for name in ("store", "tools", "tests", *BESIDE):
            path = CHECKOUT / name
            if path.is_dir():
                shutil.copytree(path, self._folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(path, self._folder / name)
        settings = {
            "source_paths": ["store", "tools"],
            "only_mutate": list(self._group.sources),
            "do_not_mutate_patterns": [r"^\s*log\."],
            "also_copy": list(BESIDE),
            "pytest_add_cli_args": ["-p", "no:cacheprovider"],
            "pytest_add_cli_args_test_selection": list(self._group.tests),
            "timeout_multiplier": PATIENCE,
            "timeout_constant": PATIENCE_S,
            "track_dependencies": False,
            "use_git_change_detection": False,
        }
        told = "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
        project = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
        (self._folder / "pyproject.toml").write_text(f"{project}\n[tool.mutmut]\n{told}", encoding="utf-8")
