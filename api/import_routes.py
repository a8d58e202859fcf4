"""`POST /import`, and an import's progress."""

from contextlib import nullcontext
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from anyio import to_thread
from fastapi import APIRouter, Depends, File, Form, Query, Request, Security, UploadFile
from fastapi.responses import JSONResponse

from agent.importing.job import Progress
from agent.importing.prepared import Prepared, prepared
from agent.masking import mask_of
from api.auth import bearer
from api.dependencies import Assistant, User
from api.errors import code_of, error_line
from api.imports import Imports, new_folder, upload_in
from api.schemas import ImportProgress, ImportStarted, documented
from api.uploads import copied
from api.validation import multipart_body

router = APIRouter(prefix="/import", tags=["导入导出"], dependencies=[Security(bearer)])

# How long a request for news waits for some; proxies cut off what is silent for a minute.
MAX_WAIT_S = 25.0
MAX_NAME = 100


def _imports(request: Request) -> Imports:
    imports: Imports = request.app.state.imports
    return imports


ImportsOf = Annotated[Imports, Depends(_imports)]


@router.post(
    "",
    summary="导入别处的记忆与聊天",
    dependencies=[Depends(multipart_body)],
    responses=documented(ImportStarted, 400, 401, 409, 413, 415, 422),
)
async def begin_import(
    file: Annotated[
        UploadFile, File(description="ChatGPT 的导出包、mem0、LangMem、Letta、Telegram、聊天文本，或本服务的导出。")
    ],
    sebastian: Assistant,
    imports: ImportsOf,
    user: User,
    owner: Annotated[
        str, Form(description="聊天记录里哪个名字是你；文件自己说明了的不必填。", max_length=MAX_NAME)
    ] = "",
    dry_run: Annotated[bool, Form(description="只说会导入什么，不导入。")] = False,
) -> JSONResponse:
    """读一遍文件，答复里说会导入多少；然后在后台一条条地记，用 `GET /import/{id}` 看进度。

    只有你自己的话才记，日期照原来的。导入过的不会再导入，所以中断了就再发一次同一个文件。
    """
    folder = new_folder()
    try:
        path = await to_thread.run_sync(copied, file, upload_in(folder))

        def read() -> tuple[Prepared, dict[str, Any]]:
            with sebastian.looked_at(user) if dry_run else nullcontext(sebastian.memory(user)) as memory:
                found = prepared(
                    path,
                    memory,
                    mask=mask_of(keep_secrets=sebastian.settings.keep_secrets),
                    owner=owner.strip(),
                    zone=ZoneInfo(sebastian.settings.timezone),
                    now=sebastian.clock(),
                )
                return found, _preview(found)

        found, preview = await to_thread.run_sync(read)
        import_id = None if dry_run else imports.start(found, user, folder)
    except BaseException:
        folder.cleanup()
        raise
    if dry_run:
        folder.cleanup()
    return JSONResponse({"id": import_id, **preview})


@router.get("/{import_id}", summary="导入的进度", responses=documented(ImportProgress, 401, 404, 422))
def import_progress(
    import_id: str,
    imports: ImportsOf,
    user: User,
    after: Annotated[
        int | None, Query(ge=-1, le=10**9, description="等到处理完的多于这个数，或导入结束，或过了 25 秒，再答。")
    ] = None,
) -> JSONResponse:
    """导入到哪里了。服务重启后没有这个编号了，再导入一次即可接着来。"""
    return JSONResponse(_progress(imports.job(import_id, user).progress(after=after, timeout_s=MAX_WAIT_S)))


@router.delete("/{import_id}", summary="停下导入", responses=documented(ImportProgress, 401, 404, 422))
def stop_import(import_id: str, imports: ImportsOf, user: User) -> JSONResponse:
    """正在记的那一条记完就停；记下的都在，以后再导入同一个文件，从这里接着来。"""
    job = imports.job(import_id, user)
    job.stop()
    return JSONResponse(_progress(job.progress()))


def _preview(found: Prepared) -> dict[str, Any]:
    preview = found.preview()
    return {
        "kind": preview.kind,
        "total": preview.total,
        "new": preview.new,
        "known": preview.known,
        "skipped": preview.skipped,
        "first": preview.first.isoformat() if preview.first else None,
        "last": preview.last.isoformat() if preview.last else None,
    }


def _progress(progress: Progress) -> dict[str, Any]:
    error = progress.error
    return {
        "state": progress.state,
        "total": progress.total,
        "done": progress.done,
        "new": progress.new,
        "known": progress.known,
        "skipped": progress.skipped,
        "owed": progress.owed,
        "rate": None if progress.rate is None else round(progress.rate, 3),
        "left_s": None if progress.left_s is None else round(progress.left_s),
        "error": None
        if error is None
        else {"code": code_of(error), "message": error_line(code_of(error), error.details)},
    }
