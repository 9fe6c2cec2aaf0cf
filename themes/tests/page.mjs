// As much of a page as the search's modules look at while they are loaded: its language, and that it can be left. A browser
// tries the rest in `tests/browser/search.test.mjs`.
globalThis.document = { documentElement: { lang: "fa" } };
globalThis.addEventListener = () => {};
