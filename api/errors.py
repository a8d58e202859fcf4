"""The one place where an error becomes an HTTP status and a Chinese sentence with its code and a remedy.

Every error body has the same shape: `{"error": {"code", "message"}}`; under `/v1/`, where OpenAI's clients call, it has
besides the `type` and `param` that they look for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.types import Scope

from api.passing import failed
from store.errors import ModelError, SebastianError

OPENAI_PATHS = "/v1/"
KEPT = "您的话已经记下，模型恢复后会补上整理；不必重说。"


@dataclass(frozen=True, slots=True)
class Wording:
    """How one code is said over HTTP: its status, and a sentence whose `{names}` come from the error's details."""

    status: int
    sentence: str


WORDINGS: dict[str, Wording] = {
    # the request itself
    "unauthorized": Wording(401, "缺少令牌，或令牌不对。请在请求头里写 Authorization: Bearer <TOKEN>。"),
    "too_many_tries": Wording(429, "令牌试错的次数太多。请核对令牌，过 {retry_after_s} 秒再试。"),
    "not_your_memory": Wording(
        403, "这个令牌只打得开它自己的记忆，X-Sebastian-User 只有主人的令牌能用。请去掉这个请求头。"
    ),
    "owners_alone": Wording(403, "这个地址说的是整台服务，只有主人的令牌打得开。请用主人的令牌。"),
    "unknown_host": Wording(
        421, "不认识这个主机名。经反向代理或别的名字访问时，请把名字写进 SEBASTIAN_HOSTS，例如 memory.example.com。"
    ),
    "cross_site": Wording(403, "这个请求来自别的网站，不能受理。请从本服务自己的网页或不带 Origin 的客户端发出。"),
    "too_slow": Wording(408, "请求来得太慢，已经不等了。请检查网络后重发。"),
    "too_busy": Wording(429, "正在等候的话太多了，这一句没有受理，也没有记下。请过 {retry_after_s} 秒再说一遍。"),
    "invalid_user": Wording(
        422, "X-Sebastian-User 只能用 1 至 64 个英文字母、数字和 _ . -，不以点开头。请改名，或不带这个请求头。"
    ),
    "invalid_json": Wording(400, "请求体不是有效的 JSON（须为 UTF-8）。请检查引号、逗号和编码。"),
    "invalid_body": Wording(400, "请求体无法解析。请按接口文档 /docs 的格式重发。"),
    "invalid_input": Wording(422, "请求里有不能用的值：{problems}。请按接口文档 /docs 改正。"),
    "unsupported_media_type": Wording(415, "Content-Type 不对，这里只收 {expected}。请改正请求头。"),
    "body_too_large": Wording(413, "请求体太大，最多 {limit_kb} KB。请分几次发。"),
    "audio_too_large": Wording(413, "录音太大，最多 {limit_mb} MB。请剪短，或调高 SEBASTIAN_MAX_AUDIO_MB。"),
    "not_found": Wording(404, "没有这个地址。请看接口文档 /docs。"),
    "method_not_allowed": Wording(405, "这个地址不支持这种请求方法。请看接口文档 /docs。"),
    "request_refused": Wording(400, "请求不能受理。请看接口文档 /docs。"),
    "empty_text": Wording(422, "没有内容。请写下要说的话，放在 text 里。"),
    "text_too_long": Wording(422, "话太长了：{length} 字，最多 {limit} 字。请分几次说。"),
    "invalid_text": Wording(422, "文字里有无法保存的字符（空字符，或半个代理对）。请去掉后重发。"),
    "not_words": Wording(422, "这里只收文字，不收{what}。请用文字说出来。"),
    "invalid_time": Wording(
        422, "时间不能用：须是带时区的 ISO 8601 时间，且不在未来，例如 2025-05-01T08:00:00+08:00。"
    ),
    "invalid_window": Wording(422, "时间段不能用：since 须早于 until。请改正其中一个。"),
    "invalid_thread_id": Wording(422, "thread_id 只能用 1 至 128 个英文字母、数字和 _ . : -。请改正，或不填。"),
    "confirmation_needed": Wording(
        400, "这会抹掉全部记忆，无法恢复。确定的话，请写成 DELETE /memories?all=true&erase=true。"
    ),
    # memory
    "fact_not_found": Wording(404, "没有这条记忆。请用 GET /memories?status=all 查看现有的编号。"),
    "fact_not_current": Wording(409, "这条记忆已经不是现行的（{status}）。请用 GET /memories/{{id}} 查看它的经过。"),
    "slot_taken": Wording(409, "这一项已有记忆：「{statement}」（{id}）。请更新那一条。"),
    "duplicate_fact": Wording(409, "已经记得这件事：「{statement}」（{id}）。不必再存。"),
    "missing_premise": Wording(409, "推论所依据的记忆不存在或已失效。请先核对前提。"),
    "circular_premise": Wording(409, "推论不能以由它自己推出的记忆为依据（{premise}）。请换一个前提。"),
    "nothing_to_undo": Wording(409, "没有可以撤销的变化。请用 GET /memories 查看现有的记忆。"),
    "undo_conflict": Wording(409, "其中一条（{id}）后来又变过，不能单独撤销。请先撤销后来的变化。"),
    "voice_unset": Wording(
        422, "没有设说话的模型，不能念出回答。请设 SEBASTIAN_VOICE（如 dashscope:qwen3-tts-flash），或不带 speak=true。"
    ),
    # import
    "import_unreadable": Wording(422, "这个文件读不完整：不是它该有的格式，或已损坏。请重新导出一份。"),
    "import_unknown": Wording(
        422,
        "认不出这个文件。能导入的有：ChatGPT 的导出包、mem0、LangMem、Letta、Telegram 的 JSON，聊天文本，本服务的导出。",
    ),
    "import_too_large": Wording(
        413, "要导入的文件太大，或解开后大得不合常理。请分开导入，或调高 SEBASTIAN_MAX_IMPORT_MB。"
    ),
    "owner_needed": Wording(422, "聊天里有几个人，请说明哪个名字是您：{names}。命令行加 --owner，接口填 owner。"),
    "memory_not_empty": Wording(
        409, "这里已有别的记忆，不能把导出的整份记忆并进来。请导入到空的记忆里（换 --data 或 --user）。"
    ),
    "import_running": Wording(409, "已有一次导入正在进行。请等它结束，或先停下它（DELETE /import/编号）。"),
    "import_not_found": Wording(404, "没有这次导入，或服务重启过。再导入一次同一个文件即可接着来。"),
    # what lies on disk
    "store_error": Wording(500, "数据目录无法使用。请查看服务日志，检查磁盘空间与权限。"),
    "ledger_corrupt": Wording(500, "账本已损坏，为免错上加错不再写入。请从备份恢复数据目录，或查看服务日志。"),
    "erased_list_corrupt": Wording(
        500, "抹除的记录（erased.json）已损坏，为免抹去的又回来，不再打开。请运行 sebastian check，从备份恢复数据目录。"
    ),
    "threads_corrupt": Wording(
        500,
        "对话线程（threads.sqlite）已损坏。请停掉服务，运行 sebastian check --fix：只丢正在谈的上下文，记忆不受影响。",
    ),
    "backup_unusable": Wording(
        500, "备份不能用：文件已损坏，不是备份，或账本本身已损坏。什么也没有改；请运行 sebastian check，或换一份备份。"
    ),
    "folder_not_empty": Wording(
        409, "数据目录里已有 {users} 的记忆。要换成备份里的，请加 --replace（原来的会另外放好）。"
    ),
    "passphrase_needed": Wording(
        500, "已经加密，还没有给口令。请设 SEBASTIAN_PASSPHRASE，或用 SEBASTIAN_KEY_FILE 指出密钥文件。"
    ),
    "wrong_passphrase": Wording(500, "口令或密钥文件不对，打不开。什么也没有改；请核对后再试。"),
    "folder_not_encrypted": Wording(
        500, "设了口令，而数据目录还没有加密。请先停掉服务，运行 sebastian encrypt；不想加密，就去掉这项设置。"
    ),
    "keys_corrupt": Wording(
        500, "密钥文件 keys.json 已损坏。每份备份里都有同样的一份，取出来放回数据目录即可；口令不变。"
    ),
    "key_file_unusable": Wording(
        500, "SEBASTIAN_KEY_FILE 所指的文件读不了，或不足 32 字节。请检查路径与权限，或用 openssl rand 32 另做一个。"
    ),
    "disk_full": Wording(507, "磁盘满了，这一次没有记下。请腾出空间，然后再说一遍。"),
    "folder_read_only": Wording(507, "数据目录不可写，这一次没有记下。请检查目录的权限，以及磁盘是否只读。"),
    "folder_locked": Wording(
        503, "数据目录正被另一个进程使用（进程号 {pid}，始于 {since}）。请先停掉它，或用 --data 换一个目录。"
    ),
    # a Sebastian that runs elsewhere
    "remote_error": Wording(502, "另一处的塞巴斯蒂安出错了。请查看那里的日志。"),
    "server_unreachable": Wording(502, "连不上塞巴斯蒂安的服务。请检查地址与端口，并确认服务在运行。"),
    # models
    "model_error": Wording(502, "模型出错了。请稍后再试。"),
    "model_unavailable": Wording(
        502, "模型暂时不可用：连不上、被拒绝，或缺少权重。请检查网络、密钥与 SEBASTIAN_CHAT，或运行 sebastian --check。"
    ),
    "model_timeout": Wording(504, "模型没有在限定的时间内回答。请稍后再试，或调高 SEBASTIAN_MODEL_TIMEOUT_S。"),
    "model_quota": Wording(502, "模型账户的额度用完了，或请求太频繁。请稍后再试，或检查账户。"),
    "model_answer_invalid": Wording(502, "模型的回答无法使用。请换个说法再试一次。"),
    "audio_unreadable": Wording(
        422, "读不懂这段录音：不是可识别的音频，或文件已损坏。请重录，用 wav、mp3、m4a、ogg、webm、flac、amr 或 aac。"
    ),
    "audio_silent": Wording(422, "录音里没有听到说话声。请靠近麦克风再说一次。"),
    "audio_unclear": Wording(
        422, "听不清说的是什么：太嘈杂、太含糊，或不是普通话与英语。请换个安静的地方，靠近麦克风再说一次。"
    ),
    "audio_too_short": Wording(422, "录音太短，听不出话来。请按住说完再松开。"),
    "audio_too_long": Wording(422, "录音太长，一次最多 {limit_min} 分钟。请分几次说。"),
    # the end, and a bug
    "stopping": Wording(503, "服务正在停止，这一轮没有答完。话若已经记下，以后会补上整理。请稍后再试。"),
    "internal": Wording(500, "服务内部出错了，已写入日志。请稍后再试；若一再发生，请报告此代码。"),
}

