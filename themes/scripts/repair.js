// What somebody may have meant by a word that no article has.
import { otherLayout, slips, telex, vni } from "./keyboards.js";

const MOST = 6;

// The most frequent of some words, best weight first.
function best(candidates) {
  candidates.sort((a, b) => b.weight * Math.log2(2 + b.count) - a.weight * Math.log2(2 + a.count));
  return candidates.slice(0, MOST);
}

function beginnings(word, vocabulary) {
  const found = [];
  for (const [key, count] of vocabulary) {
    if (key.length > word.length && key.startsWith(word)) found.push({ key, count, weight: (word.length / key.length) ** 0.5 });
  }
  return best(found);
}

function slipped(word, vocabulary, alphabet) {
  const found = [];
  for (const [key, weight] of slips(word, alphabet)) {
    const count = vocabulary.get(key);
    if (count) found.push({ key, count, weight });
  }
  return best(found);
}

// The likeliest ways to cut a word into known ones; `undefined` when there is none.
function cut(word, { vocabulary, total, folding }) {
  const longest = 20;
  const ways = [{ cost: 0 }];
  for (let end = 1; end <= word.length; end += 1) {
    for (let start = Math.max(0, end - longest); start < end; start += 1) {
      if (!ways[start]) continue;
      const { key } = folding.word(word.slice(start, end));
      const count = vocabulary.get(key);
      // A letter that stands alone says nothing.
      if (!count || end - start === 1) continue;
      const cost = ways[start].cost + Math.log2(total / count) + 4;
      if (!ways[end] || cost < ways[end].cost) ways[end] = { cost, start, key };
    }
  }
  const keys = [];
  for (let end = word.length; end > 0; end = ways[end].start) {
    if (!ways[end]) return undefined;
    keys.unshift(ways[end].key);
  }
  return keys.length > 1 ? keys : undefined;
}

// The words of the other keyboard layout, when more of them are known than of those that were typed.
function retyped(slots, query, { folding, lang, vocabulary }) {
  const other = otherLayout(query, lang);
  if (!other) return undefined;
  const words = folding.words(other).flatMap(({ parts }) => parts);
  const known = (all, is) => all.filter(is).length / all.length;
  const isKnown = ({ key }) => vocabulary.has(key);
  const better = words.length && known(words, isKnown) > known(slots, isKnown) && known(words, isKnown) >= 0.5;
  return better ? words.map((word) => ({ ...word, alts: [{ ...word, weight: 0.9 }], mended: true, unknown: !isKnown(word) })) : undefined;
}

/**
 * Mends the words of a query that no article has. Each of them is `{ form, key, plain, unknown }`; the answer is the slots to
 * search for, with `alts` where something else may be meant: `{ key, form, weight }`.
 */
export function repair(typed, { query, ...index }) {
  const { vocabulary, folding, alphabet } = index;
  const slots = retyped(typed, query, index) ?? typed;
  const mended = [];
  for (let at = 0; at < slots.length; at += 1) {
    const slot = slots[at];
    const next = slots[at + 1];
    const mend = (alts) => mended.push({ ...slot, alts, mended: true });
    // Two that are one word somewhere: `wi fi`.
    const glued = (slot.unknown || next?.unknown) && next && slot.key + next.key;
    if (glued && vocabulary.has(glued)) {
      at += 1;
      mend([{ key: glued, weight: 0.9 }]);
      continue;
    }
    if (!slot.unknown) {
      mended.push(slot);
      continue;
    }
    const pieces = (keys) => mended.push(...keys.map((key) => ({ key, form: key, shown: key, alts: [{ key, weight: 0.85 }], mended: true })));
    // Two whose space slipped: `kếtn ối`.
    const moved = next?.unknown && cut(slot.plain + next.plain, index);
    if (moved?.length === 2) {
      at += 1;
      pieces(moved);
      continue;
    }
    const decoded = telex(slot.key) ?? vni(slot.key);
    const meant = decoded && folding.word(decoded);
    const longer = next ? [] : beginnings(slot.key, vocabulary);
    const near = slot.key.length > 1 ? slipped(slot.key, vocabulary, alphabet) : [];
    const parts = cut(slot.plain, index);
    if (meant && vocabulary.has(meant.key)) mend([{ ...meant, weight: 0.95 }]);
    else if (longer.length) mend(longer);
    else if (near.length) mend(near);
    else if (parts) pieces(parts);
    else mended.push(slot);
  }
  return mended;
}
