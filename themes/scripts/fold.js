// How words are compared. The rules come with the index, so that what was written and what is asked are folded alike;
// `domain/src/words.rs` and `generator/src/search/fold.rs` do the same, and both pass the vectors in `tests/fixtures/fold.json`.

const escaped = (text) => text.replace(/[\\\]^-]/g, "\\$&");
const classOf = (ranges) => ranges.map(([from, to]) => `${from}-${to}`).join("");

// What is made of a text is made once, as long as the text is one of the last that were asked for.
function kept(enough, make) {
  let young = new Map();
  let old = young;
  return (text) => {
    const found = young.get(text) ?? old.get(text) ?? make(text);
    if (young.size > enough) [old, young] = [young, new Map()];
    young.set(text, found);
    return found;
  };
}

/**
 * What compares words of a language:
 * - `words(text)`: `{ at, end, parts, joined }` for each run of letters. `parts` are its words; a run with joiners inside
 *   (`Wi-Fi`, `می‌شود`) has several, and is one more word, `joined`.
 * - a word is `{ form, key, plain, shown }`: alike in everything that people mean when they write, alike in what they leave
 *   out, without marks, and as it is written.
 */
export function folder(rules, lang) {
  const letters = `\\p{L}\\p{N}\\p{M}${classOf(rules.ignored)}`;
  const run = new RegExp(`[${letters}]+((?:[${escaped(rules.joiners)}][${letters}]+)*)`, "gu");
  const joiner = new RegExp(`[${escaped(rules.joiners)}]`, "u");
  const ignored = new RegExp(`[${classOf(rules.ignored)}]`, "gu");
  const dropped = new RegExp(`[${classOf(rules.ignored)}${classOf(rules.marks)}]`, "gu");
  const tones = new RegExp(`[${rules.tones}]`, "g");
  const mapped = new RegExp(`[${Object.keys(rules.letters).join("")}]`, "gu");
  const endings = rules.endings[lang];

  const lower = (text) => text.normalize("NFKD").toLowerCase();
  const base = (text) => lower(text).replace(dropped, "").replace(mapped, (letter) => rules.letters[letter]);

  // Where in a syllable its tone is written, `hóa` or `hoá`, makes no difference.
  function toned(text) {
    let tone = "";
    const rest = lower(text).replace(ignored, "").replace(tones, (mark) => { tone = mark; return ""; });
    return rest.normalize("NFC") + tone;
  }

  function stem(text) {
    for (const pass of endings) {
      const ending = pass.find(([end, , least]) => text.endsWith(end) && text.length - end.length >= least);
      if (ending) text = text.slice(0, text.length - ending[0].length) + ending[1];
    }
    return text;
  }

  const word = kept(2500, (text) => {
    const plain = base(text);
    const shown = text.normalize("NFC").toLowerCase();
    return endings ? { form: plain, key: stem(plain), plain, shown } : { form: toned(text), key: plain, plain, shown };
  });

  // The passages of what is shown are read again at every key.
  const words = kept(1000, (text) => {
    const found = [];
    for (const match of text.matchAll(run)) {
      const [whole, more] = match;
      const written = (more ? whole.split(joiner) : [whole]).map(word).filter(({ key }) => key);
      if (!written.length) continue;
      const several = written.length > 1 && written.length <= 5;
      found.push({
        at: match.index,
        end: match.index + whole.length,
        parts: written,
        joined: several ? word(whole.split(joiner).join("")) : undefined,
      });
    }
    return found;
  });

  return { words, word };
}
