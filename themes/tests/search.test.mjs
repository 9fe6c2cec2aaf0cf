// `node --test themes/tests/search.test.mjs`: what search tells, shows and keeps to itself.
import assert from "node:assert/strict";
import test from "node:test";
import "./page.mjs";
import { excerpt, marked } from "../scripts/search-results.js";
import { folder } from "../scripts/fold.js";
import { scrub } from "../scripts/signals.js";
import { helpful } from "../scripts/suggest.js";
import { sentence } from "../scripts/words.js";
import { readFileSync } from "node:fs";

const rules = JSON.parse(readFileSync(new URL("../../domain/src/words/fold.json", import.meta.url)));
const folding = folder(rules, "vi");
// A query as the ranker gives it back: every word as telling as the others.
const asked = (query) => folding.words(query).flatMap(({ parts }) => parts).map((word) => ({ ...word, alts: [word], rarity: 1, spellings: [] }));

test("a search that found nothing is told without what tells who looked", () => {
  for (const [typed, told] of [
    ["máy in màu", "máy in màu"],
    ["  lỗi   in hai mặt ", "lỗi in hai mặt"],
    ["کلاس مجازی باز نمی‌شود", "کلاس مجازی باز نمی‌شود"],
    ["phòng B2", "phòng B2"],
    ["lỗi 691 vpn", "lỗi 691 vpn"],
    // Addresses, with spaces around the sign as well.
    ["an.nv@dh.example không vào được", "không vào được"],
    ["an.nv @ dh.example không vào được", "không vào được"],
    ["mở https://lms.dh.example/login?u=an bị lỗi", "mở bị lỗi"],
    ["www.dh.example bị lỗi", "bị lỗi"],
    ["dh.example/tai-khoan/an bị lỗi", "bị lỗi"],
    // Long numbers, in whole or in parts, in three families of digits.
    ["sinh viên 23210456", "sinh viên"],
    ["gọi 090-123.45.67 không được", "gọi không được"],
    ["sinh viên 23 21 04 56", "sinh viên"],
    ["دانشجو ۲۰۲۱۶۵۴۳", "دانشجو"],
    ["طالب ٢٠٢١٦٥٤٣", "طالب"],
    // Passwords and codes.
    ["mật khẩu hunter2024 sai", "mật khẩu sai"],
    ["mật khẩu Tr0ng!Dong sai", "mật khẩu sai"],
    ["mật khẩu con$meo sai", "mật khẩu sai"],
    ["phiếu 7K3Q-9M2X-W4HT đâu", "phiếu đâu"],
    // Nothing worth telling is left.
    ["23210456", ""],
    ["an.nv@dh.example", ""],
    ["x 12", ""],
    ["?!", ""],
    ["", ""],
  ]) {
    assert.equal(scrub(typed), told, JSON.stringify(typed));
  }
  assert.equal(scrub("ă ".repeat(500)).length, 100);
});

test("what was asked is marked as it is written", () => {
  const pieces = marked("Mật khẩu Wi-Fi: đổi mật khẩu.", asked("mat khau"), folding);
  assert.deepEqual(pieces.filter(({ hit }) => hit).map(({ text }) => text), ["Mật khẩu", "mật khẩu"]);
  assert.equal(pieces.map(({ text }) => text).join(""), "Mật khẩu Wi-Fi: đổi mật khẩu.");
  assert.deepEqual(marked("", asked("mat"), folding), []);
});

const article = {
  title: "Kết nối Wi-Fi",
  summary: "Vào mạng không dây bằng tài khoản trường.",
  passages: [
    ["", "", "", "Cả trường dùng chung một mạng."],
    ["step-3", "", "3", "Gõ địa chỉ đầy đủ và mật khẩu."],
    ["android", "Android", "", `${"Chọn thẻ bảo mật. ".repeat(30)}Ô chứng chỉ: chọn chứng chỉ hệ thống. ${"Rồi lưu lại. ".repeat(30)}`],
  ],
};

test("a result points at the step or the heading that has the words", () => {
  assert.deepEqual(excerpt(article, asked("mật khẩu"), folding, 180), { anchor: "step-3", label: "", step: "3", text: "Gõ địa chỉ đầy đủ và mật khẩu." });
  const long = excerpt(article, asked("chung chi he thong"), folding, 120);
  assert.equal(long.anchor, "android");
  assert.ok(long.text.includes("chứng chỉ hệ thống") && long.text.length <= 124, long.text);
  assert.ok(long.text.startsWith("…\u00a0") && long.text.endsWith("\u00a0…"));
});

test("a title that says it all leads to the top", () => {
  assert.deepEqual(excerpt(article, asked("wi-fi"), folding, 180), { anchor: "", label: "", step: "", text: article.summary });
  // However often a passage says it.
  const often = { ...article, passages: [["x", "X", "", "Wi-Fi, Wi-Fi, Wi-Fi, Wi-Fi."]] };
  assert.equal(excerpt(often, asked("wi-fi"), folding, 180).anchor, "");
});

test("suggested is what has some of it in the title", () => {
  const slots = asked("không in được từ máy ở thư viện");
  const hit = (doc, title, score) => ({ doc, score, entry: { title } });
  const hits = [hit(0, "Dùng eduroam khi đi xa", 1), hit(1, "In, photo và quét ở thư viện", 0.9), hit(2, "Bàn hỗ trợ", 0.8)];
  const titles = (found) => found.map(({ entry }) => entry.title);
  assert.deepEqual(titles(helpful({ hits, slots, folding }, [])), ["In, photo và quét ở thư viện"]);
  // The label of the form decides between equals, and suggests nothing by itself.
  const equal = [hit(3, "Máy in ở nhà A", 0.9), hit(4, "Máy in ở nhà B", 0.9)];
  const label = [{ rarity: 1, spellings: [{ docs: [4, 2] }] }];
  assert.deepEqual(titles(helpful({ hits: [...equal, hits[2]], slots, folding }, label)), ["Máy in ở nhà B", "Máy in ở nhà A"]);
});

test("a sentence is filled in as it was typed", () => {
  assert.equal(sentence("{$count} مقاله برای «{$query}»", { count: 12, query: "$& {$count}" }), "۱۲ مقاله برای «$& {$count}»");
});
