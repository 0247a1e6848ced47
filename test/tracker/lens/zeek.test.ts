// conn_state, history and bytes of each phenomenon, as Zeek's rules give them.
import { describe, expect, it } from 'vitest';
import { CONN_STATES, HISTORY_LETTERS, ZEEK_TCP_SERVER_PORTS } from '@shared/zeek';
import { PACKET_SLOTS } from '../../../main/tracker/decode/packet';
import { ZeekLens } from '../../../main/tracker/lens/zeek';
import { ZEEK_WORDS } from '../../../main/tracker/lens/zeek-record';
import { story, type Story } from '../../make/story';
import { zeekLine, zeekRows } from './zeek-view';

const line = (s: Story): string => zeekLine(s.pcap());
const ends = (originator: number, responder: number): { originator: { address: string; port: number }; responder: { address: string; port: number } } =>
  ({ originator: { address: '10.0.0.1', port: originator }, responder: { address: '10.0.0.2', port: responder } });

describe('conn_state', () => {
  it.each<[string, string, Story]>([
    ['a SYN that nobody answers', 'S0 S 0/0', story().syn()],
    ['an open connection', 'S1 ShADd 100/200', story().handshake().data('originator', 100).data('responder', 200)],
    ['closed by both', 'SF ShADaFf 100/0', story().handshake().data('originator', 100).ack('responder').close('originator')],
    ['closed by the originator alone', 'S2 ShAFa 0/0', story().handshake().fin('originator').ack('responder')],
    ['closed by the responder alone', 'S3 ShAf 0/0', story().handshake().fin('responder').ack('originator')],
    ['refused', 'REJ Sr 0/0', story().syn().refuse()],
    ['reset by the originator', 'RSTO ShADaR 10/0', story().handshake().data('originator', 10).ack('responder').reset('originator')],
    ['reset by the responder', 'RSTR ShADr 10/0', story().handshake().data('originator', 10).reset('responder')],
    ['a SYN and a RST without an answer', 'RSTOS0 SR 0/0', story().syn().segment('originator', { flags: 'R' })],
    ['a SYN+ACK and a RST without a SYN', 'RSTRH ^hr 0/0', story().unseen().syn().synAck().segment('responder', { flags: 'R' })],
    ['a SYN and a FIN without an answer', 'SH SF 0/0', story().syn().segment('originator', { flags: 'F' })],
    ['a SYN+ACK and a FIN without a SYN', 'SHR ^hf 0/0', story().unseen().syn().synAck().fin('responder')],
    ['the middle of a connection', 'OTH DdA 50/60', story().unseen().syn().unseen().synAck().unseen().ack().data('originator', 50).data('responder', 60).ack('originator')],
  ])('%s', (_name, expected, told) => {
    expect(line(told)).toBe(expected);
  });
});

