"""The embedded model without a server: `from agent import Sebastian`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from agent import Sebastian
from agent.settings import Settings
from tests.live.server_process import EMBEDDED
from tests.stories import BEIJING

pytestmark = pytest.mark.live

NOW = datetime(2025, 3, 1, 9, 0, tzinfo=BEIJING)


@pytest.fixture(scope="module")
def sebastian(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sebastian]:
    """An assistant that knows nothing yet."""
    chosen = {name: EMBEDDED[f"SEBASTIAN_{name.upper()}"] for name in ("chat", "embedding", "speech")}
    settings = Settings(**{"_env_file": None, "data": tmp_path_factory.mktemp("data"), **chosen})  # type: ignore[arg-type]
    with Sebastian(settings=settings, clock=lambda: NOW) as sebastian:
        yield sebastian
        assert sebastian.memory().check() == []


def test_what_was_never_told_is_said_not_to_be_known(sebastian: Sebastian) -> None:
    reply = sebastian.chat("我姑姑养的鹦鹉叫什么名字？")
    assert "不知道" in reply.response
    assert reply.memory is None


def test_what_was_told_of_something_else_is_no_answer(sebastian: Sebastian) -> None:
    sebastian.chat("我在烟台的一家医院当麻醉师")
    reply = sebastian.chat("我的车牌号是多少？")
    assert "不知道" in reply.response
    assert reply.memory is None
