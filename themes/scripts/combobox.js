// Articles under a search box while typing: an ARIA combobox with a list to choose from. Without it, or without a choice,
// Enter leads to the search page.
import { asker } from "./search-index.js";
import { result, steady } from "./search-results.js";
import { missed } from "./signals.js";
import { sentence } from "./words.js";

const SHOWN = 6;
const LONGEST = 90;

export function combobox(panel) {
  const words = panel.dataset;
  const input = panel.closest("form").querySelector("input[name=q]");
  const [status, list, template] = ["[role=status]", "[role=listbox]", "template"].map((part) => panel.querySelector(part));
  const options = () => [...list.children];
  const calmly = steady(list, input);
  const index = asker(words.index, (found, late) => calmly(late, () => show(found)), () => open(words.failed));
  let active = -1;

  function mark(at) {
    active = at;
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = options()[at];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function open(text, found = []) {
    list.replaceChildren(...found);
    mark(-1);
    status.textContent = text;
    panel.classList.add("open");
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
  }

  function close() {
    mark(-1);
    index.forget();
    panel.classList.remove("open");
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  function show(found) {
    if (!found.slots.length || document.activeElement !== input) {
      close();
      return;
    }
    const { hits, meant, count } = found;
    const query = input.value.trim();
    missed(count ? "" : query);
    const told = !count ? words.none : count === 1 ? words.one : words.many;
    const mended = meant ? [sentence(words.meant, { query: meant })] : [];
    open([...mended, sentence(told, { query, count })].join(" "), hits.map((hit, at) => {
      const option = result(template, hit, found, LONGEST);
      option.id = `${list.id}-${at}`;
      return option;
    }));
  }

  function type() {
    const query = input.value.trim();
    if (query) index.ask(query, { shown: SHOWN });
    else close();
  }

  function key(event) {
    if (event.isComposing) return;
    const last = list.hidden ? -1 : options().length - 1;
    // Behind the last comes the box again, so that what was typed is never far.
    const steps = { ArrowDown: active < last ? active + 1 : -1, ArrowUp: active < 0 ? last : active - 1 };
    if (active >= 0) Object.assign(steps, { Home: 0, End: last });
    if (event.key in steps && !event.altKey && !event.shiftKey) {
      if (last < 0) type();
      else mark(steps[event.key]);
      if (active < 0) calmly.release();
    } else if (event.key === "Enter" && active >= 0) {
      options()[active].click();
    } else if (event.key === "Escape" && panel.classList.contains("open")) {
      close();
    } else {
      return;
    }
    event.preventDefault();
  }

  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  input.addEventListener("focus", index.warm);
  input.addEventListener("input", type);
  input.addEventListener("keydown", key);
  input.addEventListener("blur", close);
  // The box keeps the focus while an option is clicked.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  // This script comes when the box is used: it has the focus by now, and perhaps its first letters.
  if (document.activeElement === input) index.warm();
  if (input.value && document.activeElement === input) type();
}
