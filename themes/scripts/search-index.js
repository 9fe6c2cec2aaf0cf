// The index of a language, fetched piece by piece as queries need it. A piece never changes: none is fetched twice.
import { ranker } from "./rank.js";

// Words, the list of words, what they were mended to, what results show: no query needs more rounds.
const ROUNDS = 6;
const MOST = 400;
// What fits less than this share of the best has one common word of several.
const LEAST = 0.1;

class Gone extends Error {}

async function json(address, cache) {
  const answer = await fetch(address, { cache });
  if (answer.status === 404) throw new Gone(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  return answer.json();
}

function opened(url) {
  let opening;
  let index;

  async function start(cache) {
    const root = await json(url, cache);
    const pieces = new Map();
    index = { root, pieces, coming: new Map(), ...ranker(root, (name) => pieces.get(name)) };
  }

  function ready() {
    opening ??= start().catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  // The answer, or the names of the pieces that are still to be fetched for it.
  function find(query, { exact, shown }) {
    const { root, pieces, folding } = index;
    const found = index.find(query, { exact, most: MOST });
    if (found.missing) return found;
    const results = found.results.filter(({ score }) => score >= found.results[0].score * LEAST);
    const top = results.slice(0, shown).map(({ doc, score }) => ({ doc, score, piece: `d${Math.floor(doc / root.together)}` }));
    const missing = new Set(top.map(({ piece }) => piece).filter((piece) => !pieces.has(piece)));
    if (missing.size) return { missing: [...missing] };
    const hits = top.map(({ doc, score, piece }) => ({ doc, score, entry: pieces.get(piece)[doc % root.together] }));
    return { ...found, folding, hits, count: results.length };
  }

  // One piece, by one request however many queries wait for it.
  function fetched(name) {
    const { root, pieces, coming } = index;
    if (!coming.has(name)) {
      const piece = json(`${root.path}${name}.json`).then((read) => pieces.set(name, read));
      coming.set(name, piece.finally(() => coming.delete(name)));
    }
    return coming.get(name);
  }

  async function gather(query, options, wanted) {
    await ready();
    let again = true;
    for (let round = 0; round < ROUNDS && wanted(); round += 1) {
      const found = find(query, options);
      if (!found.missing) return found;
      try {
        await Promise.all(found.missing.map(fetched));
      } catch (error) {
        // The site was published again: its index is at another path now.
        if (!(error instanceof Gone) || !again) throw error;
        again = false;
        await start("reload");
      }
    }
    throw new Error(`no answer in ${ROUNDS} rounds`);
  }

  return { ready, gather, now: (query, options) => (index ? find(query, options) : { missing: [] }) };
}

const indexes = new Map();

/**
 * Somebody who asks the index at `url`. `ask(query, { exact, shown })` calls `show(found)` at once when everything is
 * there, else as soon as it is, unless something else was asked since. `found` has `hits`, the best `shown` articles as
 * `{ doc, score, entry }`, `count` of all, and what the ranker says: `slots`, `meant`, `folding`.
 */
export function asker(url, show, failed) {
  if (!indexes.has(url)) indexes.set(url, opened(url));
  const index = indexes.get(url);
  let turn = 0;
  return {
    warm: () => index.ready().catch(() => {}),
    forget: () => { turn += 1; },
    ask(query, options) {
      turn += 1;
      const mine = turn;
      const found = index.now(query, options);
      if (!found.missing) {
        show(found, false);
        return;
      }
      const wanted = () => mine === turn;
      const still = (then) => (value) => { if (wanted()) then(value, true); };
      index.gather(query, options, wanted).then(still(show), still(failed));
    },
  };
}
