"""Who uses one provider does not load the SDK of another, and loading them warns of nothing."""

import subprocess
import sys

PROGRAM = """
import sys
from agent.models import make_chat
from agent.settings import Settings

def loaded():
    return [name for name in ("ollama", "openai", "dashscope") if name in sys.modules]

seen = [loaded()]
for provider in ("ollama", "openai", "dashscope"):
    make_chat(Settings(_env_file=None, chat=f"{provider}:m", dashscope_api_key="k"))
    seen.append(loaded())
print(seen)
"""


def test_each_sdk_is_loaded_when_a_model_of_it_is_made() -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.strip() == str([[], ["ollama"], ["ollama", "openai"], ["ollama", "openai", "dashscope"]])
