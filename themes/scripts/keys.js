// One key an action on the desk's pages, wherever nobody is typing. What has a key says so: `data-key`.
import { rows } from "./place.js";

const KEPT = "deskmark:keys";
const FIELD = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=file], [type=submit], [type=button])";

/**
 * The key as an English keyboard names it. Persian letters stand on the same keys, and an input method (Telex) may keep
 * the letter to itself; where the letters are Latin but elsewhere (Dvorak, AZERTY), the letter is what is meant.
 */
export function keyOf({ key, code, shiftKey }) {
  if (/^[\x21-\x7e]$/.test(key)) return key.toLowerCase();
  if (/^Key[A-Z]$/.test(code)) return code.at(-1).toLowerCase();
  if (code === "Slash") return shiftKey ? "?" : "/";
  return key;
}

export function keys(help) {
  const root = document.documentElement;
  const tick = help.querySelector("[data-keys-switch] input");
  tick.checked = isOn();
  tick.closest("[data-keys-switch]").hidden = false;
  const show = () => { root.dataset.keys = tick.checked ? "on" : "off"; };
  tick.addEventListener("change", () => {
    keep(tick.checked);
    show();
  });
  show();

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const field = event.target.closest?.(FIELD);
    if (field) return inField(event, field);
    const isHelp = keyOf(event) === "?";
    if (event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && !isHelp) || !tick.checked) return;
    if (isHelp) {
      event.preventDefault();
      help.togglePopover?.();
      // Closed, it takes no focus: that goes back to where it was.
      help.focus();
    } else if (!(help.togglePopover && help.matches(":popover-open")) && act(keyOf(event), event.repeat)) {
      event.preventDefault();
    }
  });
}

function inField(event, field) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.form?.matches(".act")) {
    event.preventDefault();
    field.form.requestSubmit();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.closest(".bulk-act")) {
    field.form.requestSubmit(field.closest(".bulk-act").querySelector("button"));
  } else if (event.key === "Escape") {
    const summary = field.closest("details[open]")?.querySelector("summary");
    if (summary) summary.focus();
    else field.blur();
  }
}

// Gives whether the key did something.
function act(key, isHeld) {
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (key === "x") return tick();
  if (isHeld || !/^[a-z]$/.test(key)) return false;
  const target = [...document.querySelectorAll(`[data-key="${key}"]`)].find((one) => one.offsetParent !== null);
  if (target?.matches("summary")) {
    target.parentElement.open = true;
    const fields = [...target.parentElement.querySelectorAll("textarea, select, input")];
    (fields.find((field) => field.offsetParent !== null) ?? target).focus();
  } else if (target?.matches("a, button")) {
    target.click();
  } else {
    target?.focus();
  }
  return Boolean(target);
}

function move(by) {
  const links = rows();
  if (links.length === 0) return false;
  const focused = links.findIndex((link) => link.closest(".queue-row").contains(document.activeElement));
  const from = focused < 0 ? links.findIndex((link) => link.hasAttribute("aria-current")) : focused;
  links[Math.min(links.length - 1, Math.max(0, from + by))].focus();
  return true;
}

function tick() {
  const box = document.activeElement.closest(".queue-row")?.querySelector("[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function isOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function keep(on) {
  try {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "off");
  } catch {
    // Storage is forbidden here: it holds for this page.
  }
}
