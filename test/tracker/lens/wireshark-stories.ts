// What Wireshark's rules are about, one story for each: a script of segments and the verdict of each frame that has one.
import { pattern, u8 } from '../../make/bytes';
import { ip, type Network, tcpOptions } from '../../make/packet';
import { type Story, story, type StoryOptions } from '../../make/story';

export interface WiresharkStory {
  readonly name: string;
  readonly story: Story;
  /** Frame number → names in Wireshark's order; every other frame has none. */
  readonly verdicts: Readonly<Record<number, string>>;
}

let port = 30_000;
/** Each story on a port of its own, so that all of them can stand in one capture. A millisecond between packets. */
const told = (options: StoryOptions = {}): Story =>
  story({ originator: { address: '10.0.0.1', port: port++ }, responder: { address: '10.0.0.2', port: 9000 }, startMicros: 1_767_225_600_000_000 + port * 1_000_000, ...options });
const SCALED = { mss: 1460, windowScale: 2, sackPermitted: true };

/** IPv4 inside IPv4 (RFC 2003). */
const ipInIp = (inner: Network): Parameters<typeof ip>[1] => ({ protocol: 4, render: () => inner.bytes });

/** Segment, three ACKs of what came before it, and that again `micros` after the last of them. */
const askedFor = (micros: number): Story => told({ stepMicros: 100 }).handshake().wait(60_000)
  .data('originator', 100).ack().lost().data('originator', 100).data('originator', 100)
  .duplicateAck('responder', 3).wait(micros - 100).retransmit('originator', -2);

const swapped = (micros: number): Story => told({ stepMicros: 100 }).handshake().wait(60_000)
  .data('originator', 100).held().data('originator', 100).data('originator', 100).wait(micros - 100).release();

