"""What goes to DashScope for a chat, to the letter."""

from agent.models import make_chat
from tests.loopback.conftest import Service
from tests.loopback.test_chat import recall_memory, save_memory


def test_chat_streams_in_increments_and_asks_for_parallel_tool_calls(dashscope_service: Service) -> None:
    dashscope_service.server.will(dashscope_service.wire.says("好"))
    make_chat(dashscope_service.settings()).bind_tools([save_memory, recall_memory]).invoke("记住")
    (asked,) = dashscope_service.server.asked
    assert asked.path == "/api/v1/services/aigc/text-generation/generation"
    assert asked.headers["x-dashscope-sse"] == "enable"
    parameters = asked.body["parameters"]
    assert parameters["incremental_output"] is True
    assert parameters["parallel_tool_calls"] is True
    assert parameters["result_format"] == "message"


def test_chat_without_tools_is_incremental_too_and_says_nothing_of_them(dashscope_service: Service) -> None:
    dashscope_service.server.will(dashscope_service.wire.says("好"))
    make_chat(dashscope_service.settings()).invoke("你好")
    parameters = dashscope_service.server.asked[0].body["parameters"]
    assert parameters["incremental_output"] is True
    assert "parallel_tool_calls" not in parameters
    assert "tools" not in parameters