describe('history', () => {
  it('writes ACK and data once a role, however many there are', () => {
    const s = story().handshake();
    for (let i = 0; i < 30; i++) s.data('originator', 10).ack('responder');
    expect(line(s)).toBe('S1 ShADa 300/0');
  });

  it('writes a FIN again only where it stands elsewhere', () => {
    expect(line(story().handshake().fin('originator').retransmit('originator').ack('responder'))).toBe('S2 ShAFa 0/0');
    expect(line(story().handshake().fin('originator').segment('originator', { flags: 'FA', seq: 6 }))).toBe('S2 ShAFF 5/0');
  });

  it('counts repeats the 1st, 10th and 100th time', () => {
    const s = story().handshake().data('originator', 10);
    const tens = (n: number): string => {
      for (let i = 0; i < n; i++) s.retransmit('originator');
      return line(s);
    };
    expect(tens(9)).toBe('S1 ShADT 10/0');
    expect(tens(1)).toBe('S1 ShADTT 10/0');
    expect(tens(89)).toBe('S1 ShADTT 10/0');
    expect(tens(1)).toBe('S1 ShADTTT 10/0');
  });

  it('tells a zero window, but not after the peer\'s FIN nor of a RST', () => {
    expect(line(story().handshake().data('originator', 10).zeroWindow('responder').windowUpdate('responder'))).toBe('S1 ShADaw 10/0');
    expect(line(story().handshake().fin('originator').zeroWindow('responder'))).toBe('S2 ShAFa 0/0');
    expect(line(story().handshake().reset('responder', { window: 0 }))).toBe('RSTR ShAr 0/0');
  });

  it('writes only i or q for flags that do not go together', () => {
    expect(line(story().handshake().segment('originator', { flags: 'FRA' }))).toMatch(/ ShAI /);
    expect(line(story().segment('originator', { flags: 'SF', seq: 0 }))).toMatch(/ Q /);
  });

  it('counts the data of a SYN as repeated, as Zeek does (Fast Open)', () => {
    expect(line(story().syn('originator', { length: 20 }).synAck('responder').ack('originator'))).toBe('S1 SThA 20/0');
  });

  it('goes on past the words of the connection, and says where it is cut', () => {
    const fins = (n: number): string => {
      const s = story().handshake();
      for (let i = 0; i < n; i++) s.segment('originator', { flags: 'FA', seq: 1 + 2 * i });
      return zeekRows(s.pcap())[0]?.history ?? '';
    };
    expect(fins(40)).toBe(`ShA${'F'.repeat(40)}`);
    expect(fins(51)).toBe(`ShA${'F'.repeat(51)}`);
    expect(fins(52)).toBe(`ShA${'F'.repeat(51)}…`);
  });

  it('knows a name for every letter and state', () => {
    expect(Object.keys(HISTORY_LETTERS).join('')).toBe('shadfrcgtwiq^x');
    expect(Object.keys(CONN_STATES)).toHaveLength(13);
  });
});

describe('roles', () => {
  const midStream = (from: number, to: number): Story => story(ends(from, to)).unseen().syn().unseen().synAck().unseen().ack().data('originator', 5);

  it('flip where only the sender of the first packet is on a server\'s port', () => {
    expect(ZEEK_TCP_SERVER_PORTS).toContain(443);
    expect(line(midStream(443, 50000))).toBe('OTH ^d 0/5');
    expect(line(midStream(50000, 443))).toBe('OTH D 5/0');
    expect(line(midStream(50000, 50001))).toBe('OTH D 5/0');
  });

  it('flip between two server ports towards the lower one, but not for a SYN+ACK', () => {
    expect(line(midStream(80, 443))).toBe('OTH ^d 0/5');
    expect(line(midStream(443, 80))).toBe('OTH D 5/0');
    expect(line(story(ends(443, 80)).unseen().syn().synAck())).toBe('OTH H 0/0');
  });

  it('flip when ACKs or data follow a lone SYN+ACK on a port that is no server\'s', () => {
    expect(line(story(ends(50000, 50001)).unseen().syn().synAck())).toBe('OTH H 0/0');
    expect(line(story(ends(50000, 50001)).unseen().syn().synAck().ack('originator'))).toBe('OTH ^hA 0/0');
    expect(line(story(ends(50000, 50001)).unseen().syn().synAck().data('responder', 7))).toBe('OTH ^hd 0/7');
    expect(line(story(ends(50000, 50001)).unseen().syn().synAck().segment('originator', { flags: 'R' }))).toMatch(/^\S+ Hr /);
  });

  it('say whether they are ours', () => {
    const rows = zeekRows(story(ends(50000, 50001)).unseen().syn().synAck().pcap());
    expect(rows[0]).toMatchObject({ swapped: true, flipped: false, orig: { port: 50001 } });
    expect(zeekRows(midStream(443, 50000).pcap())[0]).toMatchObject({ flipped: true, orig: { port: 50000 } });
  });
});

