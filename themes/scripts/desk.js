// What the desk's pages load beside main.js, at once: whoever works by keyboard is quick.
import { canned } from "./canned.js";
import { keys } from "./keys.js";
import { queue, ticket } from "./place.js";

const all = (selector, run) => document.querySelectorAll(selector).forEach(run);

all("#keys", keys);
all("table[data-queue]", queue);
all("[data-ticket]", ticket);
all("[data-canned]", canned);
