// Results as nodes: a `<template>` of the page says how one looks, this fills it in.
import { excerpt, marked } from "./excerpt.js";
import { signal } from "./signals.js";
import { sentence } from "./words.js";

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

/** Lets what comes late wait while somebody is about to click on what is there. */
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
  return (late, show) => {
    if (late && aiming) held = show;
    else show();
  };
}
