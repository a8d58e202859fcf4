import { signOut, token } from "./session.js";
import { t } from "./words.js";

/** What the server refused, in its own words; `code` is stable. */
export class ApiError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Ask for JSON. `body` is sent as JSON; a FormData as it is. Throws ApiError. */
export async function ask(path, { method = "GET", body, signal, as = token() } = {}) {
  const response = await send(path, { method, body, signal, as });
  return response.json();
}

/** Fetch a file as a Blob with the name that the server gives it. Throws ApiError. */
export async function download(path, method) {
  const response = await send(path, { method });
  const named = /filename="?([^";]+)"?/.exec(response.headers.get("content-disposition") ?? "");
  return { blob: await response.blob(), name: named?.[1] };
}

/**
 * Post and follow the answer as it is made: `on[event](data)` for each server-sent event, in order, and before them
 * `on.open()` once the server has what was posted.
 * Resolves when the stream ends; throws ApiError, also for an `error` event.
 */
export async function follow(path, { body, signal, on }) {
  const response = await send(path, { method: "POST", body, signal, accept: "text/event-stream" });
  on.open?.();
  let rest = "";
  for await (const piece of decoded(response.body)) {
    const blocks = (rest + piece).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) tell(block, on);
  }
}

async function send(path, { method = "GET", body, signal, accept = "application/json", as = token() }) {
  const headers = { Authorization: `Bearer ${as}`, Accept: accept };
  const isForm = body instanceof FormData;
  if (body && !isForm) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, signal, body: body && !isForm ? JSON.stringify(body) : body });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("unreachable", t("unreachable"));
  }
  if (!response.ok) throw await refusal(response, as);
  return response;
}

async function refusal(response, as) {
  const said = await response.json().catch(() => null);
  const { code = `http_${response.status}`, message = response.statusText } = said?.error ?? {};
  if (response.status === 401 && as === token()) {
    signOut();
    document.dispatchEvent(new CustomEvent("signed-out"));
  }
  return new ApiError(code, message.replace(/（[a-z_]+）$/, ""));
}

async function* decoded(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

function tell(block, on) {
  const fields = { event: "message", data: "" };
  for (const line of block.split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (at > 0) fields[line.slice(0, at)] = line.slice(at + 1).trimStart(); // else a comment
  }
  if (!fields.data) return;
  const data = JSON.parse(fields.data);
  if (fields.event === "error") throw new ApiError(data.code, data.message.replace(/（[a-z_]+）$/, ""));
  on[fields.event]?.(data);
}
