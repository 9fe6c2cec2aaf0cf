// What must hold on every page, whatever is on it.
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';

/** The page fits its window, shows all its text and says nothing in the words of the program. */
export async function assertSound(page, label) {
  const problems = await page.evaluate(findProblems);
  assert.deepEqual(problems, [], `${label}: ${page.url()}`);
}

/** Runs in the page. */
function findProblems() {
  const problems = [];
  const room = document.documentElement.clientWidth;
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const name = (element) => {
    const classes = typeof element.className === 'string' && element.className ? `.${element.className.trim().replace(/\s+/g, '.')}` : '';
    return `${element.localName}${classes}`;
  };
  const quote = (text) => `"${text.trim().replace(/\s+/g, ' ').slice(0, 60)}"`;

  if (document.scrollingElement.scrollWidth > room) {
    const wide = [...document.body.querySelectorAll('*')].filter((e) => seen(e) && e.getBoundingClientRect().right > room + 0.5);
    problems.push(`scrolls sideways: ${document.scrollingElement.scrollWidth} > ${room}; ${wide.slice(0, 5).map(name).join(', ')}`);
  }

  // A box that hides what does not fit must not hide text. The usual way to speak to screen readers only is a box of
  // a pixel, which is no box for text.
  const hides = (style) => [style.overflowX, style.overflowY].some((value) => value === 'hidden' || value === 'clip');
  const scrolls = (style) => [style.overflowX, style.overflowY].some((value) => value === 'auto' || value === 'scroll');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !seen(parent) || parent.closest('script, noscript, option, svg, template')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
    if (!rects.length) continue;
    let scrollable = false;
    for (let box = parent; box && box !== document.documentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      if (edge.width <= 1 || edge.height <= 1) { scrollable = true; break; }
      if (scrolls(style)) { scrollable = true; break; }
      if (hides(style) && style.display !== 'inline') {
        // Line boxes are taller than ink by a little; two pixels are no letter.
        const cut = rects.find((rect) => rect.left < edge.left - 1 || rect.right > edge.right + 1 || rect.top < edge.top - 2 || rect.bottom > edge.bottom + 2);
        if (cut) { problems.push(`cut off by ${name(box)}: ${quote(node.data)}`); break; }
      }
    }
    if (!scrollable && rects.some((rect) => rect.left < -0.5 || rect.right > room + 0.5)) {
      const skipLink = parent.closest('a[href^="#"]');
      if (!skipLink) problems.push(`outside the window: ${quote(node.data)}`);
    }
  }
  for (const control of document.querySelectorAll('button, select, .button, summary')) {
    if (seen(control) && control.clientWidth > 1 && control.scrollWidth > control.clientWidth + 1) {
      problems.push(`too narrow for its words: ${name(control)} ${quote(control.innerText)}`);
    }
  }

  // A word the theme does not have shows as ⟦key⟧; one it cannot fill shows its placeholder.
  const words = [document.title, document.body.innerText];
  for (const element of document.querySelectorAll('[title], [aria-label], [placeholder], [alt], meta[content]')) {
    for (const attribute of ['title', 'aria-label', 'placeholder', 'alt', 'content']) words.push(element.getAttribute(attribute) ?? '');
  }
  for (const text of words) {
    const found = /⟦[^⟧]*⟧|\{\s*\$[\w-]+\s*\}|\{\{|\}\}|\bundefined\b|\[object /.exec(text);
    if (found) problems.push(`not words: ${found[0]}`);
  }

  // The content security policy would refuse them; they must not be there at all.
  for (const element of document.querySelectorAll('style, script:not([src]):not([type="application/ld+json"])')) {
    problems.push(`inline ${name(element)}`);
  }
  for (const element of document.querySelectorAll('*')) {
    for (const { name: attribute } of element.attributes) {
      if (/^on/.test(attribute)) problems.push(`inline handler ${attribute} on ${name(element)}`);
    }
  }
  if (document.querySelector('iframe, frame, object, embed')) problems.push('a page within the page');
  if (!document.documentElement.lang || !document.documentElement.dir) problems.push('no lang or no dir on <html>');
  if (document.querySelectorAll('h1').length !== 1) problems.push(`${document.querySelectorAll('h1').length} h1`);
  return [...new Set(problems)];
}

/**
 * axe finds nothing, every rule on. No page has frames (`assertSound` sees to it), so the tab that axe would otherwise
 * open to put frames together is not opened: half the time.
 */
export async function assertAccessible(page, label) {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
  assert.deepEqual(found, [], `${label}: ${page.url()}`);
}

/**
 * The same for a page in a browser without JavaScript. axe is a script, so what that browser shows (its `<noscript>`
 * parts as parts) is opened again, without the page's own scripts, at the same address in a browser that has it.
 */
export async function assertAccessibleAsShown(page, helper, label) {
  const html = (await page.content())
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
    .replace(/<(\/?)noscript\b/g, '<$1div');
  const url = page.url();
  await helper.route(url, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  await helper.goto(url);
  await assertAccessible(helper, label);
  await helper.unroute(url);
}
