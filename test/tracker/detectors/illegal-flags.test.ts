// Every set of TCP flags, first in a connection and inside one: exactly the 23 illegal ones of the 32 alert, whatever PSH, ECE and CWR say.
import { describe, expect, it } from 'vitest';
import { flagNames } from '@shared/alerts';
import { illegalSet } from '@shared/illegal-flags';
import { story } from '../../make/story';
import { alertsOf, line } from './alerts';

/** states.md: after masking PSH, ECE and CWR. */
const LEGAL = ['SYN', 'SYN+URG', 'SYN+ACK', 'RST', 'RST+ACK', 'FIN+ACK', 'FIN+ACK+URG', 'ACK', 'ACK+URG'];
const letters = (flags: number): string => [...'FSRPAUEC'].filter((_, bit) => (flags & (1 << bit)) !== 0).join('');
const MASKED = 0xff & ~(8 | 64 | 128);
const ALL = Array.from({ length: 256 }, (_, flags) => flags);

const fires = (capture: ReturnType<typeof story>): boolean => alertsOf(capture).some(({ kind }) => kind === 'illegal-flags');

describe('illegal flags', () => {
  it('first in a connection: all 256', () => {
    const wrong = ALL.filter((flags) => fires(story().segment('originator', { flags: letters(flags), length: 0 })) === LEGAL.includes(flagNames(flags & MASKED)));
    expect(wrong.map(flagNames)).toEqual([]);
  });

  it('inside a connection: all 256', () => {
    const wrong = ALL.filter((flags) => fires(story().handshake().data('originator', 10).ack('responder').segment('originator', { flags: letters(flags), length: 0 })) === LEGAL.includes(flagNames(flags & MASKED)));
    expect(wrong.map(flagNames)).toEqual([]);
  });

  it('xmas-scan: one row for one set of flags, however many ports', () => {
    const alerts = alertsOf(story().handshake().segment('originator', { flags: 'FPU', length: 0 }).segment('originator', { flags: 'FPU', length: 0 }));
    const rows = alerts.filter(({ kind }) => kind === 'illegal-flags');
    expect(rows.map(line)).toEqual(['illegal-flags 10.0.0.1 > 10.0.0.2 ×2 medium']);
    expect(rows[0]).toMatchObject({ frames: [4, 5], detail: 'flags FIN+PSH+URG: XMAS, a close and urgent data without ACK', connection: 1 });
  });

  it('each illegal set has a name of its own, a legal one has none', () => {
    const names = ALL.filter((flags) => (flags & ~MASKED) === 0).map((flags) => [LEGAL.includes(flagNames(flags)), illegalSet(flags)] as const);
    expect([new Set(names.filter(([legal]) => legal).map(([, name]) => name)), new Set(names.filter(([legal]) => !legal).map(([, name]) => name)).size]).toEqual([new Set(['']), 23]);
  });
});
