// What the desk's pages load beside main.js, at once: whoever works by keyboard is quick.
import { canned } from "./canned.js";
import { draftsGone } from "./form-draft.js";
import { keys } from "./keys.js";
import { queue, ticket } from "./place.js";
import { refresh } from "./refresh.js";
import { writing } from "./writing.js";

const all = (selector, run) => document.querySelectorAll(selector).forEach(run);

all("#keys", keys);
all("table[data-queue]", queue);
all("[data-ticket]", ticket);
all("[data-canned]", canned);
all("[data-news]", refresh);
all("[data-writing]", writing);
all('form[action="/desk/sign-out"]', (form) => form.addEventListener("submit", draftsGone));
