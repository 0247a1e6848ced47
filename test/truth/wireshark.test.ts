// For every TCP frame the Wireshark view says what tshark says.
import { describe, expect, it } from 'vitest';
import { captureNames, capturePath, missingCaptures, readCapture } from './places';
import { tsharkInstalled } from './tshark';
import { askTshark, differences, throughLens } from './wireshark-frames';

describe.runIf(missingCaptures === undefined && tsharkInstalled)('the reference captures', () => {
  it.concurrent.each(captureNames)('%s: every frame as tshark has it', async (name) => {
    expect(differences(throughLens(readCapture(name)), await askTshark(capturePath(name)))).toEqual([]);
  });
});
