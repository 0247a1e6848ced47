// The peers: how each reads a capture to its end, and how often it is worth the time.
// @ts-check
import { spawnSync } from 'node:child_process';

/** @typedef {{ name: string, slow: boolean, not: readonly string[], command: (file: string) => string[] }} Tool */

/** `not`: captures it does not survive or cannot read. @type {readonly Tool[]} */
const PEERS = [
  { name: 'tcpdump', slow: false, not: [], command: (file) => ['tcpdump', '-r', file, '-w', '/dev/null'] },
  { name: 'tshark', slow: true, not: [], command: (file) => ['tshark', '-q', '-z', 'conv,tcp', '-r', file] },
  { name: 'tcptrace -n', slow: true, not: ['synflood', 'small'], command: (file) => ['tcptrace', '-n', file] },
  { name: 'tcptrace -l -r -n', slow: true, not: ['synflood', 'small', 'fat'], command: (file) => ['tcptrace', '-l', '-r', '-n', file] },
];

/** @type {(file: string) => string[]} */
export const CAT = (file) => ['sh', '-c', 'exec cat "$0" > /dev/null', file];

/** Those that are installed, told once. @param {string} wanted comma-separated names, `all` or `none` @returns {readonly Tool[]} */
export function peers(wanted) {
  const named = wanted.split(',');
  return PEERS.filter(({ name, command }) => {
    const [program = ''] = command('');
    if (wanted !== 'all' && !named.includes(program)) return false;
    if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined) return true;
    console.log(`${name} is not installed: no comparison with it`);
    return false;
  });
}
