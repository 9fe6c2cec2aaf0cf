// `node --test themes/tests/rank.test.mjs`: the ranker finds what people type, as they type it.
import assert from "node:assert/strict";
import test from "node:test";
import { fold, rank } from "../scripts/rank.js";

const index = [
  { u: "/vi/wifi/", t: "Kết nối Wi-Fi trong trường (eduroam)", s: "Vào Wi-Fi bằng tài khoản", b: "wifi eduroam mật khẩu địa chỉ" },
  { u: "/vi/password/", t: "Quên mật khẩu hoặc bị khóa tài khoản", s: "Tự đặt lại", b: "mật khẩu điện thoại đặt lại" },
  { u: "/vi/printing/", t: "In, photo, quét ở thư viện", s: "", b: "máy in thẻ sinh viên đường dẫn" },
  { u: "/fa/wifi/", t: "اتصال به وای‌فای دانشگاه", s: "", b: "شبکه بی‌سیم کلاس ۱۲" },
];
const first = (query) => rank(index, query)[0]?.u;

test("marks, case and letter forms do not matter", () => {
  assert.equal(fold("ĐƯỜNG DẪN"), "duong dan");
  assert.equal(fold("كتابي ۱۲٤"), "کتابی 124");
  assert.equal(first("mat khau"), "/vi/password/");
  assert.equal(first("MẬT KHẨU"), "/vi/password/");
  assert.equal(first("duong dan"), "/vi/printing/");
  assert.equal(first("وايفاي"), "/fa/wifi/");
  assert.equal(first("وای‌فای"), "/fa/wifi/");
  assert.equal(first("12"), "/fa/wifi/");
});

test("words typed by half, together or apart are found", () => {
  assert.equal(first("edur"), "/vi/wifi/");
  assert.equal(first("wifi"), "/vi/wifi/");
  assert.equal(first("wi-fi"), "/vi/wifi/");
  assert.equal(first("quên mật"), "/vi/password/");
});

test("nothing is found for nothing", () => {
  assert.deepEqual(rank(index, "  ?! "), []);
  assert.deepEqual(rank(index, "zzzz"), []);
  assert.deepEqual(rank([], "wifi"), []);
});
