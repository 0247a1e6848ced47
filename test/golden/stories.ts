// Phenomena that need only a few packets, each told as a script. The name of a story is the name of its golden.
import { pattern } from '../make/bytes';
import { tcpOptions } from '../make/packet';
import { story, type Story } from '../make/story';

const NEAR_WRAP = 0xffff_ff00;
const cookie = tcpOptions.join(tcpOptions.fastOpen(pattern(8)));

export const stories: Readonly<Record<string, () => Story>> = {
  // ---- opening ----
  'syn-unanswered': () => story().syn().wait(1_000_000).syn().wait(2_000_000).syn(),
  'syn-refused': () => story().syn().refuse(),
  'syn-ack-retransmit': () => story().syn().lost().synAck().wait(1_000_000).synAck().ack('originator').data('originator', 10).ack('responder'),
  'handshake-ack-carries-data': () => story().syn().synAck().data('originator', 100).ack('responder'),
  'simultaneous-open': () => story().syn('originator').syn('responder').synAck('originator').synAck('responder').data('originator', 5).ack('responder'),
  'fast-open': () => story().syn('originator', { length: 20, options: cookie }).synAck().ack('originator').data('responder', 50).ack('originator').close(),
  'mid-stream': () => story().data('originator', 100).ack('responder').data('responder', 200).ack('originator').close(),
  'only-syn-ack': () => story().unseen().syn().synAck().ack('originator').data('originator', 10).ack('responder'),
  'reset-in-syn-received': () => story().syn().synAck().reset('originator', { flags: 'R' }),
  'embryonic': () => story().syn().synAck().wait(1_000_000).synAck().wait(2_000_000).synAck(),

  // ---- closing ----
  'fin-originator': () => story().handshake().data('originator', 10).ack('responder').close('originator'),
  'fin-responder': () => story().handshake().data('responder', 10).ack('originator').close('responder'),
  'fin-three-segments': () => story().handshake().fin('originator').fin('responder').ack('originator'),
  'fin-with-data': () => story().handshake().fin('originator', { length: 30 }).ack('responder').fin('responder', { length: 5 }).ack('originator'),
  'fin-retransmit': () => story().handshake().lost().fin('originator').wait(200_000).retransmit('originator').ack('responder').fin('responder').ack('originator'),
  'fin-before-hole': () => story().handshake().lost().data('responder', 100).fin('responder').ack('originator').retransmit('responder', -2).ack('originator').fin('originator').ack('responder'),
  'simultaneous-close': () => story().handshake().held('late').fin('responder').fin('originator').release('late').ack('responder').ack('originator'),
  'last-ack-lost': () => story().handshake().fin('originator').ack('responder').fin('responder').lost().ack('originator').wait(200_000).retransmit('responder').ack('originator'),
  'half-closed': () => story().handshake().fin('originator').ack('responder').data('responder', 1000).ack('originator').data('responder', 1000).ack('originator'),
  'reset-originator': () => story().handshake().data('originator', 10).ack('responder').reset('originator'),
  'reset-after-fin': () => story().handshake().fin('originator').ack('responder').reset('responder'),
  'reset-outside-window': () => story().handshake().reset('responder', { flags: 'R', seq: 100_000 }).data('originator', 10).ack('responder'),
  'reset-inside-window': () => story().handshake().reset('responder', { flags: 'R', seq: 500 }).ack('originator').data('originator', 10).ack('responder'),

  // ---- long lives ----
  'sequence-wraps': () => story({ isn: { originator: NEAR_WRAP, responder: NEAR_WRAP } }).handshake().stream('originator', 4000).stream('responder', 4000).close(),
  'tuple-reused': () => story().handshake().close().wait(1_000_000).reuse().handshake().close(),
  'tuple-reused-after-reset': () => story().handshake().reset('responder').wait(1000).reuse().handshake().close('responder'),
  'syn-in-established': () => story().handshake().data('originator', 10).ack('responder').syn('originator', { seq: 50_000 }).ack('responder').reset('originator', { flags: 'R', seq: 11 }),
  'keep-alive': () => story().handshake().data('originator', 10).ack('responder').wait(7_200_000_000).keepAlive('originator').ack('responder'),
  'silent-for-an-hour': () => story().handshake().wait(3_600_000_000).data('originator', 10).ack('responder'),
  'time-wait-expires': () => story().handshake().close().wait(600_000_000).ping().pong(),

  // ---- other protocols ----
  'udp-answered': () => story().datagram('originator').datagram('responder').datagram('originator'),
  'udp-refused': () => story().datagram('originator').icmpError('originator'),
  'udp-unreachable': () => story().datagram('originator').icmpError('originator', { code: 1, router: '10.0.0.254' }),
  'ping-answered': () => story().ping(1).pong(1).ping(2).pong(2),
  'ping-unanswered': () => story().ping(1).ping(2),
  'tcp-unreachable': () => story().syn().icmpError('originator', { code: 13, router: '10.0.0.254' }),
};
