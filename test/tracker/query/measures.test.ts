// What a connection's detail measures: legs, options, windows, the validity of a reset, goodput; and the user's word on who is who.
import { describe, expect, it } from 'vitest';
import type { ConnectionDetail } from '@shared/snapshot';
import { verdictWords } from '@shared/verdict-words';
import { tcpOptions } from '../../make/packet';
import { story, type Story } from '../../make/story';
import { analyzeBytes } from '../../drive';

function detailOf(told: Story, id = 1): ConnectionDetail {
  const detail = analyzeBytes(told.pcap(), { packetSink: null }).tracker.connection(id);
  if (detail === null) throw new Error('there is no such connection');
  return detail;
}
const tcpOf = (told: Story): NonNullable<ConnectionDetail['tcp']> => {
  const { tcp } = detailOf(told);
  if (tcp === null) throw new Error('this is not TCP');
  return tcp;
};
const validities = (told: Story): string[] => tcpOf(told).resets.map(({ from, validity, frame }) => `${from} ${validity} ${frame}`);

describe('the handshake', () => {
  it('takes a leg to the SYN+ACK and one to the ACK', () => {
    const tcp = tcpOf(story({ stepMicros: 100 }).syn().wait(30_000).synAck().wait(500).ack('originator').data('originator', 10).ack('responder'));
    expect([tcp.synToSynAckMicros, tcp.synAckToAckMicros, tcp.initialRttMicros]).toEqual([30_100, 600, 30_700]);
  });
  it('counts the initial round trip from the newest SYN', () => {
    const tcp = tcpOf(story().syn().wait(1_000_000).syn().synAck().ack('originator'));
    expect([tcp.synToSynAckMicros, tcp.initialRttMicros]).toEqual([1_002_000, 2000]);
  });
  it('uses what both ends offer, and shifts no window that one of them does not scale', () => {
    const offer = tcpOptions.join(tcpOptions.mss(1460), tcpOptions.sackPermitted(), tcpOptions.windowScale(7));
    const { inUse, directions } = tcpOf(story({ window: 1000 }).syn('originator', { options: offer }).synAck('responder', { options: tcpOptions.join(tcpOptions.mss(536), tcpOptions.sackPermitted()) }).ack('originator').data('originator', 10).ack('responder'));
    expect(inUse).toEqual({ windowScale: false, sack: true, timestamps: false, fastOpen: false });
    expect(directions.originator.offered).toEqual({ mss: 1460, windowScale: 7, sackPermitted: true, timestamps: false, fastOpen: false });
    expect(directions.originator.receiveWindow?.last).toBe(1000);
  });
  it('is validated on both sides, or says what is missing', () => {
    const checks = (told: Story): string[] => { const { directions } = tcpOf(told); return [directions.originator.isnCheck, directions.responder.isnCheck]; };
    expect(checks(story().handshake().data('originator', 1))).toEqual(['validated', 'validated']);
    expect(checks(story().syn().synAck())).toEqual(['validated', 'unanswered']);
    expect(checks(story().unseen().syn().synAck().ack('originator'))).toEqual(['inferred', 'validated']);
    expect(checks(story().syn().synAck('responder', { ack: 9000 }))).toEqual(['wrong', 'unknown']);
    expect(checks(story().data('originator', 1).ack('responder'))).toEqual(['unknown', 'unknown']);
  });
});

describe('the window that an end announced', () => {
  it('has a least and a greatest, scaled, without the SYN’s', () => {
    const tcp = tcpOf(story({ options: { windowScale: 3 }, window: 100 }).handshake().ack('responder', { window: 40 }).ack('responder', { window: 900 }).ack('responder', { window: 500 }).data('originator', 5).ack('responder', { window: 450 }));
    expect(tcp.directions.responder.receiveWindow).toEqual({ least: 320, greatest: 7200, last: 3600, shift: 3 });
  });
  it('keeps the least one of an open connection, too', () => {
    const told = story({ window: 60_000 }).handshake();
    for (let i = 0; i < 40; i++) told.data('originator', 100).ack('responder', { window: i === 20 ? 7 : 60_000 });
    expect(tcpOf(told).directions.responder.receiveWindow?.least).toBe(7);
  });
});

