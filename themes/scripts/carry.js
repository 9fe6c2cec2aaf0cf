// Words that were looked for go along to where they are asked, so that nobody types them twice.

/** Puts `words` into the address of every link that takes them. */
export function carry(words) {
  for (const link of document.querySelectorAll("a[data-carry], [data-carry] a")) {
    const url = new URL(link.href);
    if (words) url.searchParams.set("q", words);
    else url.searchParams.delete("q");
    link.href = url.pathname + url.search;
  }
}
