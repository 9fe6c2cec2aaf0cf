// The ranker: pure and synchronous, so that the page and the generator (`check`, `search`) run the same code.
import { folder } from "./fold.js";
import { placesIn, postings } from "./postings.js";
import { repair } from "./repair.js";

// What a word counts for that is written otherwise than it was asked: with another ending; with other tones, where nobody
// writes it as asked, and where somebody does, so that it is another word.
const OTHER_ENDING = 0.7;
const OTHER_TONES = 0.45;
const OTHER_WORD = 0.12;
// What a part of `Wi-Fi` counts for where the whole was asked.
const PART = 0.8;
// BM25's k1: how soon more of the same word says nothing new.
const SATURATION = 1.6;
// Articles whose words are compared place by place, at most.
const COMPARED = 400;
const OVERDUE = 0.85;

// What it is worth that two words asked one behind the other stand this far apart.
const APART = new Map([[1, 1], [0, 1], [2, 0.6], [3, 0.35], [-1, 0.35]]);

// How close the places of two words are: 1 when they stand as they were asked, 0 when far apart. A place of another
// spelling counts less.
function closeness(before, after) {
  let best = 0;
  for (const a of before) {
    for (const b of after) {
      const near = APART.get(b.place - a.place) ?? (Math.abs(b.place - a.place) < 7 ? 0.15 : 0);
      best = Math.max(best, near * Math.min(a.fit, b.fit));
    }
  }
  return best;
}

/**
 * A ranker over an index: `root` as parsed from `/search/<lang>.json`, `load(name)` gives its other pieces, parsed, or
 * nothing when they are still to be fetched.
 *
 * `find(query, { exact, most })` gives `{ missing }`, the names of pieces to fetch before asking again, or
 * `{ results, slots, meant }`: the best articles as `{ doc, score }`, the words looked for, and the query as it was
 * understood when that is not how it was typed (never so when `exact`).
 */
