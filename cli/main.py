"""Runs the command line: reads the arguments and settings, and says expected errors in Chinese."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from agent.settings import Settings, explain
from api.errors import code_of, error_line
from api.installation import inspect_installation, version
from cli.command import CreateApp, Failed, Invocation
from cli.parser import DEFAULT, found_commands, make_parser
from cli.printing import STOPPED, fail, say
from store.errors import SebastianError


def run(argv: Sequence[str] | None, create_app: CreateApp) -> int:
    """Run the command line and give its exit code: 0 well, 1 could not start or went wrong, 2 wrong arguments."""
    known = found_commands()
    asked = make_parser(known).parse_args(argv)
    if hasattr(asked, "version"):
        say(f"sebastian {version()}")
        return 0
    chosen = {name: getattr(asked, name) for name in ("host", "port", "data") if hasattr(asked, name)}
    try:
        settings = Settings(**chosen)
    except ValidationError as error:
        return fail(f"设置有误，请改正后再启动：\n{explain(error)}")
    if hasattr(asked, "check"):
        return _check(settings)
    name = asked.command or DEFAULT
    command = next(each for each in known if each.name == name)
    try:
        return command.run(Invocation(asked, settings, create_app))
    except Failed as error:
        return fail(str(error))
    except SebastianError as error:
        return fail(f"{error_line(code_of(error), error.details)}\n{error}")
    except OSError as error:
        return fail(f"不能使用 {error.filename}：{error.strerror}。请检查权限与磁盘空间（cannot_use_file）。")
    except KeyboardInterrupt:
        say(STOPPED)
        return 0


def _check(settings: Settings) -> int:
    findings = inspect_installation(settings, Path(__file__).parents[1])
    for finding in findings:
        say(f"{'通过' if finding.is_good else '不通过'}  {finding.text}")
    is_good = all(finding.is_good for finding in findings)
    say("检查通过。" if is_good else "检查不通过，请重新安装 sebastian-memory。")
    return 0 if is_good else 1
