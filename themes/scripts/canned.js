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
