// Articles that fit a ticket, beside the list to cite one from: what the site's own search finds for the ticket's title.
import { asker } from "./search-index.js";
import { helpful } from "./suggest.js";

export function cite(box) {
  const { index, cite: title } = box.dataset;
  const select = box.closest("form").elements.article;
  const [list, template] = ["ul", "template"].map((part) => box.querySelector(part));

  function show(found) {
    const fits = (found.slots.length ? helpful(found, []) : []).filter(({ entry }) => [...select.options].some(({ value }) => value === entry.id));
    list.replaceChildren(...fits.map(({ entry }) => {
      const node = template.content.firstElementChild.cloneNode(true);
      const [button, link] = [node.querySelector("button"), node.querySelector("a")];
      button.textContent = entry.title;
      button.addEventListener("click", () => {
        select.value = entry.id;
        select.focus();
      });
      link.href = entry.url;
      link.setAttribute("aria-label", `${link.textContent}: ${entry.title}`);
      return node;
    }));
    box.hidden = fits.length === 0;
  }

  // Without the index the list stays as it is.
  asker(index, show, () => {}).ask(title, { exact: false, shown: 10 });
}
