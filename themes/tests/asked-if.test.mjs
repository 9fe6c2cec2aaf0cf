// `node --test themes/tests/*.test.mjs`: which day a form calls the earliest.
import assert from "node:assert/strict";
import test from "node:test";
import { earliest } from "../scripts/asked-if.js";

function said(lang, zone, lead, now) {
  globalThis.document = { documentElement: { lang } };
  const words = [];
  earliest({ dataset: { lead, zone, first: "Earliest:" }, append: (text) => words.push(text) }, Date.parse(now));
  return words.join("");
}

test("the days are counted where the desk is, wherever the reader and their clock are", () => {
  for (const zone of ["Pacific/Pago_Pago", "Asia/Tehran", "Pacific/Kiritimati"]) {
    process.env.TZ = zone;
    for (const [now, day] of [
      ["2026-11-28T16:59:59Z", "28 December 2026"],
      ["2026-11-28T17:00:00Z", "29 December 2026"],
      ["2027-01-29T17:00:00Z", "1 March 2027"],
    ]) {
      assert.equal(said("en-GB", "Asia/Ho_Chi_Minh", "30", now), ` Earliest: ${day}.`, `${now} read in ${zone}`);
    }
  }
});

test("and told in the reader's calendar", () => {
  assert.equal(said("fa", "Asia/Ho_Chi_Minh", "30", "2026-11-28T17:00:00Z"), " Earliest: ۸ دی ۱۴۰۵.");
});
