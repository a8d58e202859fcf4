"""Composition: the app (`create_app`) and the command line (`main`)."""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from agent import Sebastian
from agent.settings import Settings, is_loopback
from agent.tokens import Tokens
from agent.tracing import settle_tracing
from api import (
    backup,
    chat,
    completions,
    exports,
    health,
    import_routes,
    memories,
    metrics,
    page,
    tidy,
    transcriptions,
    undo,
)
from api.auth import BearerGate, load_token
from api.body_limit import BodyLimit
from api.docs import add_documentation
from api.edge import Edge
from api.errors import install_error_handlers
from api.imports import Imports
from api.installation import version
from api.langserve_routes import add_agent_routes
from api.mcp_door import mcp_routes, mcp_server, user_of_request
from api.own_site import OwnSite
from api.tries import Tries
from api.turns import Turns
from cli.main import run

DESCRIPTION = """带永久记忆的私人助理。除 `/health` 与本页外，每个请求都要带 `Authorization: Bearer <TOKEN>`。

出错时一律答 `{"error": {"code", "message"}}`：`code` 稳定不变，`message` 说明原因与补救办法。
"""


def create_app(sebastian: Sebastian | None = None, settings: Settings | None = None) -> FastAPI:
    """Compose the app around an assistant, made from `settings` when none is given; its end closes the assistant.

    Raises:
        StoreError: the data folder is locked or its ledger corrupt.
        ModelUnavailable: the models that the settings name cannot be made.
    """
    if sebastian is None:
        sebastian = Sebastian(settings=settings or Settings())
    assistant = sebastian
    settle_tracing(assistant.settings)
    tools = mcp_server(assistant.outside, user_of_request)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield
        imports.close()
        assistant.close()

    app = FastAPI(
        title="塞巴斯蒂安 Sebastian",
        version=version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        telemetry=_telemetry(assistant.settings),
    )
    app.state.sebastian = assistant
    app.state.turns = Turns(assistant)
    imports = app.state.imports = Imports(assistant, app.state.turns)
    install_error_handlers(app)
    for routes in (
        chat.router,
        completions.router,
        transcriptions.router,
        memories.router,
        undo.router,
        tidy.router,
        backup.router,
        exports.router,
        import_routes.router,
        health.router,
        metrics.router,
        page.page_routes(page.read_assets()),
    ):
        app.include_router(routes)
    app.router.routes.extend(mcp_routes(tools))
    add_agent_routes(app, app.state.turns)
    add_documentation(app)
    # The last one added is the outermost.
    chosen = assistant.settings
    app.add_middleware(BodyLimit, max_audio_mb=chosen.max_audio_mb, max_import_mb=chosen.max_import_mb)
    app.add_middleware(BearerGate, token=load_token(chosen).value, tokens=Tokens(chosen.data), tries=Tries())
    app.add_middleware(OwnSite, hosts=chosen.host_names, any_host=not (chosen.host_names or is_loopback(chosen.host)))
    app.add_middleware(Edge, metrics=assistant.metrics)
    return app


def _telemetry(settings: Settings) -> TelemetryConfig:
    """What FastAPI tells OpenTelemetry: nothing, or by the owner's choice which request took how long.

    Where to is said by the environment that the OpenTelemetry SDK defines (`OTEL_EXPORTER_OTLP_ENDPOINT`).
    """
    is_on = settings.tracing == "otel"
    return {"tracing": is_on, "metrics": False, "logs": False, "auto_configure": is_on}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 well, 1 could not start or went wrong, 2 wrong arguments."""
    return run(argv, create_app)


if __name__ == "__main__":
    sys.exit(main())