_BY_STATUS = {400: "invalid_body", 401: "unauthorized", 404: "not_found", 405: "method_not_allowed"}
_PROBLEMS = {
    "missing": "缺少这一项",
    "string_type": "应是文字",
    "int_parsing": "应是整数",
    "int_type": "应是整数",
    "bool_parsing": "应是 true 或 false",
    "literal_error": "不在可选值之中",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "model_attributes_type": "应是 JSON 对象",
    "dict_type": "应是 JSON 对象",
}


class RequestRefused(HTTPException):
    """A request that the doors turn away before memory is touched; `code` is one of `WORDINGS`.

    It is FastAPI's own exception, for that is the only one that comes through while a body is read.
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(WORDINGS[code].status, code)
        self.code = code
        self.details: dict[str, Any] = details


class _Details(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "未知"


def error_line(code: str, details: dict[str, Any] | None = None) -> str:
    """Say an error code in Chinese, with its remedy and the code itself; details may bring their own `explanation`."""
    given = details or {}
    sentence = given.get("explanation") or WORDINGS[code].sentence.format_map(_Details(given))
    kept = KEPT if given.get("kept") else ""
    return f"{sentence}{kept}（{code}）"


def code_of(error: SebastianError) -> str:
    """The nearest code in the tree that has a wording, the error's own first."""
    codes = (cls.__dict__.get("code") for cls in type(error).__mro__)
    return next((code for code in codes if code in WORDINGS), "internal")


