// The search index as the generator writes it (`generator/src/search/files.rs` says how), read piece by piece.
//
// The root says how many articles there are and which piece has which words. A piece is an object: key → how it was
// written → where. The generator's numbers are letters, so that a piece is JSON that every web server compresses.

const LARGE = 50_000;

// The numbers of a text of letters.
function numbers(text) {
  const found = new Int32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    const value = letter - (letter > 92 ? 36 : 35);
    if (letter >= 0xe000) {
      at += 1;
      const low = text.charCodeAt(at);
      found[count] = (letter - 0xe000) * LARGE + low - (low > 92 ? 36 : 35);
    } else {
      found[count] = value;
    }
    count += 1;
  }
  return found.subarray(0, count);
}

// Of each article a word is in: how much it is about it, and places in its text.
function decode(text) {
  const data = numbers(text);
  const docs = [];
  const weights = [];
  const starts = [];
  const places = [];
  let doc = -1;
  for (let at = 0; at < data.length;) {
    doc += data[at] + 1;
    const head = data[at + 1];
    at += 2;
    docs.push(doc);
    weights.push(0.05 * 1.25 ** (head >> 3));
    starts.push(places.length);
    let place = 0;
    for (let left = head & 7; left > 0; left -= 1) {
      place += data[at];
      places.push(place);
      at += 1;
    }
  }
  starts.push(places.length);
  return { docs, weights, starts, places };
}

/** Where in a sorted list a value is; -1 when it is not. */
function find(list, value) {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (list[middle] === value) return middle;
    if (list[middle] < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The places of a word in an article, each with how well its spelling fits. */
export function placesIn(spellings, doc) {
  const found = [];
  for (const { docs, starts, places, fit } of spellings) {
    const at = find(docs, doc);
    if (at < 0) continue;
    for (let place = starts[at]; place < starts[at + 1]; place += 1) found.push({ place: places[place], fit });
  }
  return found;
}

/**
 * The words of an index. `load(name)` gives a piece as parsed JSON, or nothing when it is not there yet; whoever asks for
 * a word then finds the piece's name in `missing` and asks again.
 */
export function postings(root, load, folded) {
  const known = new Map();
  const missing = new Set();
  let list;

  function piece(name) {
    const found = load(name);
    if (!found) missing.add(name);
    return found;
  }

  // The last piece whose first word is not behind the key.
  function pieceOf(key) {
    let low = 0;
    let high = root.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (root.pieces[middle] <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The ways a word is written, each with where; nothing when no article has it, or its piece is missing. */
  function forms(key) {
    if (known.has(key)) return known.get(key);
    if (!root.pieces.length) return undefined;
    const all = piece(`${pieceOf(key)}`);
    if (!all) return undefined;
    let found;
    if (Object.hasOwn(all, key)) {
      found = Object.entries(all[key]).map(([shown, text]) => ({ shown, form: folded(shown).form, ...decode(text) }));
      const docs = new Set(found.flatMap((form) => form.docs));
      found.count = docs.size;
    }
    known.set(key, found);
    return found;
  }

  /** Every word that is worth being meant → in how many articles it is; nothing when its piece is missing. */
  function vocabulary() {
    if (list) return list;
    const all = piece("words");
    if (!all) return undefined;
    list = new Map();
    all.forEach((keys, magnitude) => {
      for (const key of keys.split(" ")) if (key) list.set(key, 2 ** magnitude);
    });
    return list;
  }

  return { forms, vocabulary, missing };
}
