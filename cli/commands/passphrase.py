"""`sebastian passphrase`: another passphrase, or a key file, for an encrypted data folder; nothing else is rewritten."""

from argparse import ArgumentParser
from pathlib import Path

from cli.asking import new_secret, secret_in_force
from cli.command import Command, Invocation
from cli.language import either
from cli.printing import say_all


def add_arguments(parser: ArgumentParser) -> None:
    """Where the new one comes from."""
    either_of = parser.add_mutually_exclusive_group()
    either_of.add_argument(
        "--from",
        dest="file",
        type=Path,
        metavar="FILE",
        help=either(
            "新口令写在这个文件的第一行；不写则在终端输入",
            "the new one is this file's first line; else it is asked for",
        ),
    )
    either_of.add_argument(
        "--key-file", type=Path, metavar="FILE", help=either("改用这个密钥文件", "use this key file from here on")
    )


def run(invocation: Invocation) -> int:
    """Change it."""
    from agent.encrypting import passphrase_changed

    asked = invocation.asked
    old = secret_in_force(invocation.settings)
    new = new_secret(getattr(asked, "file", None), getattr(asked, "key_file", None))
    kept = passphrase_changed(invocation.settings, old, new)
    return say_all(kept.lines, is_good=kept.is_good)


COMMAND = Command("passphrase", "换口令或密钥文件", "change the passphrase or key file", run, add_arguments)
