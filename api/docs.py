"""`GET /docs`: the OpenAPI document as a plain page, which asks no address but this one and runs nothing."""

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

PATH: Final = "/docs"
_STYLE: Final = (
    "body{max-width:60em;margin:2em auto;padding:0 1em;font:16px/1.6 system-ui,sans-serif;color:#222;background:#fff}"
    "code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{background:#f4f4f4;padding:.8em;overflow:auto}"
    "h2{margin-top:2em;border-bottom:1px solid #ccc}summary{cursor:pointer}b.m{display:inline-block;min-width:5em}"
    "table{border-collapse:collapse}td,th{border:1px solid #ddd;padding:.2em .6em;text-align:left;vertical-align:top}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}pre{background:#242424}td,th{border-color:#444}a{color:#8bf}}"
)
_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def add_documentation(app: FastAPI) -> None:
    """Serve the page; it is made anew each time from the document at `/openapi.json`."""

    @app.get(PATH, include_in_schema=False)
    def documentation() -> HTMLResponse:
        return HTMLResponse("".join(_page(app.openapi())), headers={"Content-Security-Policy": _POLICY})


def _page(document: dict[str, Any]) -> Iterator[str]:
    title = escape(document["info"]["title"])
    yield f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    yield f"<style>{_STYLE}</style></head><body><h1>{title} {escape(document['info']['version'])}</h1>"
    yield f"<p>{_prose(document['info'].get('description', ''))}</p>"
    yield '<p>给程序看的是 <a href="openapi.json">openapi.json</a>（OpenAPI），可以导入任何接口工具。</p>'
    by_tag: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = (operation.get("tags") or ["其余"])[0]
            by_tag.setdefault(tag, []).append("".join(_operation(method, path, operation, document)))
    for tag, sections in by_tag.items():
        yield f"<h2>{escape(tag)}</h2>{''.join(sections)}"
    yield "</body></html>"


def _operation(method: str, path: str, operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    yield f"<details><summary><b class=m>{method.upper()}</b> <code>{escape(path)}</code> {escape(operation.get('summary', ''))}</summary>"
    yield f"<p>{_prose(operation.get('description', ''))}</p>"
    given = [(each["name"], each["in"], each.get("description", "")) for each in operation.get("parameters", ())]
    yield _table(("参数", "在", "意思"), given)
    for media, body in operation.get("requestBody", {}).get("content", {}).items():
        yield f"<p>请求体 <code>{escape(media)}</code></p>"
        shape = _resolved(body.get("schema", {}), document)
        fields = [
            (name, "必填" if name in shape.get("required", ()) else "", field.get("description", ""))
            for name, field in shape.get("properties", {}).items()
        ]
        yield _table(("字段", "", "意思"), fields)
        for example in shape.get("examples", ()):
            yield f"<pre>{escape(json.dumps(example, ensure_ascii=False, indent=2))}</pre>"
    answers = [(status, answer.get("description", "")) for status, answer in operation.get("responses", {}).items()]
    yield _table(("状态", "意思"), answers)
    yield "</details>"


def _resolved(shape: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    name = str(shape.get("$ref", "")).rpartition("/")[2]
    found: dict[str, Any] = document.get("components", {}).get("schemas", {}).get(name, shape) if name else shape
    return found


def _table(head: tuple[str, ...], rows: list[Any]) -> str:
    if not rows:
        return ""
    lines = ["".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows]
    return f"<table><tr>{''.join(f'<th>{each}</th>' for each in head)}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _prose(text: str) -> str:
    return escape(text).replace("\n\n", "</p><p>")
