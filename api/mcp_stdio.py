"""`sebastian mcp`: MCP over standard input and output, for programs that start their servers themselves.

With the data folder free, the tools run in this process. With a server running, which has the folder, calls go to its
`/mcp`: the owner's programs share one memory either way.
"""

from contextlib import AsyncExitStack
from typing import Any

import anyio
import httpx2
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams

from agent.outside import opened
from agent.settings import OWNER, Settings
from api.auth import load_token
from api.mcp_door import INSTRUCTIONS, NAME, PATH, Context, mcp_server
from store.errors import FolderLocked

UNREACHABLE = (
    "数据目录正被另一个进程使用，而 {url} 连不上或不认令牌。服务若在别的端口，请加 --port；它若另设了 TOKEN，这里也要设；"
    "若是另一个 sebastian mcp，请改为启动服务，几个程序就能共用它。"
)


def serve_stdio(settings: Settings) -> None:
    """Serve until the input ends.

    Raises:
        FolderLocked: `folder_locked`, the folder is taken and no server answers where the settings say.
        StoreError, ModelError: the folder or the embedding model cannot be used.
    """
    try:
        with opened(settings) as outside:
            anyio.run(_serve, mcp_server(outside, lambda _context: OWNER))
    except FolderLocked:
        anyio.run(_forward, settings)


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


async def _forward(settings: Settings) -> None:
    """Serve by passing every call on to the running server."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{host}:{settings.port}{PATH}"
    headers = {"Authorization": f"Bearer {load_token(settings).value}"}
    async with AsyncExitStack() as stack:
        try:
            timeout = httpx2.Timeout(settings.model_timeout_s)
            http = await stack.enter_async_context(
                httpx2.AsyncClient(headers=headers, timeout=timeout, trust_env=False)
            )
            running = await stack.enter_async_context(Client(streamable_http_client(url, http_client=http)))
        except BaseExceptionGroup as error:
            raise FolderLocked(f"no server answers at {url}", explanation=UNREACHABLE.format(url=url)) from error
        await _serve(_passing_on(running))


def _passing_on(running: Client) -> Server[Any]:
    async def listed(_context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return await running.list_tools()

    async def called(_context: Context, params: CallToolRequestParams) -> CallToolResult:
        return await running.call_tool(params.name, params.arguments)

    return Server(NAME, instructions=INSTRUCTIONS, on_list_tools=listed, on_call_tool=called)
