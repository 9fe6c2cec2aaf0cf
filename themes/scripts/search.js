// The search page: results while typing. Without it the page leads to its lists.
import { asker } from "./search-index.js";
import { result, steady } from "./search-results.js";
import { missed } from "./signals.js";
import { carry, sentence } from "./words.js";

// Results at first, and again at each "more".
const PAGE = 10;
const LONGEST = 180;
// A screen reader tells the number, and the address says the words, once the typing pauses.
const PAUSE_MS = 700;

export function search(box) {
  const part = (name) => document.querySelector(`[data-search-${name}]`);
  const [status, count, meant, list, more, none, ask, idle] = ["status", "count", "meant", "list", "more", "none", "ask", "idle"].map(part);
  const input = document.querySelector(".search-box input");
  const words = box.dataset;
  const calmly = steady(list, input);
  const index = asker(words.index, (found, late) => calmly(late, () => show(found)), fail);
  let state = { query: "", exact: false, shown: PAGE };
  let told;
  // The first of the results that "more" brings.
  let next;

  function say(text) {
    count.textContent = text;
    clearTimeout(told);
    told = setTimeout(() => {
      status.textContent = text;
      keep();
    }, PAUSE_MS);
  }

  function fail() {
    say(words.failed);
    idle.hidden = false;
  }

  function start() {
    carry(state.query);
    if (state.query) {
      index.ask(state.query, state);
      return;
    }
    index.forget();
    show({ hits: [], slots: [] });
  }

  function show(found) {
    const { query, exact } = state;
    const asked = found.slots.length > 0;
    const empty = asked && !found.count;
    say(asked ? sentence(empty ? words.none : found.count === 1 ? words.one : words.many, { query: found.meant ?? query, count: found.count }) : "");
    meant.hidden = !found.meant;
    if (found.meant) {
      const link = meant.querySelector("a");
      meant.querySelector("span").textContent = sentence(words.meant, { query: found.meant });
      link.textContent = sentence(words.exactly, state);
      link.href = address({ ...state, exact: true });
    }
    list.replaceChildren(...found.hits.map((hit) => result(part("hit"), hit, found, LONGEST)));
    if (next) list.children[next]?.querySelector("a").focus();
    next = undefined;
    more.hidden = !(found.count > found.hits.length);
    none.hidden = !empty;
    if (ask) {
      ask.hidden = !asked;
      ask.querySelector("a").textContent = sentence(words.ask, state);
    }
    idle.hidden = asked && !empty;
    missed(empty && !exact ? query : "");
  }

  const address = ({ query, exact }) => (query ? `?${new URLSearchParams({ q: query, ...(exact && { exact: "1" }) })}` : location.pathname);

  // The address follows what is typed; "back" comes to the same results.
  const keep = (how = "replaceState") => history[how](state, "", address(state));

  function read() {
    const asked = new URLSearchParams(location.search);
    state = { query: (asked.get("q") ?? "").trim(), exact: asked.has("exact"), shown: history.state?.shown ?? PAGE };
    input.value = state.query;
    start();
  }

  function type() {
    const query = input.value.trim();
    if (query === state.query) return;
    state = { query, exact: false, shown: PAGE };
    start();
  }

  input.addEventListener("input", type);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    type();
    start();
  });
  meant.addEventListener("click", (event) => {
    if (event.target.localName !== "a" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state = { ...state, exact: true, shown: PAGE };
    keep("pushState");
    start();
    input.focus();
  });
  more.addEventListener("click", () => {
    next = list.children.length;
    state = { ...state, shown: state.shown + PAGE };
    start();
  });
  // Before the page is left for what was found.
  addEventListener("click", () => keep());
  addEventListener("popstate", read);
  // What could not be fetched is asked for again when the connection is back.
  addEventListener("online", start);
  index.warm();
  // Somebody may have been quicker than this script.
  if (input.value) type();
  else read();
  if (!input.value) input.focus();
}
