// The attacks that are made with real tools, and what Synoptic must say of each: one table for the generator and for the test.
// @ts-check

/** Attacker, gateway and target, a host that drops everything, a network of which nothing answers; in namespaces of their own. */
export const ATTACKER = '10.99.0.1';
export const TARGET = '10.99.0.2';
export const SILENT = '10.99.0.3';
export const EMPTY = '10.99.2';

/**
 * @typedef {object} Attack
 * @property {string} name
 * @property {readonly string[]} run program and arguments, in the attacker's namespace
 * @property {readonly string[]} expect `kind source > target`, `*` for many; `-` in front: must not be there
 * @property {number} [seconds] it is ended after this time
 */

const nmap = (/** @type {string[]} */ ...args) => ['nmap', '-n', '-Pn', ...args];
const crafted = (/** @type {string} */ name) => ['/usr/bin/python3', new URL('./crafted.py', import.meta.url).pathname, name, ATTACKER, TARGET];
const flood = (/** @type {string[]} */ ...args) => ['hping3', '-q', '-i', 'u250', '-c', '6000', ...args];

/** @type {readonly Attack[]} */
export const ATTACKS = [
  { name: 'syn-scan', run: nmap('-sS', '-p', '1-1000', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'syn-scan-silent', run: nmap('-sS', '-F', SILENT), expect: [`port-scan ${ATTACKER} > ${SILENT}`] },
  { name: 'connect-scan', run: nmap('-sT', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'fin-scan', run: nmap('-sF', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`, `illegal-flags ${ATTACKER} > ${TARGET}`] },
  { name: 'fin-scan-silent', run: nmap('-sF', '-F', SILENT), expect: [`port-scan ${ATTACKER} > ${SILENT}`] },
  { name: 'null-scan', run: nmap('-sN', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`, `illegal-flags ${ATTACKER} > ${TARGET}`] },
  { name: 'xmas-scan', run: nmap('-sX', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`, `illegal-flags ${ATTACKER} > ${TARGET}`] },
  { name: 'ack-scan', run: nmap('-sA', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'ack-scan-silent', run: nmap('-sA', '-F', SILENT), expect: [`port-scan ${ATTACKER} > ${SILENT}`] },
  { name: 'window-scan', run: nmap('-sW', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'maimon-scan', run: nmap('-sM', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'syn-fin-scan', run: nmap('-sS', '--scanflags', 'SYNFIN', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`, `illegal-flags ${ATTACKER} > ${TARGET}`] },
  { name: 'protocol-scan', run: nmap('-sO', '-p', '0-60', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'udp-scan', run: nmap('-sU', '-p', '1-60', '--max-retries', '1', TARGET), expect: [`udp-port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'udp-scan-silent', run: nmap('-sU', '-F', '--max-retries', '1', SILENT), expect: [`udp-port-scan ${ATTACKER} > ${SILENT}`] },
  { name: 'fragmented-scan', run: nmap('-sS', '-f', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'source-port-scan', run: nmap('-sS', '-g', '53', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'slow-scan', run: nmap('-sS', '--scan-delay', '1500ms', '--max-retries', '0', '-p', '100-120', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'decoy-scan', run: nmap('-sS', '-D', '10.99.0.11,10.99.0.12,ME', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`, `port-scan 10.99.0.11 > ${TARGET}`, `port-scan 10.99.0.12 > ${TARGET}`] },
  { name: 'many-decoys', run: nmap('-sX', '-D', 'RND:15', '-F', TARGET), expect: [`port-scan * > ${TARGET}`] },
  { name: 'system-detection', run: nmap('-O', '-p', '1-100', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`, `illegal-flags ${ATTACKER} > ${TARGET}`] },
  { name: 'version-detection', run: nmap('-sV', '-p', '1-100', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'host-sweep', run: nmap('-sS', '-p', '445', '--max-retries', '1', `${EMPTY}.1-60`), expect: [`host-sweep ${ATTACKER} > *`] },
  { name: 'many-hosts', run: nmap('-sS', '-p', '20-45', '--max-retries', '0', `${EMPTY}.1-30`), expect: [`host-sweep ${ATTACKER} > *`, `port-scan ${ATTACKER} > *`] },
  { name: 'ping-sweep', run: ['nmap', '-n', '-sn', '-PE', '--max-retries', '1', `${EMPTY}.1-60`], expect: [`ping-sweep ${ATTACKER} > *`] },
  { name: 'ping-sweep-default', run: ['nmap', '-n', '-sn', `${EMPTY}.1-60`], expect: [`ping-sweep ${ATTACKER} > *`, `host-sweep ${ATTACKER} > *`] },
  { name: 'syn-flood', run: flood('-S', '-p', '80', '--rand-source', TARGET), expect: [`syn-flood * > ${TARGET}`] },
  { name: 'syn-flood-one-source', run: flood('-S', '-p', '9', SILENT), expect: [`syn-flood ${ATTACKER} > ${SILENT}`] },
  { name: 'syn-flood-refused', run: flood('-S', '-p', '9', TARGET), expect: [`syn-flood ${ATTACKER} > ${TARGET}`] },
  { name: 'ack-flood', run: flood('-A', '-p', '80', TARGET), expect: [`ack-flood ${ATTACKER} > ${TARGET}`] },
  { name: 'ack-flood-silent', run: flood('-A', '-p', '80', '--rand-source', SILENT), expect: [`ack-flood * > ${SILENT}`] },
  { name: 'rst-flood', run: flood('-R', '-p', '80', '--rand-source', TARGET), expect: [`rst-flood * > ${TARGET}`] },
  { name: 'udp-flood', run: flood('--udp', '-p', '53', TARGET), expect: [`udp-flood ${ATTACKER} > ${TARGET}`] },
  { name: 'udp-flood-many', run: flood('--udp', '-p', '53', '-d', '400', '--rand-source', SILENT), expect: [`udp-flood * > ${SILENT}`] },
  { name: 'icmp-flood', run: flood('--icmp', '--rand-source', SILENT), expect: [`icmp-flood * > ${SILENT}`] },
  { name: 'icmp-flood-answered', run: flood('--icmp', TARGET), expect: [`icmp-flood ${ATTACKER} > ${TARGET}`] },
  { name: 'land', run: crafted('land'), expect: [`land ${TARGET} > ${TARGET}`] },
  { name: 'smurf', run: crafted('smurf'), expect: ['smurf 10.99.0.255 > 10.99.0.77'] },
  { name: 'fraggle', run: crafted('fraggle'), expect: ['fraggle 10.99.0.77 > 255.255.255.255'] },
  { name: 'redirect', run: crafted('redirect'), expect: [`icmp-redirect 10.99.0.66 > ${TARGET}`] },
  { name: 'teardrop', run: crafted('teardrop'), expect: [`fragment-inconsistent ${ATTACKER} > ${TARGET}`, `fragment-overlap ${ATTACKER} > ${TARGET}`] },
  { name: 'overlap', run: crafted('overlap'), expect: [`fragment-overlap ${ATTACKER} > ${TARGET}`] },
  { name: 'header-overwrite', run: crafted('header-overwrite'), expect: [`fragment-header-overwrite ${ATTACKER} > ${TARGET}`] },
  { name: 'tiny', run: crafted('tiny'), expect: [`tiny-fragment ${ATTACKER} > ${TARGET}`] },
  { name: 'ping-of-death', run: crafted('ping-of-death'), expect: [`fragment-oversize ${ATTACKER} > ${TARGET}`] },
  { name: 'rose', run: crafted('rose'), expect: [`fragment-incomplete ${ATTACKER} > ${TARGET}`] },
  { name: 'blind-reset', run: crafted('blind-reset'), expect: [`reset-invalid ${ATTACKER} > ${TARGET}`] },
  { name: 'blind-syn', run: crafted('blind-syn'), expect: [`syn-in-connection ${ATTACKER} > ${TARGET}`] },
  { name: 'icmp-inventory', run: crafted('icmp-inventory'), expect: [`icmp-timestamp ${ATTACKER} > ${TARGET}`, `icmp-address-mask ${ATTACKER} > ${TARGET}`, `icmp-source-quench ${ATTACKER} > ${TARGET}`, `icmp-router-advertisement ${ATTACKER} > ${TARGET}`] },
];
