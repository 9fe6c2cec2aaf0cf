// Sentences of the page, filled in by scripts.

// As the page's language writes it.
const number = (value) => new Intl.NumberFormat(document.documentElement.lang).format(value);

/** A sentence of the page with `{$name}` filled in. */
export function sentence(text, values) {
  return text.replace(/\{\$(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number(values[name]) : values[name]));
}
