// Where the reference captures lie: beside the checkout, or where SYNOPTIC_SHARED says.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const shared = process.env['SYNOPTIC_SHARED'] ?? path.join(import.meta.dirname, '..', '..', '..', 'shared');
const pcaps = path.join(shared, 'captures', 'pcaps');
const truth = path.join(shared, 'captures', 'truth');

/** Why there is nothing to compare with; undefined when there is. */
export const missingCaptures = existsSync(pcaps)
  ? undefined
  : `The reference captures are not at ${pcaps}. They come beside the checkout, not with it; set SYNOPTIC_SHARED to the folder that holds captures/.`;

export const captureNames: readonly string[] = missingCaptures === undefined ? readdirSync(pcaps).filter((name) => name.endsWith('.pcap')).sort() : [];

export const capturePath = (name: string): string => path.join(pcaps, name);
export const readCapture = (name: string): Uint8Array => new Uint8Array(readFileSync(capturePath(name)));

/** Captures for which the real socket states of both hosts were polled. */
export const polledNames: readonly string[] = missingCaptures === undefined
  ? readdirSync(truth).filter((name) => name.endsWith('.sockstates.tsv')).map((name) => name.replace('.sockstates.tsv', '')).sort()
  : [];
export const readPolled = (name: string): string => readFileSync(path.join(truth, `${name}.sockstates.tsv`), 'utf8');
