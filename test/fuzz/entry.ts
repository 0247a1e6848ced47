// What the fuzzer loads: one target, chosen by FUZZ_TARGET, called with bytes that are nobody else's.
import process from 'node:process';
import { TARGETS } from './registered';

const target = TARGETS.find(({ name }) => name === process.env.FUZZ_TARGET);
if (target === undefined) throw new Error(`FUZZ_TARGET is one of ${TARGETS.map(({ name }) => name).join(', ')}`);

export const fuzz = (data: Uint8Array): void | Promise<void> => target.fuzz(new Uint8Array(data));
export { TARGETS };
