// The arithmetic of packets in words, phenomenon by phenomenon: what people learning TCP read beside each arrow.
import { describe, expect, it } from 'vitest';
import {
  ACK_OF_UNSEEN, CAPTURE_DUPLICATE, DUPLICATE_ACK, GAP_BEFORE, HIGH, KEEP_ALIVE, KEEP_ALIVE_ACK, LOW, MEDIUM, NETWORK_DUPLICATE, OUT_OF_WINDOW, OVERLAP_CONFLICT, REORDERED, RETRANSMISSION, SPURIOUS_RETRANSMISSION, STALE,
  WINDOW_FULL, WINDOW_UPDATE, ZERO_WINDOW, ZERO_WINDOW_PROBE, ZERO_WINDOW_PROBE_ACK,
} from '../../shared/analysis';
import { arithmetic } from '../../shared/arithmetic';
import type { ArithmeticContext } from '../../shared/arithmetic';
import { FLAG_ACK, FLAG_FIN, FLAG_RST, FLAG_SYN } from '../../shared/tcp-flags';
import { FROM_OTHER, FROM_RESPONDER } from '../../shared/trace';
import type { TraceEntry } from '../../shared/trace-entry';

const absolute: ArithmeticContext = { relative: false, base: { originator: 39_999, responder: 69_999 }, version6: false };
const relative: ArithmeticContext = { ...absolute, relative: true };

/** A segment of an open connection: 1460 bytes of the originator from 40000 on, the peer's numbers at 70000. */
function packet(part: Partial<TraceEntry> = {}): TraceEntry {
  const made: TraceEntry = {
    index: 9, frame: 10, micros: 0, from: 0, kind: 'segment', flags: FLAG_ACK, seq: 40_000, ack: 70_000, length: 1460, wire: 1514, window: 65_535, verdict: 0,
    expected: 40_000, previousAck: 70_000, answers: -1, answersSeq: 0, answersLength: 0, peerNext: 70_000, related: -1, originatorState: 4, responderState: 4, sacks: [],
    answersFlags: 0, relatedFrame: 0, previousWindow: 65_535, acknowledgedIn: null, sincePrevious: 100, ...part,
  };
  return { ...made, wire: part.wire ?? made.length + 54 };
}
/** A pure ACK of the responder; the originator's numbers are what it acknowledges. */
const answer = (part: Partial<TraceEntry> = {}): TraceEntry => packet({ from: FROM_RESPONDER, seq: 70_000, expected: 70_000, ack: 41_460, previousAck: 40_000, peerNext: 41_460, length: 0, ...part });
const tell = (entry: TraceEntry, context = absolute): string => arithmetic(entry, context);

describe('an ordinary exchange', () => {
  it('adds the payload to the number, and takes the headers from the frame', () => {
    expect(tell(packet())).toBe('1514 − 54 = 1460 bytes: 40000 + 1460 = 41460 comes next; ack stays 70000: nothing came from the other side');
  });
  it('says that everything has arrived', () => {
    expect(tell(answer({ answers: 8, answersSeq: 40_000, answersLength: 1460, answersFlags: FLAG_ACK }))).toBe('ack 41460 = 40000 + 1460: everything sent so far has arrived');
  });
  it('says how much is still on its way', () => {
    expect(tell(answer({ peerNext: 44_380 }))).toBe('ack 41460: the peer has sent up to 44380, 2920 bytes are still on their way');
    expect(tell(answer({ peerNext: 41_461, answers: 8, answersSeq: 40_000, answersLength: 1460 }))).toBe('ack 41460 = 40000 + 1460: the peer has sent up to 41461, 1 byte is still on its way');
  });
  it('does not take a FIN for a byte', () => {
    expect(tell(answer({ peerNext: 41_461, originatorState: 5 }))).toBe('ack 41460: the peer has sent up to 41461, the FIN is still on its way');
    expect(tell(answer({ peerNext: 44_381, originatorState: 9 }))).toBe('ack 41460: the peer has sent up to 44381, 2920 bytes and the FIN are still on their way');
    expect(tell(answer({ peerNext: 44_380, originatorState: 6 }))).toContain('2920 bytes are still on their way');
  });
  it('tells data that acknowledges as well', () => {
    expect(tell(packet({ ack: 70_100, peerNext: 70_100, answers: 3, answersSeq: 70_000, answersLength: 100 })))
      .toBe('1514 − 54 = 1460 bytes: 40000 + 1460 = 41460 comes next; ack 70100 = 70000 + 100: everything sent so far has arrived');
  });
  it('counts from the beginning of each end’s numbers where asked to', () => {
    expect(tell(answer({ answers: 8, answersSeq: 40_000, answersLength: 1460 }), relative)).toBe('ack 1461 = 1 + 1460: everything sent so far has arrived');
  });
});

