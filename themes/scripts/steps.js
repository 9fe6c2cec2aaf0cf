// Steps that can be ticked, remembered on this computer only.
const STORE = "deskmark:steps:";

export function steps(article) {
  const rows = [...article.querySelectorAll("ol.steps > .step")];
  if (rows.length === 0) return;
  const key = STORE + article.dataset.steps;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const done = new Set(read(key).filter((at) => at < rows.length));

  const bar = document.createElement("div");
  bar.className = "steps-bar";
  const progress = document.createElement("span");
  progress.setAttribute("role", "status");
  const reset = document.createElement("button");
  reset.type = "button";
  reset.className = "copy";
  reset.textContent = article.dataset.reset;
  bar.append(progress, reset);

  const boxes = rows.map((row, at) => {
    const tools = document.createElement("div");
    tools.className = "step-tools";
    const label = document.createElement("label");
    label.className = "step-tick";
    const box = document.createElement("input");
    box.type = "checkbox";
    label.append(box, article.dataset.done.replace("{$step}", number.format(at + 1)));
    tools.append(label);
    if (article.dataset.stuckUrl) {
      const stuck = document.createElement("a");
      const url = new URL(article.dataset.stuckUrl, location.href);
      url.searchParams.set("step", String(at + 1));
      stuck.href = url.pathname + url.search;
      stuck.textContent = article.dataset.stuck;
      tools.append(stuck);
    }
    row.append(tools);
    box.addEventListener("change", () => {
      if (box.checked) done.add(at);
      else done.delete(at);
      write(key, [...done]);
      show();
    });
    return box;
  });

  function show() {
    rows.forEach((row, at) => {
      row.classList.toggle("step-done", done.has(at));
      boxes[at].checked = done.has(at);
    });
    bar.hidden = done.size === 0;
    progress.textContent = article.dataset.progress
      .replace("{$done}", number.format(done.size))
      .replace("{$total}", number.format(rows.length));
  }

  reset.addEventListener("click", () => {
    done.clear();
    write(key, []);
    show();
    boxes[0].focus();
  });
  rows[0].parentElement.after(bar);
  show();
}

// Storage can be full or forbidden; ticking then lasts as long as the page.
function read(key) {
  try {
    const list = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list.filter(Number.isInteger) : [];
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
