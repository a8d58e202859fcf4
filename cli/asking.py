"""A passphrase from whoever sits at the terminal, or from a file; never from the command line, where others see it."""

import sys
from getpass import getpass
from pathlib import Path

from pydantic import SecretStr

from agent.settings import Settings
from cli.command import Failed
from cli.language import either
from store.keys import Secret
from store.vault import KEYS_NAME

SHORTEST = 8


def secret_in_force(settings: Settings) -> Secret:
    """Give what the settings name, else the passphrase that is asked for. Raises Failed, KeyFileUnusable."""
    from agent.unlocking import secret_of

    return secret_of(settings) or Secret.passphrase(_passphrase())


def able_to_open(settings: Settings) -> Settings:
    """Give the settings with what opens an encrypted folder: asked for where they do not say and somebody sits at a terminal."""
    is_locked = (settings.data / KEYS_NAME).exists() and settings.passphrase is None and settings.key_file is None
    if not (is_locked and sys.stdin.isatty()):
        return settings
    return settings.model_copy(update={"passphrase": SecretStr(_passphrase())})


def new_secret(file: Path | None, key_file: Path | None) -> Secret:
    """Give a new passphrase, from the first line of a file or asked for twice, or a key file. Raises Failed, KeyFileUnusable."""
    from agent.unlocking import key_in

    if key_file is not None:
        return key_in(key_file)
    if file is not None:
        words = _first_line(file)
    else:
        words = _asked(either("新口令：", "New passphrase: "))
        if words != _asked(either("再输一遍：", "Once more: ")):
            raise Failed("两次输入的口令不一样，什么也没有改。请再来一次。")
    if len(words) < SHORTEST:
        raise Failed(f"口令太短，至少 {SHORTEST} 个字符；几个不相干的词就很好。")
    return Secret.passphrase(words)


def passphrase_from(file: Path) -> Secret:
    """Give the passphrase in the first line of a file."""
    return Secret.passphrase(_first_line(file))


def _passphrase() -> str:
    return _asked(either("口令：", "Passphrase: "))


def _first_line(file: Path) -> str:
    return (file.read_text(encoding="utf-8").splitlines() or [""])[0]


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise Failed(
            "没有终端可以输入口令。请设 SEBASTIAN_PASSPHRASE 或 SEBASTIAN_KEY_FILE，新口令用 --from 文件 给出。"
        )
    return getpass(prompt)