describe('where the counter begins again (RFC 9293 §3.4)', () => {
  const last = 4_294_967_000;
  it('takes 2^32 away from the sum', () => {
    expect(tell(packet({ seq: last, expected: last }))).toContain('4294967000 + 1460 − 2^32 = 1164 comes next');
    expect(tell(answer({ ack: 1164, previousAck: last, peerNext: 1164, answers: 8, answersSeq: last, answersLength: 1460 }))).toBe('ack 1164 = 4294967000 + 1460 − 2^32: everything sent so far has arrived');
  });
  it('names ranges and what is missing across it', () => {
    expect(tell(packet({ seq: 1164, expected: last, verdict: GAP_BEFORE | HIGH }))).toBe('seq 1164: bytes 4294967000–1163 are missing before it');
    expect(tell(answer({ ack: last, previousAck: last - 1460, peerNext: 1164 }))).toContain('1460 bytes are still on their way');
  });
  it('does not show in relative numbers', () => {
    const context = { relative: true, base: { originator: last - 1, responder: 0 }, version6: false };
    expect(tell(packet({ seq: last, expected: last }), context)).toContain('1 + 1460 = 1461 comes next');
    expect(tell(packet({ seq: last - 3, expected: last, verdict: KEEP_ALIVE, length: 0 }), context)).toContain('seq −2 ');
  });
});

describe('opening and closing', () => {
  it('shows what the SYN begins, and that it counts one', () => {
    expect(tell(packet({ flags: FLAG_SYN, seq: 10_000, ack: 0, length: 0 }))).toBe('SYN: numbers begin at 10000, ack 0: nothing to acknowledge yet');
    expect(tell(packet({ from: 1, flags: FLAG_SYN | FLAG_ACK, seq: 20_000, ack: 10_001, previousAck: 10_001, peerNext: 10_001, length: 0, answers: 0, answersSeq: 10_000, answersLength: 1, answersFlags: FLAG_SYN })))
      .toBe('SYN: numbers begin at 20000; ack 10001 = 10000 + 1 (SYN)');
    expect(tell(packet({ seq: 10_001, ack: 20_001, previousAck: 20_001, peerNext: 20_001, length: 0, answers: 1, answersSeq: 20_000, answersLength: 1, answersFlags: FLAG_SYN | FLAG_ACK }))).toBe('ack 20001 = 20000 + 1 (SYN)');
  });
  it('counts the data of a Fast Open SYN', () => {
    expect(tell(answer({ flags: FLAG_SYN | FLAG_ACK, ack: 10_021, peerNext: 10_021, answers: 0, answersSeq: 10_000, answersLength: 21, answersFlags: FLAG_SYN }))).toContain('ack 10021 = 10000 + 1 (SYN) + 20');
  });
  it('shows that a FIN counts one', () => {
    expect(tell(packet({ flags: FLAG_FIN | FLAG_ACK, seq: 50_000, expected: 50_000, length: 0 }))).toBe('FIN counts one: 50000 + 1 = 50001 comes next, and no more data; ack stays 70000');
    expect(tell(packet({ flags: FLAG_FIN | FLAG_ACK, seq: 50_000, expected: 50_000, length: 30 }))).toContain('50000 + 30 + 1 (FIN) = 50031 comes next');
    expect(tell(answer({ ack: 50_001, peerNext: 50_001, answers: 8, answersSeq: 50_000, answersLength: 1, answersFlags: FLAG_FIN | FLAG_ACK }))).toBe('ack 50001 = 50000 + 1 (FIN)');
  });
  it('says what the number of a reset is, and what it would have to be', () => {
    expect(tell(packet({ flags: FLAG_RST, length: 0 }))).toBe('RST with seq 40000: exactly the number that comes next, so it ends the connection');
    expect(tell(packet({ flags: FLAG_RST, length: 0, seq: 41_000, verdict: 0 }))).toBe('RST with seq 41000: it would have to be 40000; near it, so the peer may ask back with a challenge ACK');
    expect(tell(packet({ flags: FLAG_RST, length: 0, seq: 900_000, verdict: OUT_OF_WINDOW | HIGH }))).toBe('RST with seq 900000: it would have to be 40000; outside the window, so it is ignored');
    expect(tell(answer({ flags: FLAG_RST | FLAG_ACK, seq: 0, ack: 10_001, answers: 0, answersSeq: 10_000, answersLength: 1, answersFlags: FLAG_SYN }))).toBe('RST: ack 10001 = 10000 + 1 (SYN): refused, nobody takes the connection there');
  });
});

