"""The curl and `sebastian` lines of the documentation are run as they stand; docs/interfaces.md has a test of its own."""

import io
import json
import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Sebastian
from cli.parser import found_commands, make_parser
from server import main
from store.facts import Draft
from tests.http.serving import TOKEN, Serve, quiet_settings
from tests.http.test_chat_audio import Ear
from tests.http.test_speaking import Mouth
from tests.loopback.servers.openai import OpenAIServer, embeds, says
from tests.recordings import wav
from tests.secrets_of_tests import KEY
from tests.unit.test_docs import CURL, PAGES, ROOT, read

HERE = "http://127.0.0.1:8000"
FIXTURES = ROOT / "tests" / "fixtures" / "imports"
FENCE = re.compile(r"^```bash\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(sebastian [^`]+)`")
# What a reader puts in: the file, the folder, the name.
PUT_IN = {
    "文件": "mem0.json", "FILE": "mem0.json", "命令": "import", "COMMAND": "import", "名字": "mei", "NAME": "mei", "目录": "elsewhere",
    "新目录": "elsewhere", "备份.zip": "sebastian.zip", "/mnt/usb/sebastian.zip": "usb.zip", "/data/backups/nas.zip": "nas.zip",
}  # fmt: skip
# A mention of what needs more said.
MENTIONED = ("sebastian restore",)
# These go on until they are stopped; other tests run them.
ENDLESS = ("serve", "mcp")


def curl_lines() -> list[str]:
    return list(dict.fromkeys(line for page in PAGES for line in CURL.findall(read(page))))


def commands() -> list[str]:
    """Every line that begins with `sebastian`, in a block or within a sentence, without its comment."""
    found: list[str] = []
    for page in PAGES:
        text = read(page)
        fenced = (line for block in FENCE.findall(text) for line in block.splitlines())
        found += [line.partition("  #")[0].strip() for line in fenced if line.startswith("sebastian ")]
        found += INLINE.findall(text)
    return [line for line in dict.fromkeys(found) if "…" not in line and line not in MENTIONED]


def remember(sebastian: Sebastian) -> None:
    """Have facts of the numbers that the examples name, f5 among them."""
    memory = sebastian.memory()
    for thing in ("猫", "狗", "鱼", "鸟", "黑色的鼠标"):
        memory.save(Draft(f"用户2022年3月5日买了一个{thing}"), turn_id="", at=sebastian.clock())
    assert memory.facts()[-1].id == "f5"


def lay_out(folder: Path) -> None:
    """Put there the files that the examples name."""
    (folder / "test.wav").write_bytes(wav())
    (folder / "key").write_bytes(KEY.content)
    (folder / "words").write_text("correct horse battery\n", "utf-8")
    for name in ("conversations.json", "mem0.json"):
        shutil.copy(FIXTURES / name, folder / name)
    chat = (FIXTURES / "wechat.txt").read_text("utf-8").replace(" 我\n", " 王小明\n")
    (folder / "聊天.txt").write_text(chat, "utf-8")
    with zipfile.ZipFile(folder / "chatgpt-export.zip", "w") as archive:
        archive.write(FIXTURES / "conversations.json", "conversations.json")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")
@pytest.mark.parametrize("line", curl_lines())
def test_a_curl_line_of_the_documentation_is_answered_well(serve: Serve, tmp_path: Path, line: str) -> None:
    served = serve(transcriber=Ear(), speaker=Mouth())
    remember(served.sebastian)
    lay_out(tmp_path)
    if "编号" in line:
        with (tmp_path / "conversations.json").open("rb") as file:
            line = line.replace("编号", served.client.post("/import", files={"file": file}).json()["id"])
    strict = "curl() { command curl --fail-with-body --silent --show-error --noproxy '*' \"$@\"; }; set -euo pipefail\n"
    done = subprocess.run(
        ["bash", "-c", strict + line.replace(HERE, served.url)], cwd=tmp_path, env={"TOKEN": TOKEN, "PATH": "/usr/local/bin:/usr/bin:/bin"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    written = re.search(r"(?:--output|>) (\S+)$", line)
    if written:
        assert (tmp_path / written[1]).stat().st_size
    elif "text/event-stream" in line:
        assert "event: done" in done.stdout
    else:
        assert json.loads(done.stdout).get("error") is None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in, with a memory, a backup of it and a model to talk to; no server runs."""
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path)
    with OpenAIServer() as service:
        service.will(lambda exchange: (embeds(8) if "embeddings" in exchange.asked.path else says("好的。"))(exchange))
        settings = quiet_settings(tmp_path / "data", **{**service.settings(), "rerank": ""})
        with Sebastian(settings=settings) as sebastian, (tmp_path / "sebastian.zip").open("wb") as file:
            remember(sebastian)
            sebastian.back_up(file)
        for name, value in service.settings().items():
            monkeypatch.setenv(f"SEBASTIAN_{name.upper()}", value)
        monkeypatch.setenv("SEBASTIAN_RERANK", "")
        monkeypatch.setenv("SEBASTIAN_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("TOKEN", TOKEN)
        yield tmp_path


@pytest.mark.parametrize("line", commands())
def test_a_command_of_the_documentation_does_what_it_is_shown_for(
    folder: Path, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = {"文件": "sebastian.zip", "FILE": "sebastian.zip"} if "restore" in line else {}
    arguments = [{**PUT_IN, **kept}.get(word, word) for word in shlex.split(line)[1:]]
    monkeypatch.setattr("sys.stdin", io.StringIO("你好\n"))
    if arguments[0] in ENDLESS:
        make_parser(found_commands()).parse_args(arguments)
        return
    if arguments[-1] == "--help":
        with pytest.raises(SystemExit, match="0"):
            main(arguments)
        return
    if arguments[:2] == ["memories", "erase"]:
        arguments.append("--yes")  # where it is no terminal that could be asked
    if arguments[0] == "restore" and "--data" not in arguments:
        arguments.append("--replace")
    if arguments[0] == "token" and arguments[1] != "add":
        assert main(["token", "add", "mei"]) == 0
    if arguments[0] in ("encrypt", "passphrase"):  # where it is no terminal that could be asked
        monkeypatch.setenv("SEBASTIAN_KEY_FILE", str(folder / "key"))
        arguments += ["--from", "words"] if arguments == ["passphrase"] else []
    if arguments[0] == "passphrase" or arguments[1:] in (["--rotate"], ["--off"]):
        assert main(["encrypt"]) == 0
    assert main(arguments) == 0, capsys.readouterr().err
    assert capsys.readouterr().out or list(folder.glob("记忆.*")) or list(folder.glob("all.*"))
