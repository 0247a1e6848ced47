// The transitions of both endpoints agree with what the real sockets of the two hosts were seen in while the capture was made.
import { describe, expect, it } from 'vitest';
import { analyzeBytes } from '../drive';
import { missingCaptures, polledNames, readCapture, readPolled } from './places';
import { contradiction, ourStates, parsePolled, type Seen } from './sockets';

/** The capture point lies between the hosts; where both were to close at once, each way was delayed by 100 ms. */
const SLACK_MICROS = 110_000;

const seen = (...states: string[]): Seen[] => states.map((state, i) => ({ state, micros: i * 1000 }));

describe('the comparison itself', () => {
  it('lets states be missing from the poll', () => {
    expect(contradiction(seen('SYN-SENT', 'FIN-WAIT-1'), seen('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1'), 10_000)).toBeUndefined();
  });

  it('finds a state we never had, a wrong order, and a state we had too late', () => {
    expect(contradiction(seen('CLOSING'), seen('ESTABLISHED', 'TIME-WAIT'), 10_000)).toContain('CLOSING');
    expect(contradiction(seen('CLOSE-WAIT', 'ESTABLISHED'), seen('ESTABLISHED', 'CLOSE-WAIT'), 10_000)).toContain('ESTABLISHED');
    expect(contradiction([{ state: 'CLOSED', micros: 0 }], [{ state: 'CLOSED', micros: 50_000 }], 10_000)).toContain('50000 µs');
  });
});

describe.runIf(missingCaptures === undefined)('real sockets', () => {
  it('were polled for eight captures', () => {
    expect(polledNames).toHaveLength(8);
  });

  it.each(polledNames)('of %s are never contradicted', (name) => {
    const { connections, transitions } = analyzeBytes(readCapture(`${name}.pcap`));
    const sockets = parsePolled(readPolled(name));
    expect(sockets.length).toBeGreaterThan(0);
    for (const socket of sockets) {
      const ours = ourStates(socket, connections, transitions);
      expect(contradiction(socket.states, ours, SLACK_MICROS), `${socket.local} to ${socket.remote}`).toBeUndefined();
    }
  });
});
