// What a result shows of its article: the step or heading that fits best, and the words around what was asked.

const LONGEST = 180;

// The words of a text that were asked for: `{ at, end, slot }`.
function hits(text, slots, folding) {
  const found = [];
  for (const { at, end, parts, joined } of folding.words(text)) {
    const keys = joined ? [...parts, joined] : parts;
    const slot = slots.findIndex(({ alts }) => alts.some(({ key }) => keys.some((word) => word.key === key)));
    if (slot >= 0) found.push({ at, end, slot });
  }
  return found;
}

// How much of the query a stretch of hits answers: each word once, and more where they stand as they were asked.
function worth(found, slots) {
  const seen = new Set();
  let sum = 0;
  found.forEach(({ at, slot }, index) => {
    if (!seen.has(slot)) sum += slots[slot].rarity;
    seen.add(slot);
    const before = found[index - 1];
    if (before && before.slot === slot - 1 && at - before.end <= 2) sum += 0.5 * slots[slot].rarity;
  });
  return sum;
}

/** A text in pieces, `{ text, hit }`, for showing what was asked in it. */
export function marked(text, slots, folding) {
  const pieces = [];
  let from = 0;
  for (const { at, end } of hits(text, slots, folding)) {
    if (at > from) pieces.push({ text: text.slice(from, at), hit: false });
    pieces.push({ text: text.slice(at, end), hit: true });
    from = end;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
}

// The best stretch of a text: begun at a word, and not longer than a few lines.
function stretch(text, found, slots) {
  if (text.length <= LONGEST) return text;
  let best = { sum: -1, at: 0 };
  found.forEach((first, index) => {
    const inside = found.slice(index).filter(({ end }) => end - first.at <= LONGEST - 40);
    const sum = worth(inside, slots);
    if (sum > best.sum) best = { sum, at: first.at };
  });
  let from = Math.max(0, best.at - 40);
  if (from > 0) from = text.indexOf(" ", from) + 1 || from;
  let to = Math.min(text.length, from + LONGEST);
  if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + 1);
  return `${from > 0 ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
}

/**
 * What to show of an article for the words of a query: `{ anchor, label, step, text }`. `anchor` is empty where the whole
 * article is meant; `label` is the heading and `step` the number of the step the text is from.
 */
export function excerpt(article, slots, folding) {
  const titled = worth(hits(article.title, slots, folding), slots);
  let best;
  for (const passage of article.passages) {
    const [, label, , text] = passage;
    const found = hits(text, slots, folding);
    const sum = worth(found, slots) + 0.5 * worth(hits(label, slots, folding), slots);
    if (sum > 0 && (!best || sum > best.sum)) best = { sum, passage, found };
  }
  if (!best) return { anchor: "", label: "", step: "", text: article.summary };
  const [anchor, label, step, text] = best.passage;
  // A title that says it all leads to the top.
  const whole = titled >= best.sum;
  if (whole && article.summary) return { anchor: "", label: "", step: "", text: article.summary };
  return { anchor: whole ? "" : anchor, label: whole ? "" : label, step: whole ? "" : step, text: stretch(text, best.found, slots) };
}
