"""Secrets in what a user says: found and masked before anything is kept (`mask`), and said so (`note`).

A pure function of the text; nothing is asked of a model or of the network.
"""

from tools.secrets.mask import Masked, find_secrets, mask, note
from tools.secrets.secret import Kind, Secret
from tools.secrets.spelling import is_latin

__all__ = ["Kind", "Masked", "Secret", "find_secrets", "is_latin", "mask", "note"]
