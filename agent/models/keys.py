"""A key on its way into an HTTP header."""

from pydantic import SecretStr

from store.errors import ModelUnavailable


def header_key(key: SecretStr, variable: str) -> SecretStr:
    """The key without surrounding blanks, fit for a header.

    The HTTP libraries quote an unfit header in their exceptions, and the key with it: so it is refused here first.

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is empty or has characters that no key has.
    """
    text = key.get_secret_value().strip()
    if not text or not all("!" <= character <= "~" for character in text):
        raise ModelUnavailable(
            f"{variable} is empty or has characters that a key cannot have (blanks, line breaks, non-ASCII)",
            explanation=f"{variable} 为空，或含有密钥里不会出现的字符（空格、换行、中文），请重新填写。",
        )
    return SecretStr(text)
