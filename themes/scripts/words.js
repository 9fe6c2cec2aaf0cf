// Words on their way: filled into sentences of the page; and those that were looked for, to where they are asked, so that
// nobody types them twice.

// As the page's language writes it.
const numbers = new Intl.NumberFormat(document.documentElement.lang);

/** A sentence of the page with `{$name}` filled in. */
export function sentence(text, values) {
  return text.replace(/\{\$(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? numbers.format(values[name]) : values[name]));
}

/** Puts `words` into the address of every link that takes them. */
export function carry(words) {
  for (const link of document.querySelectorAll("a[data-carry], [data-carry] a")) {
    const url = new URL(link.href);
    if (words) url.searchParams.set("q", words);
    else url.searchParams.delete("q");
    link.href = url.pathname + url.search;
  }
}
