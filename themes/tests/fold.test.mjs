// `node --test themes/tests/fold.test.mjs`: words are folded here as they are where the index is made.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { folder } from "../scripts/fold.js";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const rules = read("../../domain/src/words/fold.json");

test("every vector is folded as it is written down", () => {
  const vectors = read("../../tests/fixtures/fold.json");
  assert.ok(vectors.length >= 500, `${vectors.length} vectors`);
  const folders = { vi: folder(rules, "vi"), fa: folder(rules, "fa"), en: folder(rules, "en") };
  const found = vectors.map(([lang, written]) => [lang, written, folders[lang].word(written).form, folders[lang].word(written).key]);
  assert.deepEqual(found, vectors);
});

test("a run of letters is its words, and what they make together", () => {
  const told = folder(rules, "vi")
    .words("Wi-Fi: «می‌شود», rồi. ERR-123 - xong")
    .map(({ at, end, parts, joined }) => [at, end, parts.map(({ key }) => key).join("+"), joined?.key]);
  assert.deepEqual(told, [
    [0, 5, "wi+fi", "wifi"],
    [8, 14, "می+شود", "میشود"],
    [17, 20, "roi", undefined],
    [22, 29, "err+123", "err123"],
    [32, 36, "xong", undefined],
  ]);
});
