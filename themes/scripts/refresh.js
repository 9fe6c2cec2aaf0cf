// What others do shows up on an open page of the desk. What is focused, ticked, typed or scrolled to stays as it is.
import { remember } from "./place.js";
import { sentence } from "./words.js";

const EVERY_MS = 30_000;
const keyOf = (row) => row.querySelector("a").pathname;

/** `box`: where it is told that there is news. */
export function refresh(box) {
  const ticket = document.querySelector("[data-ticket]");
  const asked = new URLSearchParams(location.search);
  asked.delete("done");
  const address = `${ticket?.dataset.ticket ?? location.pathname}?${asked}`;
  let known;
  let looked = Date.now();

  const timer = setInterval(() => {
    if (!document.hidden && Date.now() - looked >= EVERY_MS) look();
  }, 1000);
  // Whoever begins to type looks at once whether somebody else has.
  document.addEventListener("desk:look", look);

  async function look() {
    looked = Date.now();
    let answer;
    try {
      answer = await fetch(address, { headers: known ? { "If-None-Match": known } : {}, redirect: "manual", cache: "no-store" });
    } catch {
      return; // No connection: the next look may have one.
    }
    if (answer.type === "opaqueredirect") {
      clearInterval(timer);
      tell("out");
    }
    if (answer.status !== 200) return;
    known = answer.headers.get("etag");
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const count = show(next);
    if (count) tell("came", count);
    if (ticket && next.querySelector("[data-ticket]").dataset.version !== ticket.dataset.version) tell("changed");
  }

  function tell(what, count) {
    const line = box.querySelector(`[data-tell=${what}]`);
    const { one, many } = line.dataset;
    if (one) line.querySelector("span").textContent = sentence(count === 1 ? one : many, { count });
    line.hidden = false;
  }
}

// Gives how many rows have come.
function show(next) {
  let came = 0;
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const other = next.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    const [list, news] = [part, other].map((place) => place?.querySelector("[data-rows]"));
    if (list && news) came += swap(list, news);
    else if (other && part.innerHTML !== other.innerHTML && !part.contains(document.activeElement)) {
      came += other.querySelectorAll("[data-rows] > *").length;
      part.replaceChildren(...other.childNodes);
    }
  }
  if (document.querySelector("table[data-queue]")) remember();
  return came;
}

function swap(list, news) {
  const active = document.activeElement;
  const place = [...list.children].findIndex((row) => row.contains(active));
  const held = place < 0 ? undefined : list.children[place];
  // In sight of somebody who has scrolled: the focused row, or the first that can be seen.
  const seen = held ?? (scrollY > 0 && [...list.children].find((row) => row.getBoundingClientRect().bottom > 0));
  const [anchor, top] = seen ? [keyOf(seen), seen.getBoundingClientRect().top] : [];
  const heldKey = held && keyOf(held);

  const old = new Map([...list.children].map((row) => [keyOf(row), row]));
  const rows = [...news.children].map((row) => {
    const was = old.get(keyOf(row));
    if (was?.outerHTML === row.outerHTML) return was;
    const [ticked, box] = [was, row].map((one) => one?.querySelector("[type=checkbox]"));
    if (ticked && box) box.checked = ticked.checked;
    return document.importNode(row, true);
  });
  rows.forEach((row, at) => {
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
  });
  while (list.children.length > rows.length) list.lastElementChild.remove();

  const at = (key) => rows.find((row) => keyOf(row) === key);
  if (held && document.activeElement !== active) {
    // Where it has left, the one that came into its place.
    const row = at(heldKey) ?? rows[Math.min(place, rows.length - 1)];
    row?.querySelector(active.matches("input") ? "input" : "a").focus({ preventScroll: true });
  }
  if (anchor && at(anchor)) scrollBy({ top: at(anchor).getBoundingClientRect().top - top, behavior: "instant" });
  return rows.filter((row) => !old.has(keyOf(row))).length;
}
