"""`sebastian encrypt`: the data folder encrypted where it lies, with another key, or no more, while no server runs."""

from argparse import ArgumentParser

from cli.asking import new_secret, secret_in_force
from cli.command import Command, Failed, Invocation
from cli.language import either
from cli.printing import say_all
from store.errors import InvalidInput


def add_arguments(parser: ArgumentParser) -> None:
    """Which of the three."""
    either_of = parser.add_mutually_exclusive_group()
    either_of.add_argument(
        "--rotate",
        action="store_true",
        help=either("换一把新密钥，全部重新加密", "write everything anew with a new key"),
    )
    either_of.add_argument(
        "--off", action="store_true", help=either("解除加密", "write everything as it is without a key")
    )


def run(invocation: Invocation) -> int:
    """Encrypt, rotate or decrypt."""
    from agent.encrypting import decrypted, encrypted, rotated
    from agent.unlocking import secret_of

    asked, settings = invocation.asked, invocation.settings
    try:
        if hasattr(asked, "rotate"):
            kept = rotated(settings, secret_in_force(settings))
        elif hasattr(asked, "off"):
            kept = decrypted(settings, secret_in_force(settings))
        else:
            kept = encrypted(settings, secret_of(settings) or new_secret(None, None))
    except InvalidInput as error:
        raise Failed(str(error.details.get("explanation", error))) from error
    return say_all(kept.lines, is_good=kept.is_good)


COMMAND = Command(
    "encrypt",
    "加密数据目录，--rotate 换密钥，--off 解除",
    "encrypt the data folder, --rotate its key, or --off",
    run,
    add_arguments,
)
