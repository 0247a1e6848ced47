// The attacks that are made with real tools, and what Synoptic must say of each: one table for the generator and for the test.
// @ts-check

/** Attacker, gateway and target, a host that drops everything, one whose packets are numbered in order, one behind the attacker's wire, a
 *  network of which nothing answers; in namespaces of their own. */
export const ATTACKER = '10.99.0.1';
export const TARGET = '10.99.0.2';
export const SILENT = '10.99.0.3';
export const ZOMBIE = '10.99.0.4';
export const VICTIM = '10.99.0.9';
export const EMPTY = '10.99.2';

/**
 * @typedef {object} Attack
 * @property {string} name
 * @property {readonly string[]} run program and arguments, in the attacker's namespace
 * @property {readonly string[]} expect `kind source > target`, `*` for many; `-` in front: must not be there
 * @property {number} [stretch] times are stretched by this much afterwards: hours of a slow scan, made in seconds
 */

const nmap = (/** @type {string[]} */ ...args) => ['nmap', '-n', '-Pn', ...args];
const crafted = (/** @type {string} */ name) => ['/usr/bin/python3', new URL('./crafted.py', import.meta.url).pathname, name, ATTACKER, TARGET];
const flood = (/** @type {string} */ packets, /** @type {string[]} */ ...args) => ['hping3', '-q', '-i', 'u250', '-c', packets, ...args];

const scan = `port-scan ${ATTACKER} > ${TARGET}`;
const flags = `illegal-flags ${ATTACKER} > ${TARGET}`;
const slow = (/** @type {string} */ ports) => nmap('-sS', '--scan-delay', '300ms', '--max-retries', '0', '--max-parallelism', '1', '-p', ports, TARGET);

/** What hping3 can flood with: its options, the alert, and packets enough to be one for a second. */
const FLOODS = /** @type {const} */ ([
  ['syn', ['-S', '-p', '80'], 'syn-flood', '700'],
  ['ack', ['-A', '-p', '80'], 'ack-flood', '700'],
  ['rst', ['-R', '-p', '80'], 'rst-flood', '700'],
  ['fin', ['-F', '-p', '80'], 'illegal-flags', '400'],
  ['fin-ack', ['-F', '-A', '-p', '80'], 'ack-flood', '700'],
  ['udp', ['--udp', '-p', '53'], 'udp-flood', '2500'],
  ['icmp', ['--icmp'], 'icmp-flood', '400'],
]);

/** From one port (one tuple that never changes), to a host that answers and to one that does not; from every port of one source; from forged
 *  sources.
 * @returns {Attack[]} */
function floods() {
  return FLOODS.flatMap(([name, args, kind, packets]) => [
    { name: `${name}-flood-one-tuple`, run: flood(packets, ...args, '-k', '-s', '4000', TARGET), expect: [`${kind} ${ATTACKER} > ${TARGET}`] },
    { name: `${name}-flood-one-tuple-silent`, run: flood(packets, ...args, '-k', '-s', '4000', SILENT), expect: [`${kind} ${ATTACKER} > ${SILENT}`] },
    { name: `${name}-flood-one-source`, run: flood(packets, ...args, TARGET), expect: [`${kind} ${ATTACKER} > ${TARGET}`] },
    { name: `${name}-flood`, run: flood(packets, ...args, '--rand-source', SILENT), expect: [`${kind} * > ${SILENT}`] },
  ]);
}

