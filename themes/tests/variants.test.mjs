// `node --test themes/tests/*.test.mjs`: which variant of a text a reader is shown.
import assert from "node:assert/strict";
import test from "node:test";
import { fitting, guess, keys } from "../scripts/variants.js";

test("the system is guessed from what browsers really send", () => {
  const agents = {
    windows: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
    macos: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
    linux: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    chromeos: "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
    android: "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36",
    ios: "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
  };
  for (const [name, userAgent] of Object.entries(agents)) assert.equal(guess({ userAgent }), name);
  assert.equal(guess({ userAgentData: { platform: "Chrome OS" }, userAgent: "" }), "chromeos");
  assert.equal(guess({ userAgent: agents.macos, maxTouchPoints: 5 }), "ios", "an iPad says it is a Macintosh");
  assert.equal(guess({ userAgent: "Lynx/2.9" }), "all");
});

test("a second variant of a platform has a name of its own", () => {
  assert.deepEqual(keys(["windows", "macos", "windows"]), ["windows", "macos", "windows-2"]);
});

test("a group shows the very variant, else the platform's first, else all", () => {
  const own = ["windows", "windows-2", "macos"];
  assert.equal(fitting(own, "windows-2"), "windows-2");
  assert.equal(fitting(["windows", "macos"], "windows-2"), "windows");
  assert.equal(fitting(own, "android"), "all");
  assert.equal(fitting(own, "all"), "all");
});
