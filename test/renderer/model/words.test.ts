// What is said of a connection, of loading and of an interface's activity.
import { describe, expect, it } from 'vitest';
import type { SessionStatus } from '@shared/ipc';
import type { ConnectionDetail } from '@shared/snapshot';
import { COLUMNS, sortAfterClick } from '../../../renderer/model/columns';
import { detailFacts } from '../../../renderer/model/detail-facts';
import { loadProgress } from '../../../renderer/model/loading';
import { SPARK_SAMPLES, sparkArea, sparkPoints } from '../../../renderer/model/sparkline';

const DETAIL: ConnectionDetail = {
  id: 1, protocol: 6, originator: { address: '10.0.0.1', port: 1 }, responder: { address: '10.0.0.2', port: 2 }, directionReason: 'syn', startMicros: 0, endMicros: 2_500_000,
  states: { originator: 'CLOSED', responder: 'CLOSED' }, stateCodes: { originator: 0, responder: 0 }, opened: 'handshake', closed: 'reset', closedBy: 'responder',
  packets: { originator: 1, responder: 1 }, wireBytes: { originator: 60, responder: 60 }, payloadBytes: { originator: 0, responder: 0 }, handshakeMicros: 19_600,
  openedBy: null, tcp: null, others: { connState: null, history: null, netfilter: null }, icmpErrors: 0, vlan: [], tunnel: '', transitions: [], transitionsDropped: 0,
};
const factsOf = (part: Partial<ConnectionDetail>): Record<string, string> => Object.fromEntries(detailFacts({ ...DETAIL, ...part }).map((fact) => [fact.name, fact.text]));

describe('the facts of a connection', () => {
  it('say how it opened, who ended it and why we think who is who', () => {
    expect(factsOf({})).toMatchObject({ Opened: 'three-way handshake in 19.6 ms', Closed: 'reset by the responder', Direction: 'the originator sent the SYN', Duration: '2.500 s' });
  });
  it('leave out what does not apply', () => { expect(Object.keys(factsOf({ opened: 'none' }))).toEqual(['Closed', 'Duration', 'Direction', 'First packet']); });
  it('tell VLAN, tunnel and ICMP errors', () => {
    expect(factsOf({ vlan: [100, 7], tunnel: 'GRE', icmpErrors: 3 })).toMatchObject({ Inside: 'VLAN 100 / 7, GRE', 'ICMP errors': '3' });
  });
  it('name who closed first', () => { expect(factsOf({ closed: 'fin', closedBy: 'originator' })['Closed']).toBe('in order, both ends sent a FIN, the originator first'); });
});

describe('progress of reading', () => {
  const at = (bytesRead: number, bytesTotal: number | null, elapsed: number) => loadProgress({ bytesRead, bytesTotal } as SessionStatus, elapsed);
  it('estimates the rest from the mean rate', () => { expect(at(250, 1000, 2000)).toEqual({ share: 0.25, secondsLeft: 6 }); });
  it('gives no estimate from the first moments', () => { expect(at(250, 1000, 100).secondsLeft).toBeNull(); });
  it('has no share of an unknown size', () => { expect(at(250, null, 5000)).toEqual({ share: null, secondsLeft: null }); });
  it('never goes past the end of a file that grew', () => { expect(at(1200, 1000, 5000).share).toBe(1); });
});

describe('the line of activity', () => {
  it('ends at the right edge and stays inside its box', () => {
    const points = sparkPoints(Array.from({ length: 90 }, (_, i) => i * 1000), 150, 26).split(' ').map((point) => point.split(',').map(Number));
    expect(points).toHaveLength(SPARK_SAMPLES);
    expect(points.at(-1)).toEqual([150, 1]);
    expect(points.every(([x = -1, y = -1]) => x >= 0 && x <= 150 && y >= 0 && y <= 26)).toBe(true);
  });
  it('draws nothing from nothing', () => { expect([sparkPoints([], 150, 26), sparkArea([], 150, 26)]).toEqual(['', '']); });
  it('keeps a whisper low', () => { expect(sparkPoints([20], 150, 26)).toBe('150.0,24.8'); });
});

describe('sorting by a click', () => {
  it('turns the order round on the same column', () => { expect(sortAfterClick({ sort: 'packets', descending: true }, 'packets')).toEqual({ sort: 'packets', descending: false }); });
  it('shows the largest first where large is what one looks for', () => {
    expect(sortAfterClick({ sort: 'id', descending: false }, 'originatorBytes').descending).toBe(true);
    expect(sortAfterClick({ sort: 'id', descending: false }, 'originator').descending).toBe(false);
  });
  it('has every column once', () => { expect(new Set(COLUMNS.map((column) => column.key)).size).toBe(COLUMNS.length); });
});
