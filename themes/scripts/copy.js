// A button that copies the text beside it.
export function copy(source) {
  const button = copying(source, source.dataset.copyWord, source.dataset.copied);
  if (button) source.after(button);
}

// Every block of code of an article gets one in its corner.
export function codeBlocks(article) {
  for (const block of article.querySelectorAll("pre")) {
    const button = copying(block, article.dataset.codeCopy, article.dataset.codeCopied);
    if (!button) return;
    const box = document.createElement("div");
    box.className = "code-block";
    block.before(box);
    box.append(block, button);
  }
}

// One voice for all buttons of a page: it has to be there before it speaks.
let voice;
function say(words) {
  voice.textContent = words;
}

function copying(source, word, done) {
  if (!navigator.clipboard) return undefined;
  if (!voice) {
    voice = document.createElement("span");
    voice.className = "visually-hidden";
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = word;
  button.lang = document.documentElement.lang;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
    } catch {
      getSelection().selectAllChildren(source);
      return;
    }
    button.textContent = done;
    say(done);
    setTimeout(() => {
      button.textContent = word;
      say("");
    }, 2000);
  });
  return button;
}