describe('what is sent again', () => {
  const again = (verdict: number, part: Partial<TraceEntry> = {}) => tell(packet({ expected: 44_380, verdict, related: 4, relatedFrame: 5, ...part }));
  it('says that the first copy was lost only where the verdict supports it', () => {
    expect(again(RETRANSMISSION | HIGH)).toBe('seq 40000 again: bytes 40000–41459 repeated, the first copy was lost');
    expect(again(RETRANSMISSION | MEDIUM)).toContain('the first copy was probably lost');
    expect(again(RETRANSMISSION | LOW)).toContain('no acknowledgement of the first copy was seen');
    expect(again(RETRANSMISSION | HIGH, { related: -1 })).toContain('the first copy is not in the capture');
  });
  it('says who had acknowledged what was repeated needlessly', () => {
    expect(again(SPURIOUS_RETRANSMISSION | HIGH, { acknowledgedIn: 7 })).toBe('seq 40000 again: bytes 40000–41459 repeated needlessly, frame 7 had acknowledged them');
    expect(again(SPURIOUS_RETRANSMISSION | HIGH)).toContain('needlessly, the peer had acknowledged them');
  });
  it('tells a SYN and a FIN apart from data', () => {
    expect(again(RETRANSMISSION | HIGH, { flags: FLAG_SYN, length: 0 })).toBe('seq 40000 again: the SYN repeated, the first copy was lost');
    expect(again(SPURIOUS_RETRANSMISSION | HIGH, { flags: FLAG_FIN | FLAG_ACK, length: 0, acknowledgedIn: 3 })).toBe('seq 40000 again: the FIN repeated needlessly, frame 3 had acknowledged it');
  });
  it('tells late, copied and conflicting bytes apart from repeated ones', () => {
    expect(again(REORDERED | HIGH)).toBe('seq 40000 late: bytes 40000–41459 left before what passed already, the network changed the order');
    expect(again(NETWORK_DUPLICATE | HIGH)).toBe('seq 40000 once more: the network delivered a second copy of frame 5');
    expect(again(CAPTURE_DUPLICATE | HIGH)).toBe('frame 5 once more: recorded twice, sent once');
    expect(again(OVERLAP_CONFLICT | HIGH)).toBe('seq 40000 again: bytes 40000–41459 with other content than before');
  });
});

