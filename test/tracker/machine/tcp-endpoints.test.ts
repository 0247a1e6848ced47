// The RFC 9293 states of both ends, told as stories.
import { describe, expect, it } from 'vitest';
import { story, together } from '../../make/story';
import { ending, jumps, only, tell } from './jumps';

const SECOND = 1_000_000;

describe('opening', () => {
  it('handshake: three segments, every jump proven by the next packet of its endpoint', () => {
    const a = tell(story().handshake().data('responder', 10).ack('originator'));
    expect(jumps(a)).toEqual([
      '1 originator CLOSED > SYN-SENT', '2 responder CLOSED > LISTEN', '2 responder LISTEN > SYN-RECEIVED',
      '2 originator SYN-SENT > ESTABLISHED', '3 responder SYN-RECEIVED > ESTABLISHED',
    ]);
    expect(ending(only(a))).toBe('ESTABLISHED / ESTABLISHED handshake open');
    expect(only(a)).toMatchObject({ directionReason: 'syn', handshakeMicros: 2000 });
  });

  it('unproven: the last jump stays inferred while its endpoint is silent', () => {
    expect(jumps(tell(story().handshake())).at(-1)).toBe('3 responder SYN-RECEIVED > ESTABLISHED ?');
  });

  it('unanswered: SYNs alone', () => {
    const a = tell(story().syn().syn().syn());
    expect(ending(only(a))).toBe('SYN-SENT / CLOSED unanswered open');
    expect(jumps(a)).toEqual(['1 originator CLOSED > SYN-SENT']);
  });

  it('unanswered: one SYN alone takes no extension, and still tells its jump', () => {
    const a = tell(story().syn());
    expect(jumps(a)).toEqual(['1 originator CLOSED > SYN-SENT']);
    expect(only(a)).toMatchObject({ packets: { originator: 1, responder: 0 }, opened: 'unanswered', states: { originator: 'SYN-SENT', responder: 'CLOSED' } });
  });

  it('refused: RST answers the SYN', () => {
    const a = tell(story().syn().refuse());
    expect(jumps(a)).toEqual(['1 originator CLOSED > SYN-SENT', '2 originator SYN-SENT > CLOSED ?']);
    expect(ending(only(a))).toBe('CLOSED / CLOSED refused refused by responder');
  });

  it('a RST that acknowledges another SYN does not refuse', () => {
    expect(ending(only(tell(story().syn().segment('responder', { flags: 'RA', ack: 7777, seq: 0 }))))).toBe('SYN-SENT / CLOSED unanswered open');
  });

  it('half-open: SYN+ACK never acknowledged', () => {
    const a = tell(story().syn().synAck().synAck());
    expect(ending(only(a))).toBe('ESTABLISHED / SYN-RECEIVED half-open open');
    expect(jumps(a).filter((j) => j.includes('SYN-RECEIVED'))).toEqual(['2 responder LISTEN > SYN-RECEIVED']);
  });

  it('a SYN+ACK that acknowledges nothing we sent opens nothing', () => {
    expect(ending(only(tell(story().syn().synAck('responder', { ack: 4711 }))))).toBe('SYN-SENT / CLOSED unanswered open');
  });

  it('simultaneous-open: two SYNs cross', () => {
    const a = tell(story().syn().syn('responder').synAck('originator', { ack: 1 }).synAck('responder', { ack: 1 }).ack('originator').ack('responder'));
    expect(ending(only(a))).toBe('ESTABLISHED / ESTABLISHED simultaneous open');
    expect(jumps(a).map((j) => j.replace(/^\d+ /, ''))).toContain('originator SYN-SENT > SYN-RECEIVED');
  });

  it('data-first: a SYN with data that the SYN+ACK takes (TCP Fast Open)', () => {
    const a = tell(story().syn('originator', { length: 100 }).synAck('responder').data('responder', 500).ack('originator'));
    expect(ending(only(a))).toBe('ESTABLISHED / ESTABLISHED data-first open');
  });

  it('syn-ack-first: the capture begins between SYN and SYN+ACK', () => {
    const a = tell(story().unseen().syn().synAck().ack('originator'));
    expect(only(a)).toMatchObject({ directionReason: 'syn-ack', originator: { port: 40000 }, responder: { port: 80 } });
    expect(ending(only(a))).toBe('ESTABLISHED / ESTABLISHED handshake open');
    expect(jumps(a)[0]).toBe('1 originator CLOSED > SYN-SENT');
  });
});

