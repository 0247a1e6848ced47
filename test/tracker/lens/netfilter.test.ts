// What the netfilter view promises beside the kernel's verdicts (those: test/truth/netfilter.test.ts): its table, its words, its state.
import { beforeEach, describe, expect, it } from 'vitest';
import {
  ACK, P_ACK, P_DESTINATION_PORT, P_FLAGS, P_OPTIONS_LENGTH, P_PAYLOAD, P_SEQ, P_SOURCE_PORT, P_VERSION, P_WINDOW, PACKET_SLOTS, RST, SYN,
} from '../../../main/tracker/decode/packet';
import {
  NETFILTER_TCP_WORDS, netfilterAlive, netfilterAssured, netfilterCarry, netfilterFirst, netfilterInvalid, netfilterReplay, netfilterSegment, netfilterStart,
  netfilterState, netfilterStateName, netfilterSwap,
} from '../../../main/tracker/lens/netfilter';
import {
  NETFILTER_DATAGRAM_WORDS, netfilterDatagram, netfilterDatagramAlive, netfilterDatagramState, netfilterDatagramSwap, netfilterIcmp,
} from '../../../main/tracker/lens/netfilter-datagram';
import { FRAGMENT_DROPPED, FRAGMENT_PENDING, FRAGMENT_WHOLE, NetfilterFragments } from '../../../main/tracker/lens/netfilter-fragments';
import {
  NETFILTER_REASON, NETFILTER_SEGMENT, NETFILTER_STATE, NETFILTER_TABLE, NETFILTER_TIMEOUT_S, NF_ESTABLISHED, NF_INVALID, NF_NEW, NF_NONE, NFR_ACK_OVER, NFR_FLAGS,
  NFR_FRAGMENT_DROPPED, NFR_INVALID_STATE, NFR_PICKED_UP, netfilterReasonName, netfilterVerdictName,
} from '../../../shared/netfilter';

const SECOND = 1e9;
const options = new DataView(new ArrayBuffer(8));
let ints: Int32Array;
beforeEach(() => { ints = new Int32Array(NETFILTER_TCP_WORDS + 2).fill(-1); netfilterStart(ints, 1); });

interface Segment { readonly from: 0 | 1; readonly flags: number; readonly seq?: number; readonly ack?: number; readonly payload?: number; readonly window?: number }

function packet({ flags, seq = 0, ack = 0, payload = 0, window = 8192 }: Segment): Int32Array {
  const p = new Int32Array(PACKET_SLOTS);
  p[P_FLAGS] = flags;
  p[P_SEQ] = seq;
  p[P_ACK] = ack;
  p[P_PAYLOAD] = payload;
  p[P_WINDOW] = window;
  p[P_OPTIONS_LENGTH] = 0;
  return p;
}

function say(segment: Segment, ns = 0): string {
  return netfilterVerdictName(netfilterSegment(ints, 1, segment.from, packet(segment), options, ns));
}

function open(ns = 0): void {
  say({ from: 0, flags: SYN, seq: 1000 }, ns);
  say({ from: 1, flags: SYN | ACK, seq: 5000, ack: 1001 }, ns);
  say({ from: 0, flags: ACK, seq: 1001, ack: 5001 }, ns);
  say({ from: 1, flags: ACK, seq: 5001, ack: 1001 }, ns);
}

const state = (): string => netfilterStateName(netfilterState(ints, 1));

