// Results while typing, on the search page and on the home page. Without it the form leads to the search page's lists.
import { rank, words } from "./rank.js";

const MOST = { page: 30, short: 6 };

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function sentence(box, name, query, count) {
  const number = new Intl.NumberFormat(document.documentElement.lang).format(count);
  return box.dataset[name].replace("{$query}", query).replace("{$count}", number);
}

function list(entries) {
  const ul = element("ul", "articles");
  ul.setAttribute("role", "list");
  for (const entry of entries) {
    const link = element("a");
    link.href = entry.u;
    link.append(element("span", "articles-title", entry.t));
    if (entry.s) link.append(element("span", "articles-summary", entry.s));
    const item = element("li");
    item.append(link);
    ul.append(item);
  }
  return ul;
}

export function search(box) {
  const input = document.querySelector(".search-box input[name=q]");
  const idle = document.querySelector("[data-search-idle]");
  const short = "short" in box.dataset;
  const status = element("p", "search-count");
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  const place = element("div");
  box.append(status, place);
  let index;

  async function load() {
    index ??= fetch(box.dataset.index).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
    return index;
  }

  async function show() {
    const query = input.value.trim();
    const asked = words(query).length > 0;
    if (!asked) {
      status.textContent = "";
      place.replaceChildren();
      box.hidden = short;
      if (idle) idle.hidden = false;
      return;
    }
    try {
      const results = rank(await load(), query);
      if (input.value.trim() !== query) return;
      const name = results.length === 0 ? "none" : results.length === 1 ? "one" : "many";
      status.textContent = sentence(box, name, query, results.length);
      place.replaceChildren(...(results.length ? [list(results.slice(0, short ? MOST.short : MOST.page))] : []));
      if (idle) idle.hidden = results.length > 0;
    } catch {
      index = undefined;
      if (box.dataset.failed) status.textContent = box.dataset.failed;
    }
    box.hidden = false;
  }

  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 80);
  });
  input.addEventListener("focus", () => load().catch(() => { index = undefined; }), { once: true });
  if (!short) {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      history.replaceState(null, "", `?q=${encodeURIComponent(input.value.trim())}`);
      show();
    });
    show();
    if (!input.value) input.focus();
  }
}

// `/` goes to the search box, wherever it is.
export function hotkey(input) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (input.offsetParent === null) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
