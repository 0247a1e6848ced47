// A network of two interfaces for load: one here, its other end in a network namespace of its own, so that nothing leaves the machine.
// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/**
 * @typedef {object} Device
 * @property {string} name interface to capture on
 * @property {string} here address of this end; empty where it has none
 * @property {string} there address of the other end
 * @property {readonly string[]} inside words in front of a command that is to run at the other end
 * @property {string} peer interface at the other end
 * @property {() => number} packets that passed since it was made, as the kernel counts them
 * @property {() => void} remove
 */

const SPACES = '/run/netns';

const run = (/** @type {string[]} */ ...words) => { execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] }); };

/** True where this user may make interfaces and namespaces. */
export const mayMakeDevices = () => process.platform === 'linux' && process.getuid?.() === 0;

/** Namespaces of runs that were killed: their process is gone. */
function sweep() {
  for (const name of existsSync(SPACES) ? readdirSync(SPACES) : []) {
    const [, pid] = /^synoptic-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) run('netns', 'delete', name);
  }
}

/** @param {{ addressed: boolean }} options without addresses nobody answers, and every packet is one that was sent on purpose @returns {Device} */
export function makeDevice({ addressed }) {
  sweep();
  const tag = `${process.pid}`;
  const [name, peer, space] = [`synl${tag}`, `synr${tag}`, `synoptic-${tag}`];
  const [here, there] = ['198.18.77.1', '198.18.77.2']; // RFC 2544: for benchmarks
  const inside = ['ip', 'netns', 'exec', space];
  run('netns', 'add', space);
  try {
    run('link', 'add', name, 'type', 'veth', 'peer', 'name', peer, 'netns', space);
    // No address of its own choice, so no packets of its own accord.
    run('link', 'set', name, 'addrgenmode', 'none');
    run('-n', space, 'link', 'set', peer, 'addrgenmode', 'none');
    if (addressed) {
      run('address', 'add', `${here}/30`, 'dev', name);
      run('-n', space, 'address', 'add', `${there}/30`, 'dev', peer);
    }
    run('-n', space, 'link', 'set', 'lo', 'up');
    run('-n', space, 'link', 'set', peer, 'up');
    run('link', 'set', name, 'up');
  } catch (thrown) {
    run('netns', 'delete', space);
    throw thrown;
  }
  const count = (/** @type {string} */ what) => Number(readFileSync(`/sys/class/net/${name}/statistics/${what}_packets`, 'utf8'));
  return {
    name, peer, inside, here: addressed ? here : '', there: addressed ? there : '',
    packets: () => count('rx') + count('tx'),
    remove() { run('netns', 'delete', space); },
  };
}
