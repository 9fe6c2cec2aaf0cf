// Of the variants of a text for several platforms, the reader's own. The choice is remembered on this computer only.
const STORE = "deskmark:platform";
const ALL = "all";

// What the browser says it runs on; a guess, so that "show all" is always there.
export function guess({ userAgentData, userAgent = "", maxTouchPoints = 0 }) {
  const named = `${userAgentData?.platform ?? ""} ${userAgent}`;
  // Android says Linux, iPads say Macintosh, phones of both kinds name their system first.
  for (const [name, mark] of [
    ["android", /android/i],
    ["ios", /iphone|ipad|ipod/i],
    ["chromeos", /cros|chrome ?os/i],
    ["windows", /windows/i],
    ["macos", /mac/i],
    ["linux", /linux|x11/i],
  ]) {
    if (mark.test(named)) return name === "macos" && maxTouchPoints > 1 ? "ios" : name;
  }
  return ALL;
}

// The sections of a group under the names of their platforms: `windows`, and `windows-2` for a second one.
export function keys(platforms) {
  const seen = new Map();
  return platforms.map((platform) => {
    const times = (seen.get(platform) ?? 0) + 1;
    seen.set(platform, times);
    return times === 1 ? platform : `${platform}-${times}`;
  });
}

// What a group shows of a wish: the very variant, else the platform's first, else all.
export function fitting(own, wish) {
  if (own.includes(wish)) return wish;
  const platform = wish.replace(/-\d+$/, "");
  return own.includes(platform) ? platform : ALL;
}

export function variants(article) {
  const words = article.dataset;
  const groups = [...article.querySelectorAll(".variants")].map((box) => group(box, words)).filter(Boolean);
  if (groups.length === 0) return;

  function choose(wish) {
    for (const one of groups) one.show(fitting(one.own, wish));
    // Entries of headings that are not shown would lead nowhere.
    for (const link of document.querySelectorAll(".toc a")) {
      link.parentElement.hidden = Boolean(target(link.hash)?.closest(".variant-off"));
    }
  }
  for (const one of groups) {
    one.picked = (wish) => {
      const before = one.bar.getBoundingClientRect().top;
      choose(wish);
      write(wish);
      // Groups above grow and shrink; the buttons stay under the pointer.
      scrollBy({ top: one.bar.getBoundingClientRect().top - before, behavior: "instant" });
    };
  }
  // A link to something in a hidden variant shows that variant, and changes nothing that was chosen.
  const reveal = (hash) => {
    const section = target(hash)?.closest(".variant-off");
    const owner = groups.find((one) => one.sections.includes(section));
    if (owner) choose(owner.own[owner.sections.indexOf(section)]);
    return Boolean(owner);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link) reveal(link.hash);
  });
  addEventListener("hashchange", () => reveal(location.hash) && target(location.hash).scrollIntoView());

  choose(read() ?? guess(navigator));
  if (location.hash && target(location.hash)) {
    reveal(location.hash);
    target(location.hash).scrollIntoView({ behavior: "instant" });
  }
}

function group(box, words) {
  const sections = [...box.querySelectorAll(":scope > .variant")];
  if (sections.length < 2) return undefined;
  const own = keys(sections.map((section) => section.dataset.platform));
  const bar = document.createElement("div");
  bar.className = "variant-picker";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", words.variants);
  const one = { own, sections, bar };
  const buttons = [...own, ALL].map((key, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = key === ALL ? words.variantsAll : title(sections[at]);
    if (key === ALL) button.lang = document.documentElement.lang;
    button.addEventListener("click", () => one.picked(key));
    return button;
  });
  bar.append(...buttons);
  box.prepend(bar);
  one.show = (key) => {
    sections.forEach((section, at) => section.classList.toggle("variant-off", key !== ALL && own[at] !== key));
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String((own[at] ?? ALL) === key)));
  };
  return one;
}

function title(section) {
  const heading = section.querySelector("h2, h3, h4, h5, h6")?.cloneNode(true);
  heading?.querySelectorAll(".anchor").forEach((anchor) => anchor.remove());
  return heading?.textContent.trim() || section.dataset.platform;
}

function target(hash) {
  try {
    return hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  } catch {
    return null;
  }
}

// Storage can be full or forbidden; the choice then lasts as long as the page.
function read() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function write(wish) {
  try {
    localStorage.setItem(STORE, wish);
  } catch {
    // Nothing to mend: see above.
  }
}
