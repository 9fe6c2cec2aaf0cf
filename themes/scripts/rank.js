// The ranker: pure and synchronous, so that the page and the generator (`check`, `search`) run the same code.
// An index is a list of { u: url, t: title, s: summary, b: body text, k: kind }.

const FORMS = { ي: "ی", ى: "ی", ئ: "ی", ك: "ک", ة: "ه", ۀ: "ه", أ: "ا", إ: "ا", آ: "ا", ؤ: "و", đ: "d" };

// One way to write a word: no case, no Vietnamese or Arabic marks, one form a letter, ASCII digits, no joiners.
export function fold(text) {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c-\u200f\u00ad]/g, "")
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[يىئكةۀأإآؤđ]/g, (letter) => FORMS[letter]);
}

export function words(text) {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

// How well a field matches a word: whole, as a beginning, inside (long words only), or not.
function match(field, word) {
  let best = 0;
  for (const own of field) {
    if (own === word) return 1;
    if (own.startsWith(word)) best = Math.max(best, 0.7);
    else if (word.length > 3 && own.includes(word)) best = Math.max(best, 0.35);
  }
  return best;
}

const prepared = new WeakMap();

function prepare(entry) {
  let fields = prepared.get(entry);
  if (!fields) {
    const body = words(entry.b ?? "");
    fields = {
      title: words(entry.t),
      summary: words(entry.s ?? ""),
      body: new Set(body),
      folded: ` ${words(entry.t).join(" ")} `,
      text: ` ${body.join(" ")} `,
    };
    prepared.set(entry, fields);
  }
  return fields;
}

// The entries that have the words of the query, best first: titles before summaries before bodies, whole phrases before
// scattered words. A word that is nowhere is forgiven in a query of three or more.
export function rank(index, query) {
  const wanted = [...new Set(words(query))];
  if (wanted.length === 0) return [];
  const phrase = ` ${words(query).join(" ")} `;
  const frequency = wanted.map((word) => {
    const having = index.filter((entry) => match(prepare(entry).title, word) || prepare(entry).body.has(word)).length;
    return Math.log(1 + index.length / (1 + having)) + 0.1;
  });
  const results = [];
  for (const entry of index) {
    const fields = prepare(entry);
    let score = 0;
    let missed = 0;
    wanted.forEach((word, at) => {
      const found = 6 * match(fields.title, word) + 2.5 * match(fields.summary, word) + match(fields.body, word);
      if (found === 0) missed += 1;
      score += found * frequency[at];
    });
    if (missed > (wanted.length >= 3 ? Math.floor(wanted.length / 3) : 0)) continue;
    if (fields.folded.includes(phrase)) score += 8;
    else if (wanted.length > 1 && fields.text.includes(phrase)) score += 2;
    score *= (wanted.length - missed) / wanted.length;
    // Of two titles that fit, the shorter one is more about it.
    results.push({ entry, score: score + 1 / (1 + fields.title.length) });
  }
  results.sort((a, b) => b.score - a.score || (a.entry.u < b.entry.u ? -1 : 1));
  return results.map(({ entry, score }) => ({ ...entry, score }));
}
