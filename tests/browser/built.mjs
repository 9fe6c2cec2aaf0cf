// The sample portal as `deskmark build` writes it, and a server for its files.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { binary, root } from './portal.mjs';

/** The day the sample portal is looked at; tests/run has the same. No review falls due while nobody looks. */
export const DAY = '2026-11-22';

export const TYPES = {
  '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.xml': 'application/xml', '.txt': 'text/plain', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp',
};
const REFRESH = /<meta http-equiv="refresh"[^>]*>/i;

/**
 * Builds the sample portal into a folder of its own.
 *
 * Gives the folder with the site (`folder`), every page in it (`pages`: its `path` as a browser asks for it, its `file`
 * below the folder, its `html`), and `remove()`.
 */
export function buildPortal(content = join(root, 'content')) {
  const out = mkdtempSync(join(tmpdir(), 'deskmark-built-'));
  const remove = () => rmSync(out, { recursive: true, force: true });
  const args = ['build', '--content', content, '--at', DAY, '--out', out, '--base-url', 'https://help.thuyvan.example'];
  const built = spawnSync(binary(), args, { encoding: 'utf8' });
  if (built.status !== 0) {
    remove();
    throw new Error(`deskmark build ended with ${built.status}:\n${built.stdout}${built.stderr}`);
  }
  const folder = join(out, 'public');
  const files = readdirSync(folder, { recursive: true }).filter((file) => extname(file) === '.html').sort();
  const pages = files.map((file) => ({
    file,
    path: `/${file.replace(/(^|\/)index\.html$/, '$1')}`,
    html: readFileSync(join(folder, file), 'utf8'),
  }));
  return { folder, pages, remove };
}

/** Where a page that is only a redirect leads, or null. */
export function redirect(html) {
  const found = REFRESH.exec(html);
  return found && /url=([^"]+)"/i.exec(found[0])[1];
}

/**
 * Serves a folder as any web server would, except that redirects stand still to be looked at. Gives its address (`base`)
 * and `stop()`.
 */
export async function serveFiles(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    let file = join(folder, path);
    let status = 200;
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) file = join(file, 'index.html');
    if (!file.startsWith(folder) || !statSync(file, { throwIfNoEntry: false })) {
      file = join(folder, '404.html');
      status = 404;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    let body = readFileSync(file);
    if (type === 'text/html') body = body.toString().replace(REFRESH, '');
    response.writeHead(status, { 'content-type': type.startsWith('image/') ? type : `${type}; charset=utf-8` });
    response.end(body);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { base: `http://127.0.0.1:${server.address().port}`, stop: () => { server.closeAllConnections(); server.close(); } };
}