describe('a reset', () => {
  it('counts with the exact number', () => { expect(validities(story().handshake().reset('responder'))).toEqual(['responder exact 4']); });
  it('is challenged inside the window, and dropped outside', () => {
    expect(validities(story({ window: 1000 }).handshake().reset('responder', { flags: 'R', seq: 999 }).reset('responder', { flags: 'R', seq: 1002 }))).toEqual(['responder in-window 4', 'responder outside 5']);
  });
  it('meets a window that is scaled', () => {
    expect(validities(story({ window: 1000, options: { windowScale: 4 } }).handshake().reset('responder', { flags: 'R', seq: 15_000 }))).toEqual(['responder in-window 4']);
  });
  it('refuses an opening when it acknowledges the SYN, and not otherwise', () => {
    expect(validities(story().syn().reset('responder', { flags: 'RA', seq: 0, ack: 700 }).refuse())).toEqual(['responder wrong-refusal 2', 'responder refusal 3']);
  });
  it('of a host without the connection takes its number from the segment it answers', () => {
    expect(validities(story().ack('originator', { ack: 700 }).reset('responder', { flags: 'R', seq: 700 }))).toEqual(['responder no-connection 2']);
  });
  it('changes nothing when the connection is over', () => { expect(validities(story().handshake().reset('responder').reset('responder'))).toEqual(['responder exact 4', 'responder after-close 5']); });
});

describe('a direction', () => {
  it('counts acknowledged bytes once, and what they make a second', () => {
    const { responder } = tcpOf(story({ stepMicros: 10_000 }).handshake().stream('responder', 14_600).retransmit('responder', -1).ack('originator').wait(1_000_000 - 20 * 10_000).ack('originator')).directions;
    expect(responder.acknowledgedBytes).toBe(14_600);
    expect(responder.sequenceBytes).toBe(14_600);
    expect(responder.goodput).toBeCloseTo(14_600 / 1.0, -3);
    expect(responder.retransmittedBytes).toBe(1460);
    expect(responder.largestSegment).toBe(1460);
  });
});

describe('the user’s word on the direction', () => {
  const told = (): Story => story().handshake().data('originator', 300).ack('responder').data('responder', 5000).ack('originator').fin('responder').ack('originator');

  it('exchanges the ends everywhere, and back', () => {
    const { tracker } = analyzeBytes(told().pcap(), { packetSink: null });
    const before = tracker.connection(1);
    tracker.override(1, true);
    const after = tracker.connection(1);
    expect(after?.originator).toEqual(before?.responder);
    expect(after?.directionReason).toBe('override');
    expect([after?.payloadBytes.originator, after?.payloadBytes.responder]).toEqual([5000, 300]);
    expect([after?.states.originator, after?.states.responder]).toEqual([before?.states.responder, before?.states.originator]);
    expect(after?.closedBy).toBe('originator');
    expect(after?.openedBy).toBe('responder');
    expect(after?.transitions.map((t) => t.endpoint)).toEqual(before?.transitions.map((t) => (t.endpoint === 'originator' ? 'responder' : 'originator')));
    expect(after?.tcp?.directions.originator).toEqual(before?.tcp?.directions.responder);
    expect(after === null ? '' : verdictWords(after).at(-1)?.text).toBe('You chose 10.0.0.2:80 as the originator.');
    const [row] = [...tracker.rows()];
    expect([row?.connState, row?.history]).toEqual([before?.others.connState, before?.others.history]);
    tracker.override(1, false);
    expect(tracker.connection(1)).toEqual(before);
  });

  it('holds for a single packet and when more of them come', () => {
    const one = story().datagram('originator', 10).pcap();
    const more = story().datagram('originator', 10).datagram('responder', 20).pcap();
    const { tracker } = analyzeBytes(one, { packetSink: null });
    tracker.override(1, true);
    const rest = more.slice(one.length);
    tracker.push(rest, new DataView(rest.buffer), 0, rest.length, one.length, true);
    const detail = tracker.connection(1);
    expect([detail?.originator.port, detail?.payloadBytes.originator, detail?.payloadBytes.responder, detail?.directionReason]).toEqual([80, 20, 10, 'override']);
  });

  it('is found again in another reading of the same capture', () => {
    const bytes = story().datagram('originator', 10).wait(5).datagram('responder', 10).pcap();
    const first = analyzeBytes(bytes, { packetSink: null }).tracker;
    const identity = first.override(1, true);
    const second = analyzeBytes(bytes, { packetSink: null }).tracker;
    second.restoreOverrides(identity === null ? [] : [identity, { ...identity, firstMicros: 1 }]);
    second.catchUpOverrides();
    expect(second.connection(1)?.directionReason).toBe('override');
  });

  it('says so when the connection is gone', () => { expect(analyzeBytes(told().pcap()).tracker.override(7, true)).toBeNull(); });
});