export const WIRESHARK_STORIES: readonly WiresharkStory[] = [
  { name: 'nothing happens', story: told().handshake().data('originator', 300).ack().stream('responder', 8760).close(), verdicts: {} },
  {
    name: 'a keep-alive without and one with a byte, each answered',
    story: told().handshake().data('originator', 10).ack().keepAlive('originator').ack('responder').keepAlive('originator', 1).ack('responder'),
    verdicts: { 6: 'keep_alive', 7: 'keep_alive_ack', 8: 'keep_alive', 9: 'keep_alive_ack' },
  },
  {
    name: 'a zero window, a probe that is refused, one that is taken, and the update',
    story: told().handshake().data('originator', 10).zeroWindow('responder').windowProbe('originator').zeroWindow('responder')
      .windowProbe('originator').ack('responder', { window: 0, ack: 12 }).windowUpdate('responder'),
    verdicts: { 5: 'zero_window', 6: 'zero_window_probe', 7: 'zero_window zero_window_probe_ack', 8: 'zero_window_probe', 9: 'ack_lost_segment zero_window' },
  },
  { name: 'sent again 1 ms after duplicate ACKs', story: askedFor(1000), verdicts: { 8: 'duplicate_ack', 9: 'duplicate_ack', 10: 'duplicate_ack', 11: 'retransmission fast_retransmission' } },
  { name: 'sent again 19 ms after duplicate ACKs', story: askedFor(19_000), verdicts: { 8: 'duplicate_ack', 9: 'duplicate_ack', 10: 'duplicate_ack', 11: 'retransmission fast_retransmission' } },
  { name: 'sent again 21 ms after duplicate ACKs', story: askedFor(21_000), verdicts: { 8: 'duplicate_ack', 9: 'duplicate_ack', 10: 'duplicate_ack', 11: 'retransmission' } },
  { name: 'reordered within the initial round-trip time of 0.2 ms', story: swapped(200 - 1), verdicts: { 5: 'lost_segment', 6: 'out_of_order' } },
  { name: 'reordered, but as late as the initial round-trip time', story: swapped(200), verdicts: { 5: 'lost_segment', 6: 'retransmission' } },
  {
    name: 'sequence numbers wrap at 2^32 within data',
    story: told({ isn: { originator: 0xffff_ff80, responder: 0xffff_ffe0 } }).handshake().data('originator', 200).ack().data('responder', 50).ack().data('originator', 50).ack().close(),
    verdicts: {},
  },
  {
    name: 'a next sequence number of exactly 0 counts as unknown',
    story: told({ isn: { originator: 0xffff_ffff } }).syn().synAck().missing().data('originator', 10).data('originator', 10),
    verdicts: {},
  },
  { name: 'a SYN sent again', story: told().syn().wait(1_000_000).syn().synAck().ack(), verdicts: { 2: 'retransmission' } },
  { name: 'data after the FIN', story: told().handshake().fin().ack('responder').data('originator', 5), verdicts: {} },
  { name: 'a FIN sent again', story: told().handshake().fin().wait(300_000).retransmit('originator'), verdicts: { 5: 'retransmission' } },
  { name: 'the same ports with another ISN', story: told().handshake().close().reuse().handshake(), verdicts: { 8: 'reused_ports' } },
  {
    name: 'the same ports with the same ISN is a repeated SYN',
    story: told().handshake().data('originator', 5).ack().close().reuse({ originator: 1_000_000, responder: 5_000_000 }).syn().synAck(),
    verdicts: { 10: 'retransmission', 11: 'retransmission' },
  },
  { name: 'a SYN/ACK with another ISN', story: told().syn().synAck().synAck('responder', { seq: 77 }), verdicts: { 3: 'reused_ports lost_segment' } },
  { name: 'a zero window, then an update', story: told().handshake().data('originator', 10).zeroWindow('responder').windowUpdate('responder'), verdicts: { 5: 'zero_window', 6: 'window_update' } },
  {
    name: 'a window filled to its end, unscaled',
    story: told({ options: { mss: 1460 }, window: 300 }).handshake().data('originator', 200).data('originator', 100),
    verdicts: { 5: 'window_full' },
  },
  {
    name: 'a window filled to its end, scaled by four',
    story: told({ options: SCALED, window: 100 }).handshake().data('originator', 100).ack().data('originator', 300).data('originator', 100),
    verdicts: { 4: 'window_full', 7: 'window_full' }, // the window of a SYN is not scaled
  },
  { name: 'without a SYN the scale is unknown, so no window is full', story: told({ window: 100 }).data('originator', 1).ack().data('originator', 100), verdicts: {} },
  {
    name: 'selective acknowledgements do not change what a duplicate ACK is',
    story: told({ options: SCALED }).handshake().data('originator', 100).ack().lost().data('originator', 100).data('originator', 100)
      .ack('responder', { options: tcpOptions.join(tcpOptions.sack([1_000_201, 1_000_301])) }).ack('responder', { options: tcpOptions.join(tcpOptions.sack([1_000_201, 1_000_301])) }),
    verdicts: { 8: 'duplicate_ack', 9: 'duplicate_ack' },
  },
  { name: 'one direction only', story: told().data('originator', 100).data('originator', 100).missing().data('originator', 100).data('originator', 100), verdicts: { 3: 'lost_segment' } },
  {
    name: 'a capture that begins in the middle and misses a segment',
    story: told().data('responder', 100, { seq: 5000, ack: 700 }).ack('originator', { seq: 700, ack: 5100 }).unseen().data('responder', 100).ack('originator', { seq: 700, ack: 5200 }),
    verdicts: { 3: 'ack_lost_segment' },
  },
  { name: 'a gap that was captured late', story: told().handshake().missing().data('originator', 100).data('originator', 100).wait(50_000).retransmit('originator', 1), verdicts: { 4: 'lost_segment', 5: 'retransmission' } },
  {
    name: 'segments that overlap',
    story: told().handshake().wait(50_000).data('originator', 100).ack().wait(50_000).data('originator', 100, { seq: 51 }).data('originator', 30, { seq: 20 }),
    verdicts: { 6: 'retransmission', 7: 'retransmission spurious_retransmission' },
  },
  { name: 'what was acknowledged is sent again', story: told().handshake().data('originator', 100).ack().retransmit('originator'), verdicts: { 6: 'retransmission spurious_retransmission' } },
  {
    name: 'Fast Open: a cookie, its data accepted',
    story: told().syn('originator', { options: tcpOptions.join(tcpOptions.mss(1460), tcpOptions.fastOpen(pattern(8))), length: 20 }).synAck('responder', { ack: 21 }),
    verdicts: { 1: 'tfo_syn', 2: 'tfo_ack' },
  },
  {
    name: 'Fast Open: a cookie, its data not accepted',
    story: told().syn('originator', { options: tcpOptions.join(tcpOptions.mss(1460), tcpOptions.fastOpen(pattern(8))), length: 20 }).synAck('responder', { ack: 1 }),
    verdicts: { 1: 'tfo_syn', 2: 'tfo_ignored' },
  },
  {
    name: 'an ICMP error that quotes the whole header of a SYN with another ISN',
    story: told().handshake().unseen().syn('originator', { seq: 5_000 }).icmpError('originator', { bytes: 40 }),
    verdicts: { 4: 'reused_ports' },
  },
  {
    name: 'options cut by the snap length hide the verdict',
    story: told({ options: { timestamps: true } }).handshake().data('originator', 10).ack().retransmit('originator', -1, { captured: 60 }).retransmit('originator'),
    verdicts: { 7: 'retransmission spurious_retransmission' },
  },
  {
    name: 'a multipath option in between excuses one duplicate ACK',
    story: told().syn('originator', { options: tcpOptions.join(u8(30, 12, 1, 1), pattern(8)) }).synAck().ack().ack('originator', { options: u8(30, 4, 0x20, 0) }).ack('originator').ack('originator'),
    verdicts: { 4: 'duplicate_ack', 6: 'duplicate_ack' },
  },
  {
    name: 'VLANs do not separate conversations',
    story: told().handshake().data('originator', 10, { vlan: [1] }).ack('responder', { vlan: [1, 7] }).retransmit('originator', -1, { vlan: [2] }),
    verdicts: { 6: 'retransmission spurious_retransmission' },
  },
  {
    name: 'a tunnel does not separate conversations',
    story: told({ tunnel: (inner, from) => (from === 'originator' ? ip({ src: '192.0.2.1', dst: '192.0.2.2' }, ipInIp(inner)) : inner) }).handshake().data('originator', 10).ack().retransmit('originator'),
    verdicts: { 6: 'retransmission spurious_retransmission' },
  },
  {
    name: 'over IPv6, with an ICMPv6 error that quotes a SYN with another ISN',
    story: told({ originator: { address: '2001:db8::1', port: 29_999 }, responder: { address: '2001:db8::2', port: 9000 } }).handshake().data('originator', 10).ack().retransmit('originator')
      .unseen().syn('originator', { seq: 5_000 }).icmpError('originator', { bytes: 40 }),
    verdicts: { 6: 'retransmission spurious_retransmission', 7: 'reused_ports' },
  },
];
