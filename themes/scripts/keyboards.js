// What somebody meant whose keyboard wrote something else: raw Telex and VNI, Persian keys on an English layout and back.

const HATS = { a: "â", e: "ê", o: "ô" };
const HORNS = { o: "ơ", u: "ư" };
const TELEX_TONES = { s: "\u0301", f: "\u0300", r: "\u0309", x: "\u0303", j: "\u0323" };
const VNI_TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"];
const VOWEL = /[aeiouyâêôăơư]/;

// Puts a mark on the last of the letters that can have it.
function mark(letters, marks) {
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    const marked = marks[letters[at]];
    if (marked) {
      letters[at] = marked;
      // `ươ` is one sound: the horn is typed once.
      if (marked === "ơ" && letters[at - 1] === "u") letters[at - 1] = "ư";
      return true;
    }
  }
  return false;
}

/** `ddawngf` → `đằng`; nothing when there is nothing to decode. */
export function telex(word) {
  if (!/^[a-z]{2,10}$/.test(word)) return undefined;
  const letters = [];
  let tone = "";
  let changed = false;
  for (const key of word) {
    const last = letters.at(-1);
    const sounded = letters.some((letter) => VOWEL.test(letter));
    if (key === "d" && last === "d") {
      letters[letters.length - 1] = "đ";
    } else if (HATS[key] && last === key) {
      letters[letters.length - 1] = HATS[key];
    } else if (HATS[key] && sounded && !VOWEL.test(last) && letters.includes(key)) {
      letters[letters.lastIndexOf(key)] = HATS[key];
    } else if (key === "w") {
      if (!mark(letters, { a: "ă", ...HORNS })) letters.push("ư");
    } else if (TELEX_TONES[key] && sounded) {
      tone = TELEX_TONES[key];
    } else {
      letters.push(key);
      continue;
    }
    changed = true;
  }
  return changed ? letters.join("") + tone : undefined;
}

/** `d9a8ng` → `đăng`; nothing when there is nothing to decode. */
export function vni(word) {
  if (!/^[a-z]+[1-9][a-z1-9]*$/.test(word)) return undefined;
  const letters = [];
  let tone = "";
  for (const key of word) {
    if (!/\d/.test(key)) letters.push(key);
    else if (VNI_TONES[key]) tone = VNI_TONES[key];
    else if (!mark(letters, key === "6" ? HATS : key === "7" ? HORNS : key === "8" ? { a: "ă" } : { d: "đ" })) return undefined;
  }
  return letters.join("") + tone;
}

// The keys of the Persian standard layout (ISIRI 9147), in the order of an English one.
const ENGLISH = "qwertyuiop[]asdfghjkl;'zxcvbnm,HCS";
const PERSIAN = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپوآژئ";

function across(text, from, to) {
  let other = "";
  for (const letter of text) {
    const at = from.indexOf(letter);
    other += at < 0 ? letter : to[at];
  }
  return other;
}

/** The text as the other of the two layouts would have written it; nothing when the keys do not say. */
export function otherLayout(text, lang) {
  if (lang === "fa" && /^[\x20-\x7e]+$/.test(text) && /[a-z]/i.test(text)) {
    return across(text.replace(/[ABD-GI-RT-Z]/g, (letter) => letter.toLowerCase()), ENGLISH, PERSIAN);
  }
  const joined = text.replace(/[\u200c\u200d]/g, "");
  if (/[\u0600-\u06ff]/.test(joined) && !/[a-z]/i.test(joined)) {
    // `ك` and `ي` are what Arabic layouts write at the same keys.
    return across(joined.replace(/ك/g, "ک").replace(/ي/g, "ی"), PERSIAN, ENGLISH).toLowerCase();
  }
  return undefined;
}

/** All texts one slip of a finger away: two letters exchanged, one too many, one too few, one other. */
export function slips(word, alphabet) {
  const found = new Map();
  const add = (text, weight) => {
    if (text && text !== word && !found.has(text)) found.set(text, weight);
  };
  for (let at = 0; at + 1 < word.length; at += 1) {
    add(word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2), 0.9);
  }
  if (word.length < 3) return found;
  // One letter less is the likelier the more are left.
  for (let at = 0; at < word.length; at += 1) add(word.slice(0, at) + word.slice(at + 1), 0.85 - 0.6 / word.length);
  for (let at = 0; at <= word.length; at += 1) {
    for (const letter of alphabet) {
      add(word.slice(0, at) + letter + word.slice(at), 0.75);
      if (at < word.length) add(word.slice(0, at) + letter + word.slice(at + 1), 0.65);
    }
  }
  return found;
}
