"""What is installed and deployed: the locks, the image's and compose's files, the build's list of folders."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {found[1]: found[2] for found in re.finditer(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE)}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^(-|file:|/)", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    assert [block.split()[0] for block in blocks if block.strip() and "--hash=sha256:" not in block] == []


def test_the_lock_covers_what_the_project_depends_on_and_stays_small() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[\[<>=!~ ;]", line)[0] for line in project["dependencies"]}
    assert wanted - set(locked("requirements.lock")) == set()
    assert "torch" not in locked("requirements-dev.lock")


def test_development_runs_on_the_very_versions_that_are_deployed() -> None:
    deployed, development = (locked(name) for name in LOCKS)
    assert {name: development.get(name) for name in deployed} == deployed


def test_compose_asks_for_the_key_and_the_token_and_nothing_else() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    started = {name: service for name, service in services.items() if "profiles" not in service}
    assert [service["environment"] for service in started.values()] == [["DASHSCOPE_API_KEY=", "TOKEN="]]
    assert services["local"]["profiles"] == ["local"]
    assert services["local"]["environment"] == ["TOKEN="]


def test_the_images_health_check_is_a_command_that_python_can_read() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    command = re.search(r"^HEALTHCHECK .*? CMD (\[.*\])$", dockerfile, re.MULTILINE)
    assert command is not None
    program, flag, code = json.loads(command[1])
    assert (program, flag) == ("python", "-c")
    compile(code, "healthcheck", "exec")


def test_the_image_is_given_every_folder_that_the_wheel_is_made_of() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    admitted = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    assert {f"!{name}" for name in wheel["only-include"]} - admitted == set()
