// Loads what the page asks for with its data attributes. Everything works without it.
const all = (selector, run) => document.querySelectorAll(selector).forEach(run);

if (document.querySelector("[data-search]")) {
  import("./search.js").then(({ search }) => all("[data-search]", search));
}
// What answers while somebody types is fetched when they begin: most who open a page never do.
const whenUsed = (selector, load) => all(selector, (part) => {
  const form = part.closest("form");
  const begun = new AbortController();
  const begin = () => {
    begun.abort();
    load(part);
  };
  if (form.contains(document.activeElement)) begin();
  else for (const sign of ["focusin", "input"]) form.addEventListener(sign, begin, begun);
});
whenUsed("[data-combobox]", (panel) => import("./combobox.js").then(({ combobox }) => combobox(panel)));
whenUsed("[data-suggest]", (box) => import("./suggest.js").then(({ suggest }) => suggest(box)));
const looked = new URLSearchParams(location.search).get("q");
if (looked && document.querySelector("[data-carry]")) {
  import("./words.js").then(({ carry }) => carry(looked));
}
if (document.querySelector("[data-steps]")) {
  import("./steps.js").then(({ steps }) => all("[data-steps]", steps));
}
if (document.querySelector("[data-variants]")) {
  import("./variants.js").then(({ variants }) => all("[data-variants]", variants));
}
if (document.querySelector("[data-helpful]")) {
  import("./helpful.js").then(({ helpful }) => all("[data-helpful]", helpful));
}
if (document.querySelector("[data-copy], [data-code-copy]")) {
  import("./copy.js").then(({ copy, codeBlocks }) => {
    all("[data-copy]", copy);
    all("[data-code-copy]", codeBlocks);
  });
}
if (document.querySelector("[data-draft], [data-draft-done]")) {
  import("./form-draft.js").then(({ draft, draftDone }) => {
    all("[data-draft-done]", (receipt) => draftDone(receipt.dataset.draftDone));
    all("[data-draft]", draft);
  });
}
if (document.querySelector("[data-asked-if], [data-lead]")) {
  import("./asked-if.js").then(({ askedIf, earliest }) => {
    all("form:has([data-asked-if])", askedIf);
    all("[data-lead]", (note) => earliest(note));
  });
}
if (document.querySelector("[data-upload]")) {
  import("./upload.js").then(({ upload }) => all("[data-upload]", upload));
}
if (document.querySelector("[data-cite]")) {
  import("./cite.js").then(({ cite }) => all("[data-cite]", cite));
}

// `/` goes to the search box, wherever it is; on the desk its keys may be switched off.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || document.documentElement.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = [...document.querySelectorAll("[data-hotkey]")].find((input) => input.offsetParent !== null);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// The summary of errors is read out and scrolled to at once.
document.querySelector("[data-focus]")?.focus();

// Printing is the browser's; the button only says that there is a sheet for it.
all("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

// A form that makes something is sent once; the browser's "back" makes it usable again.
all("form[data-once]", (form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) event.preventDefault();
    form.dataset.sending = "yes";
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  all("form[data-sending]", (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

// Menus close when the reader goes on elsewhere.
document.addEventListener("click", (event) => {
  all("details.drop[open]", (menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  all("details.drop[open]", (menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