describe('mid-stream', () => {
  it('picks up an open connection, the server port is the responder', () => {
    const a = tell(story().data('responder', 1000).ack('originator'));
    expect(only(a)).toMatchObject({ directionReason: 'port', responder: { port: 80 }, opened: 'mid-stream' });
    expect(jumps(a)).toEqual(['1 responder CLOSED > ESTABLISHED', '1 originator CLOSED > ESTABLISHED']);
  });

  it('a FIN first: it closes what must have been open', () => {
    expect(ending(only(tell(story().fin('originator'))))).toBe('FIN-WAIT-1 / CLOSE-WAIT mid-stream half-closed by originator');
    expect(ending(only(tell(story().fin('originator').ack('responder'))))).toBe('FIN-WAIT-2 / CLOSE-WAIT mid-stream half-closed by originator');
  });

  it('illegal flags open nothing', () => {
    for (const flags of ['', 'F', 'FPU', 'U', 'SF', 'SR', 'FR']) {
      expect(ending(only(tell(story().segment('originator', { flags })))), flags).toMatch(/^CLOSED \/ CLOSED none/);
      expect(ending(only(tell(story().segment('originator', { flags }).segment('originator', { flags })))), flags).toMatch(/^CLOSED \/ CLOSED none/);
    }
  });

  it('an orphan RST opens nothing', () => {
    expect(ending(only(tell(story().reset('responder'))))).toBe('CLOSED / CLOSED none reset by responder');
  });
});

describe('closing', () => {
  it('fin: four segments, TIME-WAIT at the end that closed first', () => {
    const a = tell(story().handshake().data('originator', 5).ack('responder').close('originator'));
    expect(jumps(a).slice(-6)).toEqual([
      '6 originator ESTABLISHED > FIN-WAIT-1', '6 responder ESTABLISHED > CLOSE-WAIT', '7 originator FIN-WAIT-1 > FIN-WAIT-2',
      '8 responder CLOSE-WAIT > LAST-ACK', '8 originator FIN-WAIT-2 > TIME-WAIT', '9 responder LAST-ACK > CLOSED ?',
    ]);
    expect(ending(only(a))).toBe('TIME-WAIT / CLOSED handshake fin by originator');
  });

  it('fin by the responder', () => {
    expect(ending(only(tell(story().handshake().close('responder'))))).toBe('CLOSED / TIME-WAIT handshake fin by responder');
  });

  it('three-segment close: FIN+ACK answers FIN', () => {
    expect(ending(only(tell(story().handshake().fin('originator').fin('responder').ack('originator'))))).toBe('TIME-WAIT / CLOSED handshake fin by originator');
  });

  it('half-close: data goes on in the other direction', () => {
    const a = tell(story().handshake().fin('originator').ack('responder').data('responder', 1000).ack('originator').data('responder', 1000).ack('originator'));
    expect(ending(only(a))).toBe('FIN-WAIT-2 / CLOSE-WAIT handshake half-closed by originator');
  });

  it('simultaneous-close: both ends pass through CLOSING', () => {
    const a = tell(story().handshake().fin('originator', { ack: 1 }).fin('responder', { ack: 1 }).ack('originator').ack('responder'));
    const states = jumps(a).map((j) => j.replace(/^\d+ /, ''));
    expect(states).toContain('originator FIN-WAIT-1 > CLOSING');
    expect(states).toContain('responder FIN-WAIT-1 > CLOSING');
    expect(ending(only(a))).toBe('TIME-WAIT / TIME-WAIT handshake fin by originator');
  });

  it('fin-retransmit: the FIN again changes nothing', () => {
    const a = tell(story().handshake().fin('originator').retransmit('originator').ack('responder'));
    expect(jumps(a).filter((j) => j.includes('FIN-WAIT-1'))).toEqual(['4 originator ESTABLISHED > FIN-WAIT-1', '6 originator FIN-WAIT-1 > FIN-WAIT-2 ?']);
  });

  it('last-ack-lost: the FIN again takes the end back, and the next ACK brings it', () => {
    const s = story().handshake().fin('originator').fin('responder').ack('originator').retransmit('responder');
    expect(ending(only(tell(s)))).toBe('TIME-WAIT / LAST-ACK handshake fin by originator');
    const again = tell(s.ack('originator'));
    expect(jumps(again).filter((j) => j.includes('LAST-ACK >'))).toEqual(['8 responder LAST-ACK > CLOSED ?']);
  });

  it('fin-above-hole: CLOSE-WAIT only when the missing bytes have come', () => {
    const a = tell(story().handshake().missing().data('originator', 100).fin('originator').ack('responder').retransmit('originator', 0).ack('responder'));
    expect(jumps(a).find((j) => j.includes('CLOSE-WAIT'))).toBe('6 responder ESTABLISHED > CLOSE-WAIT');
  });

  it('time-wait ends after two segment lifetimes of packet time', () => {
    const s = story().handshake().close('originator');
    const other = story({ originator: { address: '10.0.0.9', port: 5 } }).at(200 * SECOND).syn();
    const a = tell({ pcap: () => together(s, other) } as typeof s);
    expect(ending(a.connections[0]!)).toBe('CLOSED / CLOSED handshake fin by originator');
    const last = a.transitions.filter((t) => t.connection === 1).at(-1)!;
    expect(last).toMatchObject({ event: 'time-wait-over', frame: 0, from: 'TIME-WAIT', to: 'CLOSED' });
    expect(last.micros - a.connections[0]!.endMicros).toBe(120 * SECOND);
  });
});

