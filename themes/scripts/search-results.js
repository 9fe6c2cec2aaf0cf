// Results: what of its article one shows (the step or heading that fits best, the words around what was asked), and as which
// nodes: a `<template>` of the page says how one looks, this fills it in.
import { signal } from "./signals.js";
import { sentence } from "./words.js";

// The words of a text that were asked for: `{ at, end, slot }`.
function hits(text, slots, folding) {
  // The word each key is of, found once a query.
  slots.of ??= new Map(slots.flatMap(({ alts }, slot) => alts.map(({ key }) => [key, slot])).reverse());
  const of = (word) => slots.of.get(word?.key) ?? Infinity;
  const found = [];
  for (const { at, end, parts, joined } of folding.words(text)) {
    let slot = of(joined);
    for (const part of parts) slot = Math.min(slot, of(part));
    if (slot < Infinity) found.push({ at, end, slot });
  }
  return found;
}

// How much of the query a stretch of hits answers: each word once, and once more where it stands behind the one it was
// asked behind.
function worth(found, slots) {
  const seen = new Set();
  const paired = new Set();
  found.forEach(({ at, slot }, index) => {
    seen.add(slot);
    const before = found[index - 1];
    if (before && before.slot === slot - 1 && at - before.end <= 2) paired.add(slot);
  });
  const sum = (of) => [...of].reduce((total, slot) => total + slots[slot].rarity, 0);
  return sum(seen) + 0.5 * sum(paired);
}

/** A text in pieces, `{ text, hit }`, for showing what was asked in it. */
export function marked(text, slots, folding) {
  const pieces = [];
  let from = 0;
  for (const { at, end } of hits(text, slots, folding)) {
    const between = text.slice(from, at);
    // Words side by side are one hit.
    if (between === " " && pieces.at(-1)?.hit) {
      pieces.at(-1).text += ` ${text.slice(at, end)}`;
    } else {
      if (between) pieces.push({ text: between, hit: false });
      pieces.push({ text: text.slice(at, end), hit: true });
    }
    from = end;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
}

// The best stretch of a text, begun and ended at a word.
function stretch(text, found, slots, longest) {
  if (text.length <= longest) return text;
  const lead = longest / 5;
  let best = { sum: 0, at: 0 };
  found.forEach((first, index) => {
    const inside = found.slice(index).filter(({ end }) => end - first.at <= longest - lead);
    const sum = worth(inside, slots);
    if (sum > best.sum) best = { sum, at: first.at };
  });
  let from = Math.max(0, Math.floor(best.at - lead));
  if (from > 0) from = text.indexOf(" ", from) + 1 || from;
  let to = Math.min(text.length, from + longest);
  if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + 1);
  return `${from > 0 ? "…\u00a0" : ""}${text.slice(from, to)}${to < text.length ? "\u00a0…" : ""}`;
}

/** How much of a query the title of an article answers, by how much its words tell. */
export function titled(article, slots, folding) {
  return worth(hits(article.title, slots, folding), slots);
}

/**
 * What to show of an article for the words of a query, in about `longest` letters: `{ anchor, label, step, text }`.
 * `anchor` is empty where the whole article is meant; `label` is the heading and `step` the number of the step the text
 * is from.
 */
export function excerpt(article, slots, folding, longest) {
  const inTitle = titled(article, slots, folding);
  let best;
  for (const passage of article.passages) {
    const [, label, , text] = passage;
    const found = hits(text, slots, folding);
    const sum = worth(found, slots) + 0.5 * worth(hits(label, slots, folding), slots);
    if (sum > 0 && (!best || sum > best.sum)) best = { sum, passage, found };
  }
  // A title that says it all leads to the top.
  const whole = !best || inTitle >= best.sum;
  if (whole && (article.summary || !best)) {
    const { summary } = article;
    return { anchor: "", label: "", step: "", text: stretch(summary, hits(summary, slots, folding), slots, longest) };
  }
  const [anchor, label, step, text] = best.passage;
  const shown = stretch(text, best.found, slots, longest);
  return whole ? { anchor: "", label: "", step: "", text: shown } : { anchor, label, step, text: shown };
}

function lit(text, { slots, folding }) {
  return marked(text, slots, folding).map(({ text: piece, hit }) => {
    if (!hit) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
}

/**
 * A result made from a template: `data-title`, `data-text`, `data-step`, `data-label`, `data-minutes` and
 * `data-platforms` are filled or taken out, and of `data-kind` the article's stays. The template's own data has the
 * sentences. `longest` is how many letters of the best passage are shown; without it the whole article is meant.
 */
export function result(template, { entry }, found, longest) {
  const words = template.dataset;
  const node = template.content.firstElementChild.cloneNode(true);
  const at = longest ? excerpt(entry, found.slots, found.folding, longest) : { text: entry.summary };
  const link = node.matches("a") ? node : node.querySelector("a");
  if (longest && entry.id) link.addEventListener("click", () => signal("opened", { article: entry.id }));
  link.href = at.anchor ? `${entry.url}#${at.anchor}` : entry.url;
  const fill = (name, pieces) => {
    const place = node.querySelector(`[data-${name}]`);
    if (pieces?.length) place?.replaceChildren(...pieces);
    else place?.remove();
  };
  fill("title", lit(entry.title, found));
  fill("text", longest ? lit(at.text, found) : at.text && [at.text]);
  fill("label", at.label && lit(at.label, found));
  // `3`, or `windows-3` where it differs by platform.
  fill("step", at.step && [sentence(words.step, { step: Number(/\d+$/.exec(at.step)) })]);
  fill("minutes", entry.minutes && words.minutes && [sentence(words.minutes, { count: entry.minutes })]);
  fill("platforms", entry.platforms.length && [entry.platforms.join(words.separator)]);
  for (const kind of node.querySelectorAll("[data-kind]")) if (kind.dataset.kind !== entry.kind) kind.remove();
  return node;
}

/** Lets what comes late wait while somebody is about to choose from what is there: the pointer is on it, or the keys are. */
export function steady(list, input) {
  let aiming = false;
  let held;
  const release = () => {
    aiming = false;
    held?.();
    held = undefined;
  };
  input.addEventListener("input", () => {
    aiming = false;
    held = undefined;
  });
  list.addEventListener("pointermove", () => { aiming = true; });
  list.addEventListener("pointerleave", release);
  const calmly = (late, show) => {
    if (late && (aiming || input.hasAttribute("aria-activedescendant"))) held = show;
    else show();
  };
  return Object.assign(calmly, { release });
}
