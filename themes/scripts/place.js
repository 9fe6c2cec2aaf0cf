// Where somebody is in the queue. The tickets they saw there keep their order while they work through them: an action
// moves a ticket elsewhere in the queue, and the next one is still the one that stood below it.
const KEPT = "deskmark:queue";

/** The links of the queue's rows that can be seen. */
export const rows = () => [...document.querySelectorAll("[data-queue] .queue-row a")].filter((link) => link.offsetParent !== null);

const paths = () => [...document.querySelectorAll("[data-queue] .queue-row a")].map((link) => link.pathname);

/** On the queue: back from a ticket, its row has the focus; the one below where it has left. */
export function queue() {
  const { seen, at } = kept();
  remember(at);
  if (!/^\/desk\/(t\/|q\/[^/]+\/bulk)/.test(new URL(document.referrer || location, location).pathname)) return;
  const links = rows();
  const below = seen.slice(seen.indexOf(at));
  const back = below.map((path) => links.find((link) => link.pathname === path)).find(Boolean);
  if (at && document.activeElement === document.body) back?.focus();
}

/** Remembers the rows as they are now. Whom an action has brought here is still on the way through those from before. */
export function remember(at) {
  if (!new URLSearchParams(location.search).has("done")) keep({ seen: paths(), at });
}

/** On a ticket: the links to the next and the previous one lead along the queue as it was seen. */
export function ticket(nav) {
  const at = nav.dataset.ticket;
  let { seen } = kept();
  if (!seen.includes(at)) seen = paths();
  keep({ seen, at });
  const here = seen.indexOf(at);
  if (here < 0) return;
  const queue = nav.querySelector("[data-key=u]").href;
  nav.querySelector("[rel=next]").href = seen[here + 1] ?? queue;
  nav.querySelector("[rel=prev]").href = seen[here - 1] ?? queue;
}

function kept() {
  try {
    const { seen, at } = JSON.parse(sessionStorage.getItem(KEPT));
    return { seen, at };
  } catch {
    return { seen: [] };
  }
}

function keep(place) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(place));
  } catch {
    // Storage is forbidden here: the links lead along the queue as it is.
  }
}