describe('reset', () => {
  it('by either end, exact', () => {
    expect(ending(only(tell(story().handshake().data('originator', 9).ack('responder').reset('responder'))))).toBe('CLOSED / CLOSED handshake reset by responder');
    expect(ending(only(tell(story().handshake().reset('originator'))))).toBe('CLOSED / CLOSED handshake reset by originator');
  });

  it('blind-reset: a RST out of the window, and one inside it but not exact, change nothing (RFC 5961)', () => {
    for (const seq of [90_000, 50, -5]) {
      expect(ending(only(tell(story().handshake().data('originator', 9).ack('responder').reset('originator', { seq })))), String(seq))
        .toBe('ESTABLISHED / ESTABLISHED handshake open');
    }
  });

  it('syn-scan: the scanner resets the half-open connection', () => {
    expect(ending(only(tell(story().syn().synAck().segment('originator', { flags: 'R', seq: 1 }))))).toBe('CLOSED / CLOSED half-open reset by originator');
  });

  it('ack-scan: a RST answers a segment nobody waits for', () => {
    const a = tell(story().ack('originator', { ack: 500 }).segment('responder', { flags: 'R', seq: 500 }));
    expect(ending(only(a))).toBe('CLOSED / CLOSED mid-stream reset by responder');
  });

  it('crash-recovery: SYN into an open connection, ACK, RST, then a new one', () => {
    const s = story().handshake().data('originator', 9).ack('responder');
    const a = tell(s.segment('originator', { flags: 'S', seq: 777_777, ack: 0 }).ack('responder').segment('originator', { flags: 'R', seq: 10 }).reuse().handshake());
    expect(a.connections.map(ending)).toEqual(['CLOSED / CLOSED handshake reset by originator', 'ESTABLISHED / ESTABLISHED handshake open']);
  });
});

describe('reuse of a tuple', () => {
  it('after TIME-WAIT: a SYN with a new ISN is a new connection', () => {
    const a = tell(story().handshake().close().reuse().handshake());
    expect(a.connections.map((c) => [c.id, ending(c)])).toEqual([[1, 'CLOSED / CLOSED handshake fin by originator'], [2, 'ESTABLISHED / ESTABLISHED handshake open']]);
    expect(a.transitions.filter((t) => t.connection === 1).at(-1)).toMatchObject({ event: 'superseded', from: 'TIME-WAIT' });
  });

  it('after an unanswered attempt with another ISN', () => {
    expect(tell(story().syn().reuse().handshake()).connections.map(ending)).toEqual(['CLOSED / CLOSED unanswered expired', 'ESTABLISHED / ESTABLISHED handshake open']);
  });

  it('a SYN inside an open connection, answered by a challenge ACK, changes nothing', () => {
    const a = tell(story().handshake().data('originator', 9).ack('responder').segment('originator', { flags: 'S', seq: 5000, ack: 0 }).ack('responder').data('originator', 9));
    expect(a.connections.map(ending)).toEqual(['ESTABLISHED / ESTABLISHED handshake open']);
  });

  it('a SYN inside an open connection, answered by SYN+ACK: both ends began anew', () => {
    const a = tell(story().handshake().reuse().syn().synAck().ack('originator'));
    expect(a.connections.map(ending)).toEqual(['CLOSED / CLOSED handshake expired', 'ESTABLISHED / ESTABLISHED handshake open']);
  });

  it('refused, tried again with the same ISN: the same connection', () => {
    expect(tell(story().syn().refuse().syn('originator').refuse()).connections).toHaveLength(1);
  });
});

describe('numbers', () => {
  it('wrap-around: ISNs just below 2³² change nothing', () => {
    const a = tell(story({ isn: { originator: 0xffff_ffff, responder: 0xffff_fff0 } }).handshake().data('originator', 3000).ack('responder').data('responder', 1460).ack('originator').close());
    expect(ending(only(a))).toBe('TIME-WAIT / CLOSED handshake fin by originator');
    expect(only(a)).toMatchObject({ payloadBytes: { originator: 3000, responder: 1460 } });
  });

  it('one-way capture: the silent side is inferred from what is acknowledged', () => {
    const a = tell(story().syn().unseen().synAck().ack('originator').data('originator', 10).unseen().ack('responder').fin('originator'));
    expect(only(a).states.originator).toBe('FIN-WAIT-1');
    expect(only(a).opened).toBe('mid-stream');
  });
});

