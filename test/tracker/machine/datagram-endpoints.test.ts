// The pseudo-states of UDP and ICMP, and ICMP errors folded into the row they quote.
import { describe, expect, it } from 'vitest';
import { story, together } from '../../make/story';
import { ending, only, tell } from './jumps';
import { analyzeBytes } from '../../drive';

const states = (a: ReturnType<typeof tell>): string[] => a.transitions.map((t) => `${t.frame} ${t.from} > ${t.to}`);

describe('UDP', () => {
  it('one-way, then answered', () => {
    const a = tell(story({ responder: { address: '10.0.0.2', port: 53 } }).datagram('originator', 30).datagram('responder', 100).datagram('responder', 100));
    expect(states(a)).toEqual(['1  > ONE-WAY', '2 ONE-WAY > ANSWERED']);
    expect(only(a)).toMatchObject({ packets: { originator: 1, responder: 2 }, payloadBytes: { originator: 30, responder: 200 }, closed: 'open', directionReason: 'port' });
  });

  it('refused: ICMP port unreachable is folded into the row it quotes', () => {
    const a = tell(story().datagram('originator').icmpError());
    expect(only(a)).toMatchObject({ proto: 'udp', closed: 'refused', icmpErrors: 1, packets: { originator: 1, responder: 0 }, states: { originator: 'REFUSED', responder: 'REFUSED' } });
    expect(a.packets[1]).toMatchObject({ connection: 1, from: 'responder' });
  });

  it('unreachable: an error from a router on the way belongs to neither end', () => {
    const a = tell(story().datagram('originator').icmpError('originator', { type: 3, code: 1, router: '10.9.9.9' }));
    expect(only(a)).toMatchObject({ closed: 'unreachable', states: { originator: 'UNREACHABLE' } });
    expect(a.packets[1]).toMatchObject({ connection: 1, from: null });
  });

  it('an error that quotes nothing we know is a row of its own', () => {
    const a = tell(story().unseen().datagram('originator').icmpError());
    expect(only(a)).toMatchObject({ proto: 'icmp', originator: { address: '10.0.0.2', port: 3 }, responder: { address: '10.0.0.1', port: 3 }, states: { originator: 'NOTICE' } });
  });

  it('over IPv6 too', () => {
    const a = tell(story({ originator: { address: '2001:db8::1', port: 5000 }, responder: { address: '2001:db8::2', port: 9 } }).datagram('originator').icmpError());
    expect(only(a)).toMatchObject({ proto: 'udp', closed: 'refused' });
  });

  it('the server’s port tells the direction when its answer comes first', () => {
    expect(only(tell(story({ responder: { address: '10.0.0.2', port: 53 } }).datagram('responder').datagram('originator'))))
      .toMatchObject({ originator: { port: 40000 }, responder: { port: 53 }, directionReason: 'port' });
  });
});

describe('ICMP', () => {
  it('ping: type and code stand for the ports, the identifier keeps two pings apart', () => {
    const a = tell(story().ping(1).pong(1).ping(2).ping(1, { identifier: 9 }));
    expect(a.connections.map((c) => [c.states.originator, c.originator.port, c.responder.port, c.packets.originator, c.packets.responder, c.directionReason]))
      .toEqual([['REPLIED', 8, 0, 2, 1, 'query'], ['REQUESTED', 8, 0, 1, 0, 'query']]);
  });

  it('a reply without its request: unsolicited, and the request’s sender would be the originator', () => {
    expect(only(tell(story().pong(1)))).toMatchObject({ originator: { address: '10.0.0.1' }, responder: { address: '10.0.0.2' }, states: { originator: 'UNSOLICITED' }, directionReason: 'query' });
  });

  it('IPv6 echo', () => {
    expect(only(tell(story({ originator: { address: 'fe80::1', port: 0 }, responder: { address: 'fe80::2', port: 0 } }).ping().pong())))
      .toMatchObject({ proto: 'icmp6', states: { originator: 'REPLIED' }, originator: { port: 128 } });
  });
});

describe('TCP and ICMP errors', () => {
  it('an unanswered SYN ends by host unreachable; an open connection does not', () => {
    expect(ending(only(tell(story().syn().icmpError('originator', { type: 3, code: 1 }))))).toBe('SYN-SENT / CLOSED unanswered unreachable');
    expect(ending(only(tell(story().handshake().data('originator', 10).icmpError('originator', { type: 3, code: 1 }).ack('responder'))))).toBe('ESTABLISHED / ESTABLISHED handshake open');
  });
});

describe('one capture cut anywhere', () => {
  it('gives the same rows, jumps and packets', () => {
    const bytes = together(
      story().handshake().stream('responder', 20_000).close(), story({ originator: { address: '10.0.0.7', port: 99 } }).at(5).datagram('originator').icmpError(),
      story({ originator: { address: '10.0.0.8', port: 99 }, vlan: [7] }).at(9).syn().refuse(),
    );
    const whole = analyzeBytes(bytes);
    for (const blockBytes of [1, 17, 1000]) {
      const cut = analyzeBytes(bytes, { blockBytes });
      expect([cut.connections, cut.transitions, cut.packets, cut.status]).toEqual([whole.connections, whole.transitions, whole.packets, whole.status]);
    }
  });
});