describe('what is missing', () => {
  it('names the bytes before a gap', () => { expect(tell(packet({ seq: 42_920, expected: 41_460, verdict: GAP_BEFORE | HIGH }))).toBe('seq 42920: bytes 41460–42919 are missing before it'); });
  it('names the byte that a duplicate ACK waits for, and what is there beyond it', () => {
    expect(tell(answer({ verdict: DUPLICATE_ACK | HIGH, previousAck: 41_460, peerNext: 45_840 }))).toBe('ack 41460 again: still waiting for byte 41460');
    expect(tell(answer({ verdict: DUPLICATE_ACK | HIGH, previousAck: 41_460, peerNext: 45_840, sacks: [[42_920, 45_840], [40_000, 41_000]] }))).toBe('ack 41460 again: still waiting for byte 41460, bytes 42920–45839 are there');
  });
  it('counts what is there beyond a hole, and what is not', () => {
    expect(tell(answer({ peerNext: 45_840, sacks: [[42_920, 44_380]] }))).toBe('ack 41460: the peer has sent up to 45840, bytes 42920–44379 are there, 2920 bytes are not');
  });
  it('says that the capture, not the network, missed what is acknowledged', () => {
    expect(tell(answer({ verdict: ACK_OF_UNSEEN | HIGH, ack: 44_380 }))).toBe('ack 44380: 2920 bytes beyond 41460 were sent, but are not in the capture');
  });
  it('tells an acknowledgement that is older than the last', () => { expect(tell(answer({ verdict: STALE | HIGH, previousAck: 42_920 }))).toBe('old: ack 41460, 42920 was acknowledged before'); });
});

describe('windows and idle times', () => {
  it('follows a window that closes and opens', () => {
    expect(tell(packet({ verdict: WINDOW_FULL | HIGH }))).toContain('that fills the window, the sender must wait');
    expect(tell(answer({ verdict: ZERO_WINDOW | HIGH, window: 0, answers: 8, answersSeq: 40_000, answersLength: 1460 }))).toBe('ack 41460 = 40000 + 1460; window 0: no room left, the peer must stop');
    expect(tell(packet({ verdict: ZERO_WINDOW_PROBE | HIGH, seq: 41_460, length: 1 }))).toBe('probe: byte 41460 asks a full receiver for room');
    expect(tell(packet({ verdict: ZERO_WINDOW_PROBE | HIGH, seq: 41_459, length: 0 }))).toBe('probe: seq 41459, one below the next, asks a full receiver for room');
    expect(tell(answer({ verdict: ZERO_WINDOW_PROBE_ACK | HIGH, window: 0 }))).toBe('ack 41460, window 0: still no room');
    expect(tell(answer({ verdict: WINDOW_UPDATE | HIGH, window: 131_072, previousAck: 41_460 }))).toBe('window 65535 → 131072, ack stays 41460');
    expect(tell(answer({ verdict: WINDOW_UPDATE | HIGH, window: 131_072, previousWindow: null }))).toContain('window now 131072');
  });
  it('tells a keep-alive and its answer', () => {
    expect(tell(packet({ verdict: KEEP_ALIVE | HIGH, seq: 41_459, expected: 41_460, length: 0 }))).toBe('seq 41459 is one below 41460, the next: asks whether the peer is still there');
    expect(tell(answer({ verdict: KEEP_ALIVE_ACK | HIGH }))).toBe('ack 41460 again: answers the keep-alive, the peer is there');
  });
});

describe('packets without sequence numbers', () => {
  it('says that nothing acknowledges a datagram', () => { expect(tell(packet({ kind: 'datagram', length: 32, wire: 74 }))).toBe('74 − 42 = 32 bytes, not numbered and not acknowledged (UDP)'); });
  it('names an ICMP message, and who tells an error', () => {
    expect(tell(packet({ kind: 'icmp', seq: 8 << 8, length: 56 }))).toBe('ICMP echo request, 56 bytes');
    expect(tell(packet({ kind: 'icmp', from: 1, seq: (3 << 8) | 3 }))).toBe('the host itself says port unreachable: nobody listens there');
    expect(tell(packet({ kind: 'icmp', from: FROM_OTHER, seq: 11 << 8 }))).toBe('a router on the way says time to live exceeded on the way');
    expect(tell(packet({ kind: 'icmp', seq: 128 << 8 }), { ...absolute, version6: true })).toContain('echo request');
    expect(tell(packet({ kind: 'icmp', seq: (42 << 8) | 1 }))).toContain('type 42 code 1');
  });
});