/** @type {readonly Attack[]} */
export const ATTACKS = [
  { name: 'syn-scan', run: nmap('-sS', '-p', '1-300', TARGET), expect: [scan] },
  { name: 'syn-scan-silent', run: nmap('-sS', '-F', SILENT), expect: [`port-scan ${ATTACKER} > ${SILENT}`] },
  { name: 'connect-scan', run: nmap('-sT', '-F', TARGET), expect: [scan] },
  { name: 'fin-scan', run: nmap('-sF', '-F', TARGET), expect: [scan, flags] },
  { name: 'fin-scan-silent', run: nmap('-sF', '-F', SILENT), expect: [`port-scan ${ATTACKER} > ${SILENT}`] },
  { name: 'null-scan', run: nmap('-sN', '-F', TARGET), expect: [scan, flags] },
  { name: 'xmas-scan', run: nmap('-sX', '-F', TARGET), expect: [scan, flags] },
  { name: 'ack-scan', run: nmap('-sA', '-F', TARGET), expect: [scan] },
  { name: 'ack-scan-silent', run: nmap('-sA', '-F', SILENT), expect: [`port-scan ${ATTACKER} > ${SILENT}`] },
  { name: 'window-scan', run: nmap('-sW', '-F', TARGET), expect: [scan] },
  { name: 'maimon-scan', run: nmap('-sM', '-F', TARGET), expect: [scan] },
  { name: 'syn-fin-scan', run: nmap('-sS', '--scanflags', 'SYNFIN', '-F', TARGET), expect: [scan, flags] },
  { name: 'protocol-scan', run: nmap('-sO', '-p', '0-60', TARGET), expect: [scan] },
  { name: 'udp-scan', run: nmap('-sU', '-p', '1-60', '--max-retries', '1', TARGET), expect: [`udp-port-scan ${ATTACKER} > ${TARGET}`] },
  { name: 'udp-scan-silent', run: nmap('-sU', '-F', '--max-retries', '1', SILENT), expect: [`udp-port-scan ${ATTACKER} > ${SILENT}`] },
  { name: 'fragmented-scan', run: nmap('-sS', '-f', '-F', TARGET), expect: [scan] },
  { name: 'source-port-scan', run: nmap('-sS', '-g', '53', '-F', TARGET), expect: [scan] },
  { name: 'fragmented-scan-16', run: nmap('-sS', '-ff', '-F', TARGET), expect: [scan] },
  { name: 'fragmented-scan-mtu', run: nmap('-sS', '--mtu', '24', '-F', TARGET), expect: [scan] },
  { name: 'fragmented-xmas-scan', run: nmap('-sX', '-f', '-F', TARGET), expect: [scan, flags] },
  { name: 'slow-scan', run: slow('100-120'), expect: [scan] },
  { name: 'sneaky-scan', run: slow('100-120'), stretch: 50, expect: [scan] }, // -T1: a probe every 15 s
  { name: 'paranoid-scan', run: slow('100-120'), stretch: 1000, expect: [scan] }, // -T0: a probe every 5 minutes
  { name: 'idle-scan', run: nmap('-sI', ZOMBIE, '-p', '20-60', TARGET), expect: [`port-scan ${ZOMBIE} > ${TARGET}`] },
  { name: 'ftp-bounce', run: nmap('-b', `anonymous:none@${TARGET}:21`, '-p', '20-60', VICTIM), expect: [`port-scan ${TARGET} > ${VICTIM}`] },
  { name: 'decoy-scan', run: nmap('-sS', '-D', '10.99.0.11,10.99.0.12,ME', '-F', TARGET), expect: [`port-scan ${ATTACKER} > ${TARGET}`, `port-scan 10.99.0.11 > ${TARGET}`, `port-scan 10.99.0.12 > ${TARGET}`] },
  { name: 'many-decoys', run: nmap('-sX', '-D', 'RND:15', '-F', TARGET), expect: [`port-scan * > ${TARGET}`] },
  { name: 'system-detection', run: nmap('-O', '-p', '1-100', TARGET), expect: [scan, flags] },
  { name: 'version-detection', run: nmap('-sV', '-p', '1-100', TARGET), expect: [scan] },
  { name: 'host-sweep', run: nmap('-sS', '-p', '445', '--max-retries', '1', `${EMPTY}.1-60`), expect: [`host-sweep ${ATTACKER} > *`] },
  { name: 'many-hosts', run: nmap('-sS', '-p', '20-45', '--max-retries', '0', `${EMPTY}.1-30`), expect: [`host-sweep ${ATTACKER} > *`, `port-scan ${ATTACKER} > *`] },
  { name: 'ping-sweep', run: ['nmap', '-n', '-sn', '-PE', '--max-retries', '1', `${EMPTY}.1-60`], expect: [`ping-sweep ${ATTACKER} > *`] },
  { name: 'ack-sweep', run: ['nmap', '-n', '-sn', '-PA80', '--max-retries', '1', `${EMPTY}.1-60`], expect: [`host-sweep ${ATTACKER} > *`] },
  { name: 'udp-sweep', run: ['nmap', '-n', '-sn', '-PU161', '--max-retries', '1', `${EMPTY}.1-60`], expect: [`host-sweep ${ATTACKER} > *`] },
  { name: 'timestamp-sweep', run: ['nmap', '-n', '-sn', '-PP', '--max-retries', '1', `${EMPTY}.1-60`], expect: [`ping-sweep ${ATTACKER} > *`] },
  { name: 'ping-sweep-default', run: ['nmap', '-n', '-sn', `${EMPTY}.1-60`], expect: [`ping-sweep ${ATTACKER} > *`, `host-sweep ${ATTACKER} > *`] },
  ...floods(),
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
