// `synoptic doctor [INTERFACE]`: what a capture needs, one thing after the other, and what helps where something is missing.
import { randomBytes } from 'node:crypto';
import { diagnose } from '@shared/doctor-checks';
import { countOf, diagnosisText } from '@shared/doctor-text';
import { DEFAULT_SETTINGS } from '@shared/settings';
import { defaultSpoolBase } from '../capture/spool';
import { observe } from '../doctor/observe';
import type { ReadTrial } from '../doctor/trial';
import { Tracker } from '../tracker/tracker';
import { Feeder } from '../worker/feeder';
import { LiveInput } from '../worker/input';
import { DONE, UNREADABLE } from './exit-status';
import { printable, type Console } from './output';
import { progressLine } from './progress';

export interface DoctorOrder {
  /** Empty: the first that one would capture on. */
  interface: string;
  seconds: number;
  json: boolean;
}

/** All is there: nothing else waits for this thread. */
const readTrial: ReadTrial = (segments) => {
  const tracker = new Tracker({ connectionLimit: DEFAULT_SETTINGS.connectionLimit, hashKey: randomBytes(4).readInt32LE() });
  const input = new LiveInput(new Feeder(tracker));
  try {
    for (const { path, startOffset, skip, bytes } of segments) if (bytes > 0) input.add({ path, startOffset, skip });
    input.end();
    while (input.slice(Number.POSITIVE_INFINITY) === 'more') { /* until its end */ }
    const { connections, health } = tracker.overview({ filter: 'tcp', bins: 1 });
    return Promise.resolve({ packets: tracker.status().packets, tcpConnections: connections, health });
  } finally {
    input.close();
  }
};

/** Ends with 1 where a problem was found, so that a script can ask. */
export async function doctor({ interface: device, seconds, json }: DoctorOrder, console: Console): Promise<number> {
  const line = progressLine();
  line.show(() => `examining; capturing for ${seconds} s`);
  const facts = await observe({ interface: device, seconds }, {
    window: false, spoolBase: defaultSpoolBase(), spoolLimitBytes: DEFAULT_SETTINGS.spoolLimitBytes, capturer: null, read: readTrial, running: () => Promise.resolve(null),
  });
  line.clear();
  const diagnosis = diagnose(facts);
  console.output.write(json ? `${JSON.stringify(diagnosis)}\n` : diagnosisText(diagnosis).split('\n').map(printable).join('\n'));
  return countOf(diagnosis, 'problem') === 0 ? DONE : UNREADABLE;
}
