"""Composition: the app (`create_app`) and the command line (`main`)."""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from agent import Sebastian
from agent.settings import Settings
from api import backup, chat, exports, health, import_routes, memories, page, tidy, undo
from api.auth import BearerGate, load_token
from api.body_limit import BodyLimit
from api.edge import Edge
from api.errors import install_error_handlers
from api.imports import Imports
from api.installation import version
from api.langserve_routes import add_agent_routes
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

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        imports.close()
        assistant.close()

    app = FastAPI(
        title="塞巴斯蒂安 Sebastian",
        version=version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
    )
    app.state.sebastian = assistant
    app.state.turns = Turns(assistant)
    imports = app.state.imports = Imports(assistant, app.state.turns)
    install_error_handlers(app)
    for routes in (
        chat.router,
        memories.router,
        undo.router,
        tidy.router,
        backup.router,
        exports.router,
        import_routes.router,
        health.router,
        page.page_routes(page.read_assets()),
    ):
        app.include_router(routes)
    add_agent_routes(app, app.state.turns)
    # The last one added is the outermost.
    app.add_middleware(
        BodyLimit, max_audio_mb=assistant.settings.max_audio_mb, max_import_mb=assistant.settings.max_import_mb
    )
    app.add_middleware(BearerGate, token=load_token(assistant.settings).value)
    app.add_middleware(Edge)
    return app


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 well, 1 could not start or went wrong, 2 wrong arguments."""
    return run(argv, create_app)


if __name__ == "__main__":
    sys.exit(main())