describe('gaps', () => {
  it('are data that was acknowledged and never captured', () => {
    const s = story().handshake().data('responder', 100).unseen().data('responder', 1000).data('responder', 100).ack('originator');
    expect(line(s)).toBe('S1 ShAdg 0/1200 missed 0/1000');
  });

  it('are none where the data was sent again before its acknowledgement', () => {
    const s = story().handshake().data('responder', 100).missing().data('responder', 1000).data('responder', 100).duplicateAck('originator', 2);
    expect(line(s.retransmit('responder', -2).ack('originator'))).toBe('S1 ShAdt 0/1200');
  });

  it('are counted hole by hole, each at the acknowledgement that passes it', () => {
    const s = story().handshake();
    for (let i = 0; i < 10; i++) s.unseen().data('responder', 10).data('responder', 10);
    expect(line(s.ack('originator'))).toMatch(/^S1 ShAdg 0\/200 missed 0\/\d+$/);
    const one = story().handshake();
    for (let i = 0; i < 10; i++) one.unseen().data('responder', 10).data('responder', 10).ack('originator');
    expect(line(one)).toBe('S1 ShAdgg 0/200 missed 0/100');
  });

  it('are payload that a short snap length cut off', () => {
    expect(line(story().handshake().data('responder', 1000, { captured: 100 }).ack('originator'))).toBe('S1 ShAdg 0/1000 missed 0/1000');
  });

  it('are not told of the middle of a connection, nor after a RST', () => {
    const middle = story().unseen().syn().unseen().synAck().unseen().ack().data('originator', 10).unseen().data('originator', 10).data('originator', 10);
    expect(line(middle.ack('responder'))).toBe('OTH Da 30/0');
    // The acknowledgement of a RST is not believed.
    expect(line(story().handshake().unseen().data('responder', 100).reset('originator'))).toBe('RSTO ShAR 0/0');
  });

  it('are given up where nothing is acknowledged and much lies above a hole', () => {
    const s = story().handshake().unseen().data('responder', 10);
    for (let i = 0; i < 13; i++) s.data('responder', 1460);
    expect(line(s.ack('originator'))).toBe('S1 ShAd 0/18990');
  });
});

describe('bytes', () => {
  it('go on where the sequence numbers wrap', () => {
    const s = story({ isn: { originator: 2 ** 32 - 100 } }).handshake();
    for (let i = 0; i < 5; i++) s.data('originator', 50).ack('responder');
    expect(line(s.close('originator'))).toBe('SF ShADaFf 250/0');
  });

  it('are none of a connection that was aborted before any answer', () => {
    expect(line(story().syn().segment('originator', { flags: 'R', seq: 5000 }))).toMatch(/^RSTOS0 SR /);
  });

  it('leave out repeats and count what was not captured', () => {
    expect(line(story().handshake().data('originator', 100).retransmit('originator').unseen().data('originator', 50).data('originator', 1))).toMatch(/ 151\/0$/);
  });
});

describe('datagrams', () => {
  const udp = (from: number, to: number): Story => story(ends(from, to));
  it.each<[string, string, Story]>([
    ['asked and answered', 'SF Dd 10/20', udp(50000, 53).datagram('originator', 10).datagram('responder', 20)],
    ['asked only', 'S0 D 20/0', udp(50000, 53).datagram('originator', 10).datagram('originator', 10)],
    ['answered only', 'SHR ^d 0/10', udp(50000, 53).datagram('responder', 10)],
    ['answered before asked', 'SF ^dD 20/10', udp(50000, 53).datagram('responder', 10).datagram('originator', 20)],
    ['between two servers', 'SF Dd 10/10', udp(123, 123).datagram('originator', 10).datagram('responder', 10)],
    ['a ping', 'OTH  56/56', story().ping().pong()],
  ])('%s', (_name, expected, told) => {
    expect(line(told)).toBe(expected);
  });
});

describe('what it holds', () => {
  it('comes back when the connection is dropped', () => {
    const lens = new ZeekLens();
    const ints = new Int32Array(ZEEK_WORDS);
    const packet = new Int32Array(PACKET_SLOTS);
    const bytes = new Set<number>();
    for (let i = 0; i < 5000; i++) {
      lens.start(ints, 0);
      lens.badChecksum(ints, 0, 0, packet);
      expect(lens.history(ints, 0)).toBe('C');
      lens.release(ints, 0);
      bytes.add(lens.bytes);
    }
    expect(bytes.size).toBe(1);
  });

  it('is nothing besides its words for an ordinary connection', () => {
    const lens = new ZeekLens();
    const ints = new Int32Array(ZEEK_WORDS);
    lens.start(ints, 0);
    expect(lens.bytes).toBe(0);
  });
});
