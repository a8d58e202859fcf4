"""Which language help is given in: English where the locale says so, else Chinese."""

from agent.settings import locale_name


def either(chinese: str, english: str) -> str:
    """Pick the sentence in the reader's language: Chinese for a Chinese locale and for none (`C`, unset)."""
    name = locale_name().partition(".")[0]
    return chinese if name in ("", "C", "POSIX") or name.startswith("zh") else english