def error_response(code: str, details: dict[str, Any] | None = None, *, scope: Scope) -> JSONResponse:
    """The answer to the request of this scope, which failed with `code`."""
    failed(scope, code)
    wording = WORDINGS[code]
    headers = {"WWW-Authenticate": 'Bearer realm="sebastian"'} if wording.status == 401 else {}
    if details and "retry_after_s" in details:
        headers["Retry-After"] = str(details["retry_after_s"])
    error: dict[str, str | None] = {"code": code, "message": error_line(code, details)}
    if scope["path"].startswith(OPENAI_PATHS):
        error |= {"type": "server_error" if wording.status >= 500 else "invalid_request_error", "param": None}
    return JSONResponse({"error": error}, status_code=wording.status, headers=headers)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestRefused)
    return error_response(error.code, error.details, scope=request.scope)


async def _expected(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SebastianError)
    return error_response(code_of(error), error.details, scope=request.scope)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AnyHTTPException)
    if error.status_code == 400 and "json" in request.headers.get("content-type", ""):
        return error_response("invalid_json", scope=request.scope)
    return error_response(_BY_STATUS.get(error.status_code, "request_refused"), scope=request.scope)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    if any(isinstance(problem, dict) and problem.get("type") == "json_invalid" for problem in error.errors()):
        return error_response("invalid_json", scope=request.scope)
    return error_response("invalid_input", {"problems": problems_of(error.errors())}, scope=request.scope)


def problems_of(found: Sequence[Any]) -> str:
    """Say which fields have which fault, never their values: a value may be the user's words.

    Args:
        found: what pydantic's `errors()` gives; LangServe puts bare strings among them.
    """
    said = [
        f"{'.'.join(map(str, each['loc'])) or '请求体'} {_PROBLEMS.get(each['type'], '格式不对')}"
        for each in found
        if isinstance(each, dict)
    ]
    return "；".join(said) or "格式不对"


def mark_words_kept(error: ModelError) -> None:
    """Mark that the turn was on disk before its model failed, so that the message can say so."""
    error.details["kept"] = True


def install_error_handlers(app: FastAPI) -> None:
    """Answer every expected error of `app` in the one shape."""
    app.add_exception_handler(RequestRefused, _refused)
    app.add_exception_handler(SebastianError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(AnyHTTPException, _http)
