import { ask, download } from "./api.js";
import { confirmed, notice } from "./dialog.js";
import { el } from "./dom.js";
import { t } from "./words.js";

/** Save all memory as a file that can be imported again. */
export const exported = () => saved("/export", "GET", "sebastian.ndjson");

/** Save a backup. */
export const backedUp = () => saved("/backup", "POST", "sebastian-backup.zip");

/** Let a file be chosen. */
export function chosen(act) {
  const picker = el("input", { type: "file", on: { change: () => act(picker.files[0]) } });
  picker.click();
}

/** Take a file in: say first what it holds, then, where that is agreed to, how far it has come. */
export async function imported(file) {
  const found = await ask("/import", { method: "POST", body: form(file, { dry_run: true }) });
  if (!found.new) return notice(t("nothingNew", found.total));
  const asked = { title: t("importTitle"), text: t("importText", found), action: t("import") };
  if (!(await confirmed(asked))) return;
  const { id } = await ask("/import", { method: "POST", body: form(file) });
  let progress = { state: "running", done: -1 };
  while (progress.state === "running") {
    progress = await ask(`/import/${id}?after=${progress.done}`);
    notice(t("importing", progress));
  }
  if (progress.error) throw new Error(progress.error.message);
}

function form(file, fields = {}) {
  const body = new FormData();
  body.append("file", file);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return body;
}

async function saved(path, method, fallback) {
  const { blob, name } = await download(path, method);
  const link = el("a", { href: URL.createObjectURL(blob), download: name ?? fallback });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
