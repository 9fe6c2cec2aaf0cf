// What is typed into a request form is kept on this computer until the receipt, so that nothing is lost.
const STORE = "deskmark:draft:";
// A month: after that nobody comes back to a form.
const KEEP_MS = 30 * 24 * 3600 * 1000;

// Files are not: they wait on the server for a day, and the form that carries them is made there.
const fields = (form) =>
  [...form.elements].filter(({ name, type }) => name && !/^(hidden|submit|file)$/.test(type) && !/^website$|\.\d+$/.test(name));
const isBox = ({ type }) => type === "radio" || type === "checkbox";
const isFilled = (field) => (isBox(field) ? field.checked : field.value !== "");

export function draft(form) {
  const key = STORE + form.dataset.draft;
  fromArticle(form);
  // A form that is sent again comes filled in, and goes on where its draft stopped.
  const again = "again" in form.dataset;
  const typed = fields(form).some(isFilled);
  const restored = (again || !typed) && restore(form, key);
  if (restored) tell(form, key);
  fromSearch(form);
  backToSearch(form);
  // Whoever reads along hears of what came back.
  const { title } = form.elements;
  if (title?.value) title.dispatchEvent(new Event("input", { bubbles: true }));
  else if (restored) form.dispatchEvent(new Event("input"));
  let waits = 0;
  const now = () => {
    waits = 0;
    store(key, form);
  };
  const save = () => {
    clearTimeout(waits);
    waits = setTimeout(now, 300);
  };
  addEventListener("pagehide", () => waits && now());
  form.addEventListener("input", save);
  form.addEventListener("submit", () => store(key, form));
}

// The receipt is there: the draft has done its work.
export function draftDone(type) {
  try {
    localStorage.removeItem(STORE + type);
  } catch {
    // Storage is forbidden here: there is no draft either.
  }
}

let gone = false;

/** Whoever signs out leaves no drafts of the desk to the next one at this computer. */
export function draftsGone() {
  gone = true;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(`${STORE}desk:`)) localStorage.removeItem(key);
  } catch {
    // Storage is forbidden here: there are no drafts.
  }
}

// "Still stuck" leads here with the article, its revision, the step and those ticked before in the address.
const READ = [
  ["article", "article", /^[a-z0-9-]{1,64}$/],
  ["rev", "revision", /^[0-9a-f]{8}$/],
  ["step", "step", /^[a-z0-9-]{1,40}$/],
  ["ticked", "ticked", /^[a-z0-9-]{1,40}(,[a-z0-9-]{1,40}){0,59}$/],
];

function fromArticle(form) {
  const asked = new URLSearchParams(location.search);
  for (const [name, field, shape] of READ) {
    const value = asked.get(name);
    const hidden = form.elements[field];
    if (value && hidden && !hidden.value && shape.test(value)) hidden.value = value;
  }
}

// What was looked for in vain is what the request is about, until somebody says otherwise.
function fromSearch(form) {
  const { title } = form.elements;
  const words = new URLSearchParams(location.search).get("q");
  if (words && title && !title.value) title.value = words.replace(/\s+/g, " ").trim().slice(0, 200);
}

// And what it is about can be looked for.
function backToSearch(form) {
  const { title } = form.elements;
  const link = document.querySelector("a[data-look-up]");
  if (!link || !title) return;
  const lead = () => {
    const words = title.value.trim();
    link.href = words ? `${link.pathname}?${new URLSearchParams({ q: words })}` : link.pathname;
  };
  title.addEventListener("input", lead);
  lead();
}

function store(key, form) {
  if (gone) return;
  const values = {};
  for (const field of fields(form)) {
    if (isFilled(field)) values[field.name] = field.value;
  }
  try {
    if (Object.keys(values).length) localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    else localStorage.removeItem(key);
  } catch {
    // Full or forbidden: the form works as without script.
  }
}

function restore(form, key) {
  let draft;
  try {
    draft = JSON.parse(localStorage.getItem(key));
  } catch {
    return false;
  }
  if (!draft?.values || Date.now() - draft.at > KEEP_MS) return false;
  let restored = false;
  for (const field of fields(form)) {
    const value = draft.values[field.name];
    if (typeof value !== "string") continue;
    const was = isBox(field) ? field.checked : field.value;
    if (isBox(field)) field.checked = field.value === value;
    else field.value = value;
    restored ||= was !== (isBox(field) ? field.checked : field.value);
  }
  return restored;
}

function tell(form, key) {
  const note = document.createElement("p");
  note.className = "draft-note";
  note.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = form.dataset.discard;
  button.addEventListener("click", () => {
    form.reset();
    localStorage.removeItem(key);
    note.remove();
    fromSearch(form);
    fields(form)[0]?.focus();
  });
  note.append(form.dataset.restored, " ", button);
  form.prepend(note);
}
