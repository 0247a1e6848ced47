// What a package says of its parts: the licences of everything that was bundled, and a bill of materials (CycloneDX).
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { DIST, ROOT, SCRATCH } from './places.mjs';
import { StepError } from './steps.mjs';

/** @typedef {{ name: string, version: string, license: string | null, licenseText: string | null, noticeText: string | null }} Part */
/** @typedef {{ 'bom-ref': string, properties?: unknown, [more: string]: unknown }} Component */

/** Where electron-builder takes them from. */
export const LICENCES = path.join(SCRATCH, 'package/licences');
/** `cap` goes along as it is, compiled with nan. */
const NATIVE = ['cap', 'nan'];
const RULE = `\n${'='.repeat(80)}\n`;

/** @param {string} name @returns {Part} */
function installedPart(name) {
  const folder = path.join(ROOT, 'node_modules', name);
  const { version, license, licenses } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return { name, version, license: license ?? licenses?.[0]?.type ?? null, licenseText: file === undefined ? null : readFileSync(path.join(folder, file), 'utf8'), noticeText: null };
}

/** Everything of others that goes into a package, Electron apart: from the lists that the build wrote. @returns {Part[]} */
export function shippedParts() {
  const bundled = readdirSync(DIST).map((folder) => path.join(DIST, folder, 'third-party.json')).filter((file) => existsSync(file))
    .flatMap((file) => /** @type {Part[]} */ (JSON.parse(readFileSync(file, 'utf8'))));
  if (bundled.length === 0) throw new StepError('The build did not say what it bundled.');
  const native = existsSync(path.join(ROOT, 'node_modules/cap/build/Release/cap.node')) ? NATIVE.map(installedPart) : [];
  const byName = new Map([...bundled, ...native].map((part) => [`${part.name}@${part.version}`, part]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param {Part[]} parts @param {string} electron its version */
export function noticeOf(parts, electron) {
  const mute = parts.filter((part) => !part.licenseText?.trim());
  if (mute.length > 0) throw new StepError(`No licence text came with ${mute.map((part) => part.name).join(', ')}: it cannot be shipped.`);
  const intro = 'Synoptic contains the software listed here, each under its own licence.\n'
    + `It runs on Electron ${electron} (MIT), with Chromium and Node.js: LICENSE.electron.txt and LICENSES.chromium.html, beside the program or here.\n`;
  const one = (/** @type {Part} */ part) => [`${part.name} ${part.version} (${part.license ?? 'see below'})`, part.licenseText?.trim(), part.noticeText?.trim()].filter(Boolean).join('\n\n');
  return `${intro}${RULE}${parts.map(one).join(`\n${RULE}`)}\n`;
}

/** npm knows the whole tree with its checksums; what ships is a part of it. @param {Part[]} parts @param {string} electron */
function billOfMaterials(parts, electron) {
  const { status, stdout, stderr } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26, shell: process.platform === 'win32' });
  if (status !== 0) throw new StepError(`npm sbom failed:\n${stderr}`);
  return shippedBill(JSON.parse(stdout), parts, electron);
}

/**
 * @param {{ metadata: { component: Component }, components: Component[], dependencies: { ref: string, dependsOn?: string[] }[] }} whole
 * @param {Part[]} parts @param {string} electron
 */
export function shippedBill(whole, parts, electron) {
  const shipped = new Set(parts.map((part) => `${part.name}@${part.version}`));
  const found = new Map(whole.components.filter((component) => shipped.has(component['bom-ref'])).map((component) => [component['bom-ref'], component]));
  const unknown = [...shipped].filter((ref) => !found.has(ref));
  if (unknown.length > 0) throw new StepError(`npm sbom does not know ${unknown.join(', ')}.`);
  // "development" is npm's word for all of them: everything is bundled.
  const components = [...found.values()].map((component) => ({ ...component, properties: [], scope: 'required' }));
  const runtime = { 'bom-ref': `electron@${electron}`, type: 'framework', name: 'electron', version: electron, scope: 'required', description: 'Electron with Chromium and Node.js', purl: `pkg:npm/electron@${electron}`, licenses: [{ license: { id: 'MIT' } }] };
  const root = whole.metadata.component['bom-ref'];
  const refs = [...found.keys(), runtime['bom-ref']];
  const dependencies = whole.dependencies.filter(({ ref }) => found.has(ref)).map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((to) => found.has(to)) }));
  return {
    ...whole,
    metadata: { ...whole.metadata, component: { ...whole.metadata.component, type: 'application', name: 'synoptic' } },
    components: [...components, runtime],
    dependencies: [{ ref: root, dependsOn: refs }, ...dependencies, { ref: runtime['bom-ref'], dependsOn: [] }],
  };
}

/** @param {{ version: string, folder: string }} electron */
export function writeLicences({ version, folder }) {
  const parts = shippedParts();
  rmSync(LICENCES, { recursive: true, force: true });
  mkdirSync(LICENCES, { recursive: true });
  copyFileSync(path.join(ROOT, 'LICENSE'), path.join(LICENCES, 'LICENSE.txt'));
  writeFileSync(path.join(LICENCES, 'THIRD-PARTY-NOTICES.txt'), noticeOf(parts, version));
  writeFileSync(path.join(LICENCES, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(parts, version), null, 1)}\n`);
  // Elsewhere electron-builder puts them beside the program.
  if (process.platform === 'darwin') {
    for (const [from, to] of [['LICENSE', 'LICENSE.electron.txt'], ['LICENSES.chromium.html', 'LICENSES.chromium.html']]) copyFileSync(path.join(folder, from ?? ''), path.join(LICENCES, to ?? ''));
  }
  return { said: `${parts.length} parts and Electron ${version}`, value: undefined };
}