export function ranker(root, load) {
  const folding = folder(root.fold, root.lang);
  const index = postings(root, load, folding.word);
  const lengths = Array.from(root.titles, (letter) => letter.codePointAt(0) - 35);
  const hasEndings = Boolean(root.fold.endings[root.lang]);
  const rarity = (count) => Math.log(1 + (root.count - count + 0.5) / (count + 0.5));

  function slotsOf(query) {
    const slots = [];
    for (const { parts, joined } of folding.words(query)) {
      for (const part of parts) {
        const alts = joined ? [{ ...joined, weight: 1 }, { ...part, weight: PART }] : [{ ...part, weight: 1 }];
        slots.push({ ...part, alts });
      }
    }
    // More words than anybody types: the rest of a pasted text changes nothing.
    return slots.slice(0, 32);
  }

  // What each article gets for a word, and of which spelling.
  function weigh(slot, marked) {
    const gained = new Float32Array(root.count);
    slot.rarity = 0;
    slot.spellings = [];
    for (const alt of slot.alts) {
      const forms = index.forms(alt.key);
      if (!forms) continue;
      const same = marked && forms.find(({ form }) => form === alt.form);
      const rare = rarity(same && !hasEndings ? same.docs.length : forms.count);
      const loose = hasEndings ? OTHER_ENDING : same ? OTHER_WORD : OTHER_TONES;
      const sums = new Map();
      for (const spelling of forms) {
        const { form, docs, weights } = spelling;
        const fit = marked && alt.form && form !== alt.form ? loose : 1;
        slot.spellings.push({ key: alt.key, fit, ...spelling });
        docs.forEach((doc, at) => sums.set(doc, (sums.get(doc) ?? 0) + weights[at] * fit));
      }
      for (const [doc, sum] of sums) {
        const gain = alt.weight * rare * (sum / (sum + SATURATION));
        if (gain > gained[doc]) gained[doc] = gain;
      }
      slot.rarity = Math.max(slot.rarity, rare * alt.weight);
    }
    if (!slot.spellings.length) slot.rarity = rarity(0);
    return gained;
  }

  function score(slots, marked, most) {
    const total = new Float32Array(root.count);
    const covered = new Float32Array(root.count);
    const gains = slots.map((slot) => weigh(slot, marked));
    const asked = slots.reduce((sum, slot) => sum + slot.rarity, 0);
    slots.forEach((slot, at) => {
      gains[at].forEach((gain, doc) => {
        if (gain === 0) return;
        total[doc] += gain;
        covered[doc] += slot.rarity;
      });
    });
    const base = total.map((sum, doc) => sum * (0.4 + (0.6 * covered[doc]) / asked));
    const bar = base.length > COMPARED ? Float32Array.from(base).sort()[base.length - COMPARED] : 0;
    const results = [];
    base.forEach((points, doc) => {
      if (points > 0 && points >= bar) results.push({ doc, score: points * fit(doc, slots, gains, asked) });
    });
    results.sort((a, b) => b.score - a.score || a.doc - b.doc);
    return results.slice(0, most);
  }

  // Words together beat words apart, and a title made of what was asked beats one that only mentions it.
  function fit(doc, slots, gains, asked) {
    // A title of signs has no words.
    const length = Math.max(1, lengths[doc]);
    let pairs = 0;
    let together = 0;
    let inTitle = 0;
    let titled = 0;
    let inOrder = true;
    let before;
    slots.forEach((slot, at) => {
      const places = gains[at][doc] > 0 ? placesIn(slot.spellings, doc) : [];
      if (places.some(({ place }) => place < length)) {
        inTitle += slot.rarity;
        titled += 1;
      }
      if (!places.some(({ place }) => place === at)) inOrder = false;
      if (before) {
        const weight = Math.min(slot.rarity, slots[at - 1].rarity);
        pairs += weight;
        together += weight * closeness(before, places);
      }
      before = places;
    });
    const close = pairs > 0 ? together / pairs : 0;
    const share = (inTitle / asked) * Math.min(1, titled / length);
    const begins = inOrder && slots.length <= length ? 0.15 : 0;
    const stale = root.overdue[doc] === "1" ? OVERDUE : 1;
    return (pairs > 0 ? 0.4 + 0.6 * close : 1) * (1 + 0.6 * share + 0.4 * (inTitle / asked)) * (1 + begins) * stale;
  }

  // The words as the best article writes them.
  function meaning(slots, best) {
    if (!best || !slots.some(({ mended }) => mended)) return undefined;
    const words = slots.map(({ shown, mended, alts, spellings }) => {
      if (!mended) return shown;
      const there = spellings.filter(({ docs }) => docs.includes(best.doc));
      const wanted = alts.find((alt) => there.some(({ key }) => key === alt.key)) ?? alts[0];
      const written = [...there, ...spellings].filter(({ key }) => key === wanted?.key);
      return (written.find((spelling) => spelling.form === wanted.form) ?? written[0])?.shown ?? shown;
    });
    return words.join(" ").normalize("NFC");
  }

  function find(query, { exact, most = 10 } = {}) {
    index.missing.clear();
    let slots = slotsOf(query);
    if (!slots.length || !root.count) return { results: [], slots: [] };
    for (const slot of slots) {
      for (const { key } of slot.alts) slot.found = index.forms(key) !== undefined || slot.found;
      slot.unknown = !slot.found;
    }
    if (index.missing.size) return { missing: [...index.missing] };
    if (!exact && slots.some(({ unknown }) => unknown)) {
      const vocabulary = index.vocabulary();
      if (!vocabulary) return { missing: [...index.missing] };
      slots = repair(slots, { vocabulary, folding, lang: root.lang, total: root.count, query, alphabet: root.alphabet });
      for (const { alts } of slots) for (const { key } of alts) index.forms(key);
      if (index.missing.size) return { missing: [...index.missing] };
    }
    // Who types no marks means any of them.
    const marked = slots.some(({ form, key }) => form !== key) || hasEndings;
    const results = score(slots, marked, most);
    return { results, slots, meant: meaning(slots, results[0]) };
  }

  return { find, folding };
}
