// Steps that can be ticked, remembered on this computer only. An article has one list of them, or one a platform.
const STORE = "deskmark:steps:";
// As many as a request takes along.
const MOST = 60;

export function steps(article) {
  const lists = [...article.querySelectorAll("ol.steps")];
  if (lists.length === 0) return;
  const key = STORE + article.dataset.steps;
  const done = new Set(read(key));
  const { stuckUrl } = article.dataset;
  // Whoever asks brings along what they have done; the links to the form are beside each step, and at the article's end.
  const tell = () => {
    for (const link of stuckUrl ? article.parentElement.querySelectorAll("a") : []) {
      const url = new URL(link.href);
      if (url.pathname !== new URL(stuckUrl, location.href).pathname) continue;
      if (done.size) url.searchParams.set("ticked", [...done].slice(0, MOST).join());
      else url.searchParams.delete("ticked");
      link.href = url.pathname + url.search;
    }
  };
  const save = () => {
    write(key, [...done]);
    tell();
  };
  for (const list of lists) tickable(list, article.dataset, done, save);
  tell();
}

// What a step is called outside its page: `3`, or `windows-3` in a variant.
const name = (row) => row.id.replace(/^step-/, "");

function tickable(list, words, done, save) {
  const rows = [...list.querySelectorAll(":scope > .step[id]")];
  if (rows.length === 0) return;
  const { lang, dir } = document.documentElement;
  const number = new Intl.NumberFormat(lang);

  const bar = document.createElement("div");
  bar.className = "steps-bar";
  Object.assign(bar, { lang, dir });
  const progress = document.createElement("span");
  progress.setAttribute("role", "status");
  const reset = document.createElement("button");
  reset.type = "button";
  reset.className = "copy";
  reset.textContent = words.reset;
  bar.append(progress, reset);

  const boxes = rows.map((row, at) => {
    const tools = document.createElement("div");
    tools.className = "step-tools";
    Object.assign(tools, { lang, dir });
    const label = document.createElement("label");
    label.className = "step-tick";
    const box = document.createElement("input");
    box.type = "checkbox";
    label.append(box, words.done.replace("{$step}", number.format(at + 1)));
    tools.append(label);
    if (words.stuckUrl) {
      const stuck = document.createElement("a");
      const url = new URL(words.stuckUrl, location.href);
      url.searchParams.set("step", name(row));
      stuck.href = url.pathname + url.search;
      stuck.textContent = words.stuck;
      tools.append(stuck);
    }
    row.append(tools);
    box.addEventListener("change", () => {
      if (box.checked) done.add(name(row));
      else done.delete(name(row));
      save();
      show();
    });
    return box;
  });

  function show() {
    rows.forEach((row, at) => {
      row.classList.toggle("step-done", done.has(name(row)));
      boxes[at].checked = done.has(name(row));
    });
    const ticked = rows.filter((row) => done.has(name(row))).length;
    bar.hidden = ticked === 0;
    progress.textContent = words.progress
      .replace("{$done}", number.format(ticked))
      .replace("{$total}", number.format(rows.length));
  }

  reset.addEventListener("click", () => {
    for (const row of rows) done.delete(name(row));
    save();
    show();
    boxes[0].focus();
  });
  list.after(bar);
  show();
}

// Storage can be full or forbidden; ticking then lasts as long as the page.
function read(key) {
  try {
    const list = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list.filter((step) => typeof step === "string") : [];
  } catch {
    return [];
  }
}

function write(key, list) {
  try {
    if (list.length) localStorage.setItem(key, JSON.stringify(list));
    else localStorage.removeItem(key);
  } catch {
    // Nothing to mend: see above.
  }
}
