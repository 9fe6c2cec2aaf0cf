// What is counted without cookies: searches that found nothing, articles opened instead of asking.

// Who stops typing for so long means what is there.
const SETTLED_MS = 1500;
const LAST = "deskmark:missed";

/** Counts something. Where nobody counts, on a plain web server, nothing happens. */
export function signal(name, fields) {
  const body = new URLSearchParams({ ...fields, lang: document.documentElement.lang });
  fetch(`/signals/${name}`, { method: "POST", body, keepalive: true, credentials: "omit" }).catch(() => {});
}

/** What was typed without what may tell who typed it, or what nobody else may know; empty when little is left. */
export function scrub(typed) {
  const left = typed
    .normalize("NFKC")
    // An address may be typed with spaces around its sign.
    .replace(/\S*\s*@\s*\S*/g, " ")
    .replace(/\S*(:\/\/|www\.)\S*|\S+\.\S+\/\S*/gi, " ")
    // Five digits, with at most one mark between two, may be somebody's number.
    .replace(/\p{N}([^\p{L}\p{N}]?\p{N}){4,}/gu, " ")
    .split(/\s+/)
    .filter((word) => !isSecret(word))
    .join(" ")
    .trim()
    .slice(0, 100);
  return left.replace(/[^\p{L}]/gu, "").length < 2 ? "" : left;
}

// A password or a code: letters and digits in one long word, or signs inside one.
function isSecret(word) {
  const core = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  const mixed = /\p{L}/u.test(core) && /\p{N}/u.test(core);
  return (mixed && core.length >= 6) || /[!#$%^&*=+~|\\<>{}[\]]/.test(core);
}

let waiting = "";
let timer;

function send() {
  clearTimeout(timer);
  const query = waiting;
  waiting = "";
  if (!query) return;
  try {
    // Once, though it was typed at home and looked for again on the search page.
    if (sessionStorage.getItem(LAST) === query) return;
    sessionStorage.setItem(LAST, query);
  } catch {
    // Storage is forbidden here: it may count twice.
  }
  signal("miss", { query });
}

/** A search found nothing (`query`), or something (empty). Counted when nobody types on, or leaves. */
export function missed(query) {
  clearTimeout(timer);
  waiting = scrub(query);
  if (waiting) timer = setTimeout(send, SETTLED_MS);
}

addEventListener("pagehide", send);
