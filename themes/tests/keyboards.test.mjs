// `node --test themes/tests/keyboards.test.mjs`: what somebody meant whose keyboard wrote something else.
import assert from "node:assert/strict";
import test from "node:test";
import { otherLayout, slips, telex, vni } from "../scripts/keyboards.js";

const decoded = (decode, pairs) => {
  for (const [typed, meant] of Object.entries(pairs)) {
    const tone = /[\u0300\u0301\u0303\u0309\u0323]/;
    const ordered = (text) => {
      const letters = text.normalize("NFD");
      return letters.replace(tone, "").normalize("NFC") + (letters.match(tone)?.[0] ?? "");
    };
    const found = decode(typed);
    assert.equal(found && ordered(found), meant && ordered(meant), typed);
  }
};

test("raw Telex is read", () => {
  decoded(telex, {
    ddawng: "đăng", nhaapj: "nhập", dduwowcj: "được", dduowcj: "được", tieengs: "tiếng", truwowngf: "trường", hoaf: "hòa",
    thuw: "thư", khoas: "khóa", nguwowif: "người", mats: "mát", quaan: "quân", nhapaj: "nhập", ban: undefined, t: undefined,
  });
});

test("raw VNI is read", () => {
  decoded(vni, {
    d9a8ng: "đăng", nha65p: "nhập", nha6p5: "nhập", d9u7o7c5: "được", d9uo7c5: "được", tru7o7ng2: "trường", kha63u: "khẩu",
    ban: undefined, "2024": undefined, b9: undefined,
  });
});

test("Persian keys on an English layout are read, and back", () => {
  assert.equal(otherLayout(";jhf", "fa"), "کتاب");
  assert.equal(otherLayout("vlc uf,v", "fa"), "رمز عبور");
  assert.equal(otherLayout("صهبه", "vi"), "wifi");
  assert.equal(otherLayout("mật khẩu", "vi"), undefined);
  assert.equal(otherLayout("wifi", "vi"), undefined);
  assert.equal(otherLayout("وای‌فای eduroam", "fa"), undefined);
});

test("slips of one finger are tried, the likeliest first", () => {
  const found = slips("wfi", "abcdefghijklmnopqrstuvwxyz");
  assert.ok(found.get("wif") > found.get("wifi"));
  assert.ok(found.get("wifi") > found.get("fi"));
  assert.equal(found.has("wfi"), false);
});
