"""Hold Chinese conversations with a running server, and tell what it remembered.

    python -m bench.dialogues --base http://127.0.0.1:8000 --token "$TOKEN" --json OUT
    python -m bench.dialogues --token "$TOKEN" --category rule,cascade --restart-cmd "docker compose restart" --json OUT
    python -m bench.dialogues --token "$TOKEN" --spoken SPOKEN --aloud --json OUT

One line a dialogue, then a table by category. Exit code 0 at the end of a run whatever passed; 2 if there is no server.
"""

import argparse
import json
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.dialogues.dialogue import FILE, Dialogue, load
from bench.dialogues.report import progress, record, summary, table
from bench.dialogues.talk import Server, ServerGone, is_spoken
from bench.run_record import run_record


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the dialogues that were asked for; gives the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.aloud and not options.spoken:
        parser.error("--aloud needs --spoken")
    dialogues = _chosen(load(options.file), _names(options.category), _names(options.id))[:: options.every]
    if options.spoken:
        dialogues = [one for one in dialogues if is_spoken(one, options.spoken)]
    run = run_record(command=_command(options), file=options.file.name, user_suffix=options.suffix)
    outcomes = []
    with Server(
        options.base,
        options.token,
        timeout_s=options.timeout,
        restart_command=options.restart_cmd,
        spoken=options.spoken if options.aloud else None,
    ) as server:
        for number, dialogue in enumerate(dialogues, 1):
            try:
                outcomes.append(server.hold(dialogue, f"{dialogue.id}-{options.suffix}"))
            except ServerGone as gone:
                print(f"cannot talk to the server: {gone}", file=sys.stderr)
                return 2
            print(progress(outcomes[-1], number, len(dialogues)), flush=True)
            if options.json:  # each time, so that a run that is cut short is not lost
                text = json.dumps(record(outcomes, run), ensure_ascii=False, indent=1)
                options.json.write_text(text + "\n", encoding="utf-8")
    print(table(summary(outcomes)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.dialogues", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", default="http://127.0.0.1:8000", help="the server's address (%(default)s)")
    parser.add_argument("--token", required=True, help="its bearer token")
    parser.add_argument("--category", action="append", default=[], help="only these (a,b; may be repeated)")
    parser.add_argument("--id", action="append", default=[], help="only these dialogues (a,b; may be repeated)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth: a sample of all categories")
    parser.add_argument("--spoken", type=Path, metavar="DIR", help="only those of which DIR has recordings (speak.py)")
    parser.add_argument("--aloud", action="store_true", help="say them by these recordings, through /chat/audio")
    parser.add_argument("--restart-cmd", metavar="CMD", help="shell command that restarts the server, its data kept")
    parser.add_argument("--timeout", type=float, default=300, metavar="S", help="seconds to wait for an answer")
    parser.add_argument("--suffix", default=secrets.token_hex(3), help="ends the users' names (each run its own)")
    parser.add_argument("--file", type=Path, default=FILE, help="dialogues to hold (%(default)s)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every turn and the table to this file")
    return parser


def _names(given: Sequence[str]) -> set[str]:
    return {name for one in given for name in one.split(",")}


def _chosen(dialogues: Sequence[Dialogue], categories: set[str], ids: set[str]) -> list[Dialogue]:
    unknown = (categories - {one.category for one in dialogues}) | (ids - {one.id for one in dialogues})
    if unknown:
        raise SystemExit(f"no such category or dialogue: {', '.join(sorted(unknown))}")
    return [
        one
        for one in dialogues
        if (not categories or one.category in categories) and (not ids or one.id in ids)
    ]  # fmt: skip


def _command(options: argparse.Namespace) -> str:
    """The command without what differs from place to place, and without the token."""
    chosen = [f"--{name} {','.join(sorted(_names(given)))}"
              for name, given in (("category", options.category), ("id", options.id)) if given]  # fmt: skip
    every = [f"--every {options.every}"] if options.every > 1 else []
    spoken = ["--spoken DIR"] if options.spoken else []
    aloud = ["--aloud"] if options.aloud else []
    restart = ["--restart-cmd CMD"] if options.restart_cmd else []
    return " ".join(
        ["python -m bench.dialogues --token TOKEN", *chosen, *every, *spoken, *aloud, *restart, "--json OUT"]
    )


if __name__ == "__main__":
    sys.exit(main())
