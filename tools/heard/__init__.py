"""What makes a transcript right: script, punctuation, numbers, and the names that the memory knows. No models, no HTTP."""

from tools.heard.heard import Heard, as_heard
from tools.heard.homophones import Taken
from tools.heard.names import Name, known_names, names_in
from tools.heard.sounds import spelled

__all__ = ["Heard", "Name", "Taken", "as_heard", "known_names", "names_in", "spelled"]