describe('the table', () => {
  it('has every state once for each direction and segment, with a sentence', () => {
    const cells = NETFILTER_TABLE.flatMap(({ direction, segment, from }) => from.map((s) => `${direction} ${segment} ${s}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.length).toBe(2 * NETFILTER_SEGMENT.length * NETFILTER_STATE.length);
    for (const { why } of NETFILTER_TABLE) expect(why).toMatch(/^[A-Z].*[.:)a-z]$/);
    expect(NETFILTER_TIMEOUT_S.length).toBe(NETFILTER_STATE.length);
  });

  it('has a different word for every reason, and none for a code that does not exist', () => {
    expect(new Set(NETFILTER_REASON).size).toBe(NETFILTER_REASON.length);
    expect(NETFILTER_REASON.length).toBe(NFR_FRAGMENT_DROPPED + 1);
    expect([netfilterReasonName(63 << 3), netfilterVerdictName(7)]).toEqual(['', 'NONE']);
  });
});

describe('an entry', () => {
  it('touches no word but its own', () => {
    open();
    say({ from: 0, flags: ACK, seq: 99_999_999, ack: 5001 });
    expect([ints[0], ints[NETFILTER_TCP_WORDS + 1]]).toEqual([-1, -1]);
  });

  it('calls a first packet by its flags alone, as netfilterFirst does', () => {
    for (let flags = 0; flags < 256; flags++) {
      netfilterStart(ints, 1);
      expect(netfilterSegment(ints, 1, 0, packet({ from: 0, flags }), options, 0), `flags ${flags}`).toBe(netfilterFirst(flags));
    }
    expect([netfilterFirst(SYN), netfilterFirst(ACK), netfilterFirst(SYN | RST)]).toEqual([NF_NEW, NF_NEW | (NFR_PICKED_UP << 3), NF_INVALID | (NFR_FLAGS << 3)]);
  });

  it('is the same when its first packet is replayed from single values', () => {
    const replayed = new Int32Array(NETFILTER_TCP_WORDS);
    const syn = packet({ from: 0, flags: SYN, seq: 1000, window: 500 });
    const bytes = new DataView(Uint8Array.of(4, 2, 1, 3, 3, 7).buffer);
    syn[P_OPTIONS_LENGTH] = 6;
    netfilterSegment(ints, 1, 1, syn, bytes, SECOND);
    netfilterReplay(replayed, 0, 1, 1000, 0, SYN, 500, 0, 7, true, SECOND);
    expect([...replayed]).toEqual([...ints.slice(1, 1 + NETFILTER_TCP_WORDS)]);
  });

  it('keeps its directions when the tracker exchanges originator and responder', () => {
    open();
    netfilterSwap(ints, 1);
    expect(say({ from: 1, flags: ACK, seq: 1001, ack: 5001, payload: 10 })).toBe('ESTABLISHED');
    expect(say({ from: 0, flags: ACK, seq: 5001, ack: 1011 })).toBe('ESTABLISHED');
    expect(say({ from: 0, flags: SYN | ACK, seq: 5000, ack: 1001 })).toBe('ESTABLISHED'); // a repeat, ignored
    expect(say({ from: 1, flags: SYN | ACK, seq: 5000, ack: 1001 })).toBe('INVALID'); // the opener sends none
  });

  it('goes over to the next connection of the tuple', () => {
    open();
    const next = new Int32Array(NETFILTER_TCP_WORDS);
    netfilterCarry(ints, 1, next, 0, true);
    expect(netfilterSegment(next, 0, 0, packet({ from: 0, flags: ACK, seq: 5001, ack: 1001 }), options, 0)).toBe(NF_ESTABLISHED);
    expect(netfilterSegment(next, 0, 1, packet({ from: 1, flags: SYN | ACK, seq: 1 }), options, 0)).toBe(NF_INVALID | (NFR_INVALID_STATE << 3));
  });

  it('counts what is called INVALID, over reopening too, and stops at 65,535', () => {
    open();
    for (let i = 0; i < 70_000; i++) say({ from: 0, flags: ACK, seq: 1001, ack: 5002 });
    expect(netfilterInvalid(ints, 1)).toBe(65_535);
    say({ from: 0, flags: RST, seq: 1001 });
    expect([say({ from: 0, flags: SYN, seq: 7 }), netfilterInvalid(ints, 1)]).toEqual(['NEW', 65_535]);
  });

  it('remembers the last state of an entry that went', () => {
    say({ from: 0, flags: SYN, seq: 1000 });
    expect(say({ from: 1, flags: RST | ACK, ack: 1001 })).toBe('ESTABLISHED');
    expect([state(), netfilterAlive(ints, 1, 0)]).toEqual(['CLOSE', false]);
  });
});

describe('time-outs', () => {
  it('forgets an open connection after five days and picks it up again', () => {
    open();
    expect(say({ from: 0, flags: ACK, seq: 1001, ack: 5001 }, 431_999 * SECOND)).toBe('ESTABLISHED');
    expect([say({ from: 0, flags: ACK, seq: 1001, ack: 5001 }, (431_999 + 432_001) * SECOND), netfilterAssured(ints, 1)]).toEqual(['NEW', false]);
  });

  it('waits five minutes for an acknowledgement', () => {
    open();
    say({ from: 0, flags: ACK, seq: 1001, ack: 5001, payload: 1 });
    expect([netfilterAlive(ints, 1, 299.9 * SECOND), netfilterAlive(ints, 1, 300 * SECOND)]).toEqual([true, false]);
  });

  it('does not let repeats of a SYN keep an entry alive', () => {
    say({ from: 0, flags: SYN, seq: 1000 });
    say({ from: 0, flags: SYN, seq: 1000 }, 100 * SECOND);
    expect([netfilterAlive(ints, 1, 119 * SECOND), netfilterAlive(ints, 1, 120 * SECOND)]).toEqual([true, false]);
  });

  it('holds where the clock of 10 ms ticks wraps, eight months into a capture', () => {
    const wrap = 2 ** 31 * 1e7;
    open(wrap - 5 * SECOND);
    expect(say({ from: 0, flags: ACK, seq: 1001, ack: 5001 }, wrap + 5 * SECOND)).toBe('ESTABLISHED');
    expect(say({ from: 0, flags: ACK, seq: 1001, ack: 5002 }, wrap + 5 * SECOND)).toBe('INVALID');
    expect(netfilterSegment(ints, 1, 0, packet({ from: 0, flags: ACK, seq: 1001, ack: 5002 }), options, wrap + 5 * SECOND)).toBe(NF_INVALID | (NFR_ACK_OVER << 3));
  });
});

describe('datagrams', () => {
  const pair = new Int32Array(NETFILTER_DATAGRAM_WORDS);
  beforeEach(() => { pair.fill(0); });

  it('are NEW until the answer, and a stream after two seconds', () => {
    const said = [0, 0, 1, 0, 1].map((from) => netfilterDatagram(pair, 0, from, 17, 0));
    expect(said).toEqual([NF_NEW, NF_NEW, NF_ESTABLISHED, NF_ESTABLISHED, NF_ESTABLISHED]);
    expect([netfilterDatagramState(pair, 0), netfilterDatagramAlive(pair, 0, 29 * SECOND), netfilterDatagramAlive(pair, 0, 30 * SECOND)]).toEqual(['REPLIED', true, false]);
    netfilterDatagram(pair, 0, 0, 17, 3 * SECOND);
    expect([netfilterDatagramState(pair, 0), netfilterDatagramAlive(pair, 0, 122 * SECOND), netfilterDatagramAlive(pair, 0, 123 * SECOND)]).toEqual(['ASSURED', true, false]);
  });

  it('keep their opener through an exchange of roles', () => {
    netfilterDatagram(pair, 0, 0, 17, 0);
    netfilterDatagramSwap(pair, 0);
    expect([netfilterDatagram(pair, 0, 1, 17, 0), netfilterDatagram(pair, 0, 0, 17, 0)]).toEqual([NF_NEW, NF_ESTABLISHED]);
  });

  it('of SCTP and DCCP are not judged, as the kernel follows them by machines of their own', () => {
    expect([netfilterDatagram(pair, 0, 0, 132, 0), netfilterDatagram(pair, 0, 0, 33, 0), netfilterDatagramState(pair, 0)]).toEqual([NF_NONE, NF_NONE, '']);
  });

  it('wait ten minutes where nothing is known of the protocol, three for GRE', () => {
    netfilterDatagram(pair, 0, 0, 253, 0);
    expect([netfilterDatagramAlive(pair, 0, 599 * SECOND), netfilterDatagramAlive(pair, 0, 600 * SECOND)]).toEqual([true, false]);
    pair.fill(0);
    for (const from of [0, 1, 0]) netfilterDatagram(pair, 0, from, 47, 0);
    expect([netfilterDatagramAlive(pair, 0, 179 * SECOND), netfilterDatagramAlive(pair, 0, 180 * SECOND)]).toEqual([true, false]);
  });

  it('of ICMP: an answer half a minute late answers nothing', () => {
    const echo = (type: number): Int32Array => { const p = new Int32Array(PACKET_SLOTS); p[P_VERSION] = 4; p[P_SOURCE_PORT] = type; p[P_DESTINATION_PORT] = 0; return p; };
    expect(netfilterVerdictName(netfilterIcmp(pair, 0, 0, echo(8), 0))).toBe('NEW');
    expect(netfilterVerdictName(netfilterIcmp(pair, 0, 1, echo(0), 29 * SECOND))).toBe('ESTABLISHED');
    expect(netfilterVerdictName(netfilterIcmp(pair, 0, 1, echo(0), 59 * SECOND))).toBe('INVALID');
  });
});

describe('fragments', () => {
  const add = (table: NetfilterFragments, id: number, from: number, to: number, more: boolean, ns = 0): number => table.add(1, 2, id, 17, false, 20, from, to, more, ns);

  it('are forgotten half a minute after the first, however often another comes', () => {
    const table = new NetfilterFragments(1);
    expect([add(table, 1, 0, 8, true), add(table, 1, 8, 16, true, 29 * SECOND), add(table, 1, 16, 20, false, 31 * SECOND)]).toEqual([FRAGMENT_PENDING, FRAGMENT_PENDING, FRAGMENT_PENDING]);
    expect([add(table, 2, 0, 8, true), add(table, 2, 8, 20, false, 29 * SECOND)]).toEqual([FRAGMENT_PENDING, FRAGMENT_WHOLE]);
  });

  it('never take more than their room: a flood replaces the oldest', () => {
    const table = new NetfilterFragments(1);
    add(table, 0, 0, 8, true);
    for (let id = 1; id < 10_000; id++) add(table, id, 0, 8, true, id);
    expect([add(table, 0, 8, 16, false, 10_000), add(table, 9999, 8, 16, false, 10_000)]).toEqual([FRAGMENT_PENDING, FRAGMENT_WHOLE]);
  });

  it('of more pieces than it holds are given up, never mixed with others', () => {
    const table = new NetfilterFragments(1);
    const said = Array.from({ length: 65 }, (_, i) => add(table, 5, i * 16 + 8, i * 16 + 16, true));
    expect([said.indexOf(FRAGMENT_DROPPED), add(table, 6, 0, 8, true), add(table, 6, 8, 9, false)]).toEqual([64, FRAGMENT_PENDING, FRAGMENT_WHOLE]);
  });
});
