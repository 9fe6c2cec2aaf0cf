// Articles that may spare the request, beside its description while it is written. Nothing waits for them.
import { asker } from "./search-index.js";
import { result, steady, titled } from "./search-results.js";
import { signal } from "./signals.js";
import { sentence } from "./words.js";

const SHOWN = 3;
const PAUSE_MS = 300;
// Letters that say what it is about: what follows in a description is how it happened.
const READ = 400;
// Whole sentences have a word of every article. One that helps has some in its title; below this, of the sample portal's
// articles, stood only such as had nothing to do with what was asked.
const HELPS = 0.15;

/**
 * The best of what was found for a text. `of` is what was found for the label of the form: it only decides between
 * articles that fit as well.
 */
export function helpful({ hits, slots, folding }, of) {
  const sum = (all) => all.reduce((total, { rarity }) => total + rarity, 0);
  const about = (doc) => sum(of.filter(({ spellings }) => spellings.some(({ docs }) => docs.includes(doc)))) / sum(of);
  const fits = ({ doc, score, entry }) =>
    score * (0.1 + titled(entry, slots, folding) / sum(slots)) * (1 + 0.3 * (of.length ? about(doc) : 0));
  const ranked = hits.map((hit) => ({ hit, fit: fits(hit) })).filter(({ fit }) => fit >= HELPS);
  return ranked.sort((a, b) => b.fit - a.fit).slice(0, SHOWN).map(({ hit }) => hit);
}

export function suggest(box) {
  const words = box.dataset;
  const [status, list, template] = ["[role=status]", "ul", "template"].map((part) => box.querySelector(part));
  const form = box.closest("form");
  const { title, description } = form.elements;
  const calmly = steady(list, form);
  const text = () => `${title.value} ${description.value}`.slice(0, READ);
  let of;
  let timer;

  function show(found) {
    const best = found.slots.length ? helpful(found, of) : [];
    list.replaceChildren(...best.map((hit) => {
      const node = result(template, hit, found);
      node.querySelector("a").addEventListener("click", () => hit.entry.id && signal("deflect", { article: hit.entry.id, type: words.type }));
      return node;
    }));
    const told = best.length ? sentence(best.length === 1 ? words.one : words.many, { count: best.length }) : "";
    // Told when it changes, not at every word.
    if (status.textContent !== told) status.textContent = told;
    box.classList.toggle("open", best.length > 0);
  }

  const index = asker(words.index, (found) => calmly(true, () => show(found)), () => {});
  const kind = asker(words.index, ({ slots }) => {
    of = slots;
    index.ask(text(), { exact: true, shown: 10 });
  }, () => {});

  function look() {
    if (of) index.ask(text(), { exact: true, shown: 10 });
    else kind.ask(words.suggest, { exact: true, shown: 0 });
  }

  for (const field of [title, description]) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE_MS);
    });
  }
  if (text().trim()) look();
}
