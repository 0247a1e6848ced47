// What joins the packets of a connection: the article's arithmetic, repeats and what they repeat, holes and what fills them.
import { describe, expect, it } from 'vitest';
import { verdictName } from '@shared/analysis';
import { FROM_ORIGINATOR, FROM_RESPONDER, type TraceRows } from '@shared/trace';
import { story, type Story } from '../../make/story';
import { track } from './read-back';

const read = (told: Story): TraceRows => track(told.pcap()).trace(1).rows(0, Infinity);
const column = (values: ArrayLike<number>): number[] => Array.from(values);

describe('the packets of a connection', () => {
  it('say what each acknowledges and where its sender stood', () => {
    const rows = read(story({ isn: { originator: 10_000, responder: 20_000 } }).syn().synAck().ack());
    expect(column(rows.frame)).toEqual([1, 2, 3]);
    expect(column(rows.from)).toEqual([FROM_ORIGINATOR, FROM_RESPONDER, FROM_ORIGINATOR]);
    expect(column(rows.seq)).toEqual([10_000, 20_000, 10_001]);
    expect(column(rows.ack).slice(1)).toEqual([10_001, 20_001]);
    // SYN+ACK: 10001 = 10000 + 1, the SYN of packet 0; the last ACK answers packet 1 the same way.
    expect(column(rows.answers)).toEqual([-1, 0, 1]);
    expect(column(rows.answersSeq)).toEqual([0, 10_000, 20_000]);
    expect(column(rows.answersLength)).toEqual([0, 1, 1]);
    expect(column(rows.expected)).toEqual([10_000, 20_000, 10_001]);
  });

  it('join an ICMP error to the datagram that it quotes', () => {
    const rows = read(story().datagram('originator', 8, { id: 7 }).datagram('originator', 8, { id: 9 }).datagram('originator', 8, { id: 11 }).icmpError());
    expect(rows.related[3]).toBe(2);
    expect(rows.relatedFrame[3]).toBe(3);
    const other = read(story().datagram('originator', 8, { id: 7 }).icmpError().datagram('originator', 8, { id: 9 }));
    expect(column(other.related)).toEqual([-1, 0, -1]);
  });

  it('draw what held before a visible part begins', () => {
    const told = story().syn().synAck().ack();
    for (let i = 0; i < 200; i++) told.data('responder', 100).ack('originator');
    const trace = track(told.pcap()).trace(1);
    const rows = trace.rows(0, Infinity);
    const from = Math.floor(rows.micros[300] ?? 0);
    const { acks, room } = trace.graph({ id: 1, fromMicros: from, toMicros: from + 500, columns: 500, binMicros: null }).directions.responder;
    expect(acks[0]).toBeLessThan(from);
    expect(acks.slice(2).every((value, i) => i % 2 === 1 || value >= from - 1)).toBe(true);
    expect(room[0]).toBe(acks[0]);
    expect(acks[1]).toBe((rows.ack[300 - (rows.from[300] === FROM_ORIGINATOR ? 2 : 1)] ?? 0) - (trace.info().base.responder ?? 0));
  });

  it('take bytes out of flight by an acknowledgement that carries data, too', () => {
    const told = story().syn().synAck().ack().data('originator', 300).data('responder', 1460).data('originator', 200);
    const { originator, responder } = track(told.pcap()).trace(1).graph({ id: 1, fromMicros: null, toMicros: null, columns: 800, binMicros: null }).directions;
    const heights = (points: Float64Array): number[] => column(points).filter((_, i) => i % 2 === 1);
    expect(heights(originator.flight).slice(-3)).toEqual([300, 0, 200]);
    expect(heights(responder.flight).slice(-2)).toEqual([1460, 0]);
  });

  it('are joined to what they repeat', () => {
    const rows = read(story().syn().synAck().ack().data('responder', 1460).ack('originator').lost().data('responder', 1460).data('responder', 1460).ack('originator').data('responder', 1460).ack('originator').retransmit('responder', -3).ack('originator'));
    const repeated = column(rows.verdict).map((verdict, i) => [verdictName(verdict), i] as const).filter(([name]) => name !== null);
    const retransmission = repeated.find(([name]) => name === 'retransmission')?.[1] ?? -1;
    const original = column(rows.seq).indexOf(rows.seq[retransmission] ?? 0);
    expect(original).toBeLessThan(retransmission);
    expect(rows.related[retransmission]).toBe(original);
    expect(rows.expected[retransmission]).toBe(((rows.seq[retransmission] ?? 0) + 3 * 1460) >>> 0);
    const again = repeated.filter(([name]) => name === 'duplicate-ack').map(([, i]) => i);
    expect(again.length).toBeGreaterThan(0);
    for (const i of again) {
      const first = rows.related[i] ?? -1;
      expect([rows.ack[first], rows.from[first]]).toEqual([rows.ack[i], rows.from[i]]);
      expect(first).toBeLessThan(i);
    }
  });

  it('keep their numbers across the end of the sequence space', () => {
    const { trace } = track(story({ isn: { responder: 0xffff_fc00 } }).syn().synAck().ack().data('responder', 1460).ack('originator').data('responder', 1460).ack('originator').pcap());
    const read1 = trace(1);
    const { responder } = read1.graph({ id: 1, fromMicros: null, toMicros: null, columns: 800, binMicros: null }).directions;
    expect(column(responder.segments).filter((_, i) => i % 3 !== 0)).toEqual([0, 1, 1, 1461, 1461, 2921]);
    expect(column(responder.acks).filter((_, i) => i % 2 === 1)).toEqual([1, 1461, 2921]);
    expect(read1.info().base.responder).toBe(0xffff_fc00);
  });

  it('of other connections on the same ports stay out', () => {
    const told = story().syn().synAck().ack().data('originator', 100).close('originator').pcap();
    const again = story({ startMicros: 1_767_225_700_000_000, isn: { originator: 900_000 } }).syn().synAck().ack().data('originator', 200).close('originator').pcap();
    const both = new Uint8Array([...told, ...again.subarray(24)]);
    const { tracker, trace } = track(both);
    const counts = [...tracker.rows()].map(({ packets }) => packets.originator + packets.responder);
    expect(counts.length).toBe(2);
    expect([1, 2].map((id) => trace(id).packets)).toEqual(counts);
    expect(column(trace(2).rows(0, 1).frame)).toEqual([(counts[0] ?? 0) + 1]);
  });

  it('are found from a frame, or the nearest to it', () => {
    const read1 = track(story().syn().synAck().ack().pcap()).trace(1);
    expect([read1.locate(1), read1.locate(2), read1.locate(99)]).toEqual([0, 1, 2]);
  });
});
