// Time-outs on packet time, and the limit of the table.
import { describe, expect, it } from 'vitest';
import { analyzeBytes } from '../../drive';
import { story, together } from '../../make/story';

const SECOND = 1_000_000;

describe('limit', () => {
  it('a flood of SYNs drops the oldest idle rows, counts them, and keeps the live connection', () => {
    const victim = story({ originator: { address: '10.9.9.9', port: 4000 }, stepMicros: 500 }).handshake();
    for (let i = 0; i < 400; i++) victim.data('originator', 10).ack('responder');
    victim.close();
    const flood = Array.from({ length: 5000 }, (_, i) => story({ originator: { address: `172.16.${i >> 8}.${i & 255}`, port: 1024 + i } }).at(i * 80).syn());
    const a = analyzeBytes(together(victim, ...flood), { connectionLimit: 1000 });
    expect(a.status.connections).toBeLessThanOrEqual(1000);
    expect(a.status.evicted).toBe(a.status.made - a.status.connections);
    expect(a.status.made).toBe(5001);
    const kept = a.connections.find((c) => c.originator.address === '10.9.9.9');
    expect(kept).toMatchObject({ id: 1, opened: 'handshake', closed: 'fin', packets: { originator: 404, responder: 403 } });
    const ids = a.connections.map((c) => c.id);
    expect(ids).toEqual([...ids].sort((x, y) => x - y));
    expect(a.tracker.connection(2)).toBeNull();
    expect(a.tracker.connection(5001)?.id).toBe(5001);
  });

  it('closed rows go before idle ones', () => {
    const closed = Array.from({ length: 40 }, (_, i) => story({ originator: { address: '10.0.1.1', port: 2000 + i } }).at(i * 100).syn().refuse());
    const open = Array.from({ length: 40 }, (_, i) => story({ originator: { address: '10.0.2.1', port: 3000 + i } }).at(i * 100).handshake());
    const late = Array.from({ length: 40 }, (_, i) => story({ originator: { address: '10.0.3.1', port: 4000 + i } }).at(SECOND + i * 100).syn());
    const a = analyzeBytes(together(...closed, ...open, ...late), { connectionLimit: 90 });
    expect(a.connections.filter((c) => c.originator.address === '10.0.2.1')).toHaveLength(40);
    expect(a.connections.filter((c) => c.originator.address === '10.0.1.1').length).toBeLessThan(40);
  });

  it('what nobody has answered goes before a connection that is only silent', () => {
    const silent = story({ originator: { address: '10.9.9.9', port: 4000 } }).handshake().wait(60 * SECOND).data('originator', 10).ack('responder').close();
    const flood = Array.from({ length: 1000 }, (_, i) => story({ originator: { address: `172.16.${i >> 8}.${i & 255}`, port: 1024 + i } }).at(SECOND + i * 10_000).syn());
    const a = analyzeBytes(together(silent, ...flood), { connectionLimit: 100 });
    expect(a.connections.find((c) => c.originator.address === '10.9.9.9')).toMatchObject({ id: 1, opened: 'handshake', closed: 'fin' });
  });

  it('IPv6 addresses of dropped rows are used again', () => {
    const flood = Array.from({ length: 3000 }, (_, i) =>
      story({ originator: { address: `2001:db8::${i.toString(16)}`, port: 1024 }, responder: { address: '2001:db8:1::1', port: 80 } }).at(i * 50).syn());
    const a = analyzeBytes(together(...flood), { connectionLimit: 500 });
    expect(a.connections.every((c) => c.responder.address === '2001:db8:1::1')).toBe(true);
    for (const c of a.connections) expect(c.originator.address).toBe(`2001:db8::${(c.id - 1).toString(16)}`.replace(/::0$/, '::'));
  });
});

describe('time-outs', () => {
  it('UDP: unanswered after 30 s, answered after 120 s; what comes later is a new row', () => {
    const a = analyzeBytes(together(
      story({ responder: { address: '10.0.0.2', port: 53 } }).datagram('originator').datagram('responder').wait(121 * SECOND).datagram('originator'),
      story({ responder: { address: '10.0.0.3', port: 53 } }).datagram('originator').wait(31 * SECOND).datagram('originator'),
    ));
    expect(a.connections.map((c) => [c.responder.address, c.states.originator, c.closed])).toEqual([
      ['10.0.0.2', 'EXPIRED', 'expired'], ['10.0.0.3', 'EXPIRED', 'expired'], ['10.0.0.3', 'EXPIRED', 'expired'], ['10.0.0.2', 'ONE-WAY', 'open'],
    ]);
    expect(a.transitions.filter((t) => t.connection === 1).map((t) => t.to)).toEqual(['ONE-WAY', 'ANSWERED', 'EXPIRED']);
  });

  it('a SYN without an answer is given up after 120 s, at that moment', () => {
    const a = analyzeBytes(together(story().syn(), story({ originator: { address: '10.0.0.8', port: 1 } }).at(500 * SECOND).syn()));
    const expired = a.transitions.filter((t) => t.connection === 1).at(-1);
    expect(expired).toMatchObject({ from: 'SYN-SENT', to: 'CLOSED', event: 'idle-time-out', frame: 0 });
    expect(expired!.micros - a.connections[0]!.startMicros).toBe(120 * SECOND);
  });
});
