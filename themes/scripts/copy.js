// A button that copies the text beside it.
export function copy(source) {
  if (!navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = source.dataset.copyWord;
  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
    } catch {
      getSelection().selectAllChildren(source);
      return;
    }
    button.textContent = source.dataset.copied;
    status.textContent = source.dataset.copied;
    setTimeout(() => {
      button.textContent = source.dataset.copyWord;
      status.textContent = "";
    }, 2000);
  });
  source.after(button, status);
}
