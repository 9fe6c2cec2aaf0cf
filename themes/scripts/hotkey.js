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
