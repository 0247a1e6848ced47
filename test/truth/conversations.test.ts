// For every TCP and UDP conversation of the reference captures, packets and bytes each way equal tshark's; each difference is listed with its reason.
import { describe, expect, it } from 'vitest';
import { analyzeBytes } from '../drive';
import { fromRows, lines } from './conversations';
import { intendedDifferences } from './intended-differences';
import { captureNames, capturePath, missingCaptures, readCapture } from './places';
import { askTshark, tsharkInstalled } from './tshark';

describe('what the comparison needs', () => {
  it('is there wherever continuous integration runs', () => {
    if (missingCaptures !== undefined) console.warn(missingCaptures);
    if (!tsharkInstalled) console.warn('tshark is not installed: conversations are not compared with it.');
    if (process.env['CI']) expect([missingCaptures, tsharkInstalled]).toEqual([undefined, true]);
  });

  it.runIf(missingCaptures === undefined)('lists only differences in captures that exist', () => {
    const unknown = intendedDifferences.filter(({ capture }) => !captureNames.includes(capture));
    expect(unknown).toEqual([]);
  });
});

describe.runIf(missingCaptures === undefined && tsharkInstalled)('conversations', () => {
  // tshark takes a second to start: two at a time.
  it.concurrent.each(captureNames)('of %s are those of tshark', async (name) => {
    const { byPacket, table } = await askTshark(capturePath(name));

    // tshark's table must say the same as its packets, as far as its rounding lets it.
    expect([...table.keys()].sort()).toEqual([...byPacket.keys()].sort());
    for (const [key, { packets, bytes, rounded }] of table) {
      const exact = byPacket.get(key);
      expect(packets, key).toBe(exact?.packets);
      if (rounded) expect(Math.abs(bytes - (exact?.bytes ?? NaN)), key).toBeLessThan(1000);
      else expect(bytes, key).toBe(exact?.bytes);
    }

    // Each listed difference is undone; what is left must be equal.
    const ours = new Map(lines(fromRows(analyzeBytes(readCapture(name)).connections)).map((line) => [flowOf(line), line]));
    const theirs = new Map(lines(byPacket).map((line) => [flowOf(line), line]));
    for (const { flow, tshark, ours: meant } of intendedDifferences.filter(({ capture }) => capture === name)) {
      expect(theirs.get(flow) ?? 'none', 'tshark, as listed').toBe(tshark === 'none' ? 'none' : `${flow}: ${tshark}`);
      expect(ours.get(flow) ?? 'none', 'ours, as listed').toBe(`${flow}: ${meant}`);
      theirs.delete(flow);
      ours.delete(flow);
    }
    expect([...ours.values()].sort()).toEqual([...theirs.values()].sort());
  });
});

const flowOf = (line: string): string => line.slice(0, line.lastIndexOf(': '));
