// `deskmark serve` on a free port, with data of its own.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const PATIENCE_MS = 60_000;

/** The `deskmark` binary: the debug build `./tests/run` makes, or the one `DESKMARK` names. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const file = process.env.DESKMARK ?? join(target, 'debug', 'deskmark');
  if (!existsSync(file)) throw new Error(`${file} is not built: run ./tests/run, or cargo build --bin deskmark`);
  return file;
}

/**
 * Starts the portal of a content folder.
 *
 * Gives its address (`base`, without a slash at the end), `signIn(role, desk)`: the one-time sign-in link printed for
 * a role, and `stop()`.
 */
export async function startPortal(content = join(root, 'content')) {
  const data = mkdtempSync(join(tmpdir(), 'deskmark-browser-'));
  const child = spawn(binary(), ['serve', '--port', '0', '--data', data, '--content', content], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => { output += text; });
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };

  const base = await new Promise((resolve, reject) => {
    const deadline = Date.now() + PATIENCE_MS;
    const timer = setInterval(() => {
      const address = /^\s*Portal\s+(http:\/\/127\.0\.0\.1:\d+)\/?\s*$/m.exec(output);
      // The links come after the address; the last thing printed is what a person waits for as well.
      if (address && /Sign in as/.test(output)) resolve(address[1]);
      else if (child.exitCode !== null) reject(new Error(`deskmark serve ended (${child.exitCode}):\n${output}`));
      else if (Date.now() > deadline) reject(new Error(`deskmark serve printed no address in time:\n${output}`));
      else return;
      clearInterval(timer);
    }, 50);
  }).catch(async (error) => { await stop(); throw error; });

  const signIn = (role, desk) => {
    const links = [...output.matchAll(/^\s*Sign in as (\S+) of (.+?)\s{2,}(http\S+)\s*$/gm)];
    const link = links.find(([, as, of]) => as === role && (!desk || of === desk));
    if (!link) throw new Error(`no sign-in link for a ${role} of ${desk ?? 'any desk'} in:\n${output}`);
    return link[3];
  };
  return { base, signIn, stop, output: () => output };
}
