// Keys for the desk: j and k move through the queue, Enter opens, a accepts, r goes to the answer, Ctrl+Enter sends it.
export function desk() {
  const links = [...document.querySelectorAll("[data-queue] .queue-row a")].filter((link) => link.offsetParent !== null);
  let at = links.findIndex((link) => link.hasAttribute("aria-current"));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing) {
      const form = event.target.form;
      if (event.key === "Enter" && event.ctrlKey && form?.hasAttribute("data-answer")) form.requestSubmit();
      return;
    }
    if (event.ctrlKey) return;
    if (event.key === "j" || event.key === "k") {
      if (links.length === 0) return;
      const focused = links.indexOf(document.activeElement);
      if (focused >= 0) at = focused;
      at = Math.min(links.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
      links[at].focus();
      return;
    }
    const target = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (!target) return;
    event.preventDefault();
    if (target instanceof HTMLButtonElement) target.form.requestSubmit(target);
    else target.focus();
  });
}

// Canned replies go into the answer where the cursor is.
export function canned(box) {
  const select = box.querySelector("select");
  const text = box.closest("form").elements.text;
  box.hidden = false;
  select.addEventListener("change", () => {
    if (!select.value) return;
    const gap = text.value && !text.value.endsWith("\n") ? "\n\n" : "";
    text.setRangeText(gap + select.value.trim(), text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    select.selectedIndex = 0;
    text.focus();
  });
}
