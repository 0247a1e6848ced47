// What each phenomenon is called, one story each; loss and order are held to recorded truth in test/truth/verdicts.test.ts.
import { describe, expect, it } from 'vitest';
import { type Story, story, type StoryOptions } from '../../make/story';
import { sequence, type Sequenced, verdictLines } from './sequence';

const both = (options: StoryOptions['options']): StoryOptions => ({ options: { windowScale: 2, sackPermitted: true, mss: 1460, ...options } });
const judge = (told: Story): Sequenced => sequence(told.pcap());
const verdicts = (told: Story): string[] => verdictLines(judge(told));

describe('nothing to say', () => {
  it('about a plain conversation, from its handshake to its close', () => {
    expect(verdicts(story(both({ timestamps: true })).handshake().data('originator', 300).ack().stream('responder', 18_000).ack().close())).toEqual([]);
  });

  it('about numbers that wrap', () => {
    expect(verdicts(story({ isn: { responder: 0xffff_f000, originator: 0xffff_fff0 } }).handshake().data('originator', 100).stream('responder', 30_000).ack().close())).toEqual([]);
  });

  it('about a conversation that the capture joins in the middle', () => {
    expect(verdicts(story().data('originator', 300).ack().stream('responder', 18_000).ack())).toEqual([]);
  });

  it('about one acknowledgement for a buffer that offload made of many segments', () => {
    expect(verdicts(story().handshake().data('responder', 40_000).ack('originator').data('responder', 60_000).ack('originator').data('responder', 1).ack())).toEqual([]);
  });

  it('about segments of which a short snap length left the headers', () => {
    const told = story().handshake();
    for (let i = 0; i < 20; i++) told.data('responder', 1000, { captured: 66 }).ack('originator');
    expect(verdicts(told)).toEqual([]);
  });
});

describe('sent again', () => {
  it('is a retransmission by its new identification, however soon it comes', () => {
    const told = story({ stepMicros: 20 }).handshake().data('responder', 500).data('responder', 500).lost().data('responder', 500).retransmit('responder');
    expect(verdicts(told)).toEqual(['7 retransmission']);
  });

  it('is spurious once the receiver has acknowledged it', () => {
    const told = story().handshake().data('responder', 500).ack().data('responder', 500).ack().data('responder', 500).ack().retransmit('responder');
    expect(verdicts(told)).toEqual(['10 spurious-retransmission']);
  });

  it('is one without any identification by its time stamp', () => {
    const told = story({ ...both({ timestamps: true }), originator: { address: 'fd00::1', port: 4000 }, responder: { address: 'fd00::2', port: 80 } })
      .handshake().data('responder', 500).ack().lost().data('responder', 500).wait(300_000).retransmit('responder').ack('originator');
    expect(verdicts(told)).toEqual(['7 retransmission']);
  });

  it('fills the hole it left before the capture', () => {
    const told = story().handshake().data('responder', 500).ack().data('responder', 500).ack().missing().data('responder', 500).data('responder', 500)
      .duplicateAck('originator').wait(200_000).segment('responder', { seq: 1001, length: 500, flags: 'A' }).ack('originator');
    expect(verdicts(told)).toEqual(['8 gap-before', '9 duplicate-ack', '10 retransmission']);
  });
});

describe('late, and twice', () => {
  it('a late packet lies between its neighbours by its identification', () => {
    const told = story().handshake().data('responder', 500).ack().data('responder', 500).ack().data('responder', 500).ack()
      .held().data('responder', 500).data('responder', 500).release().ack('originator');
    expect(verdicts(told)).toEqual(['10 gap-before', '11 reordered']);
  });

  it('a copy now and then is the network’s, one of every packet the capture’s', () => {
    const rarely = story().handshake();
    for (let i = 0; i < 20; i++) rarely.data('responder', 500).ack();
    rarely.data('responder', 500).duplicate({ afterMicros: 30 });
    expect(verdicts(rarely)).toEqual(['45 network-duplicate']);
    const always = story().syn().duplicate({ afterMicros: 5 }).synAck().duplicate({ afterMicros: 5 }).ack().duplicate({ afterMicros: 5 });
    for (let i = 0; i < 5; i++) always.data('responder', 500).duplicate({ afterMicros: 5 }).ack('originator').duplicate({ afterMicros: 5 });
    expect(new Set(judge(always).segments.filter((_, i) => i % 2 === 1).map((s) => s.verdict))).toEqual(new Set(['capture-duplicate']));
    expect(judge(always).segments.filter((s, i) => i % 2 === 0 && s.verdict !== null)).toEqual([]);
  });
});

describe('windows', () => {
  it('closes, is probed, and opens', () => {
    const told = story().handshake().data('responder', 1000).zeroWindow('originator').wait(300_000).windowProbe('responder').zeroWindow('originator').windowUpdate('originator');
    expect(verdicts(told)).toEqual(['5 zero-window', '6 zero-window-probe', '7 zero-window-probe-ack', '8 window-update']);
  });

  it('is full to the byte, and unknown without the handshake', () => {
    const fill = (told: Story): string[] => verdicts(told.data('responder', 500).ack('originator', { window: 1000 }).data('responder', 600).data('responder', 400));
    expect(fill(story().handshake())).toEqual(['7 window-full']);
    expect(fill(story())).toEqual([]);
  });

  it('ends where it ends: far beyond it nothing is accepted', () => {
    const told = story(both({})).handshake().data('responder', 500).ack().segment('responder', { seq: 40_000_000, length: 10 }).reset('originator', { seq: 90_000_000 });
    expect(verdicts(told)).toEqual(['6 out-of-window', '7 out-of-window']);
  });
});

describe('questions and answers', () => {
  it('a keep-alive and its answer', () => {
    const told = story().handshake().data('responder', 300).ack('originator').wait(7_000_000).keepAlive('responder').ack('originator').wait(7_000_000).keepAlive('responder', 1).ack('originator');
    expect(verdicts(told)).toEqual(['6 keep-alive', '7 keep-alive-ack', '8 keep-alive', '9 keep-alive-ack']);
  });

  it('an acknowledgement of bytes that the capture missed, said once', () => {
    const told = story().handshake().data('responder', 300).ack('originator').unseen().data('responder', 700).ack('originator').data('responder', 100).ack('originator');
    const judged = judge(told);
    expect(verdictLines(judged)).toEqual(['6 ack-of-unseen', '7 gap-before']);
    expect(judged.measures[0]?.[1]).toMatchObject({ sequenceBytes: 1100, missedBytes: 700 });
  });

  it('a direction that is captured late: its acknowledgements come first, once is enough', () => {
    const told = story().handshake().data('responder', 300).ack('originator');
    for (let i = 0; i < 4; i++) told.segment('originator', { ack: 301 + 100 * (i + 1) }).segment('responder', { length: 100 });
    const judged = judge(told);
    expect(verdictLines(judged)).toEqual(['6 ack-of-unseen']);
    expect(judged.measures[0]?.[1]).toMatchObject({ missedBytes: 0, retransmittedBytes: 0, sequenceBytes: 700 });
  });

  it('an acknowledgement that goes back although it was sent later is stale', () => {
    const told = story().handshake().data('responder', 300).ack('originator').data('responder', 300).ack('originator').data('responder', 300).ack('originator').ack('originator', { ack: 301 });
    expect(verdicts(told)).toEqual(['10 stale']);
  });
});

describe('other content for the same bytes', () => {
  it('is a conflict, also as the first thing that goes wrong', () => {
    expect(verdicts(story().handshake().data('responder', 'HTTP/1.1 200 OK').segment('responder', { seq: 1, payload: 'HTTP/1.1 302 No' }))).toEqual(['5 overlap-conflict']);
  });

  it('is none when the bytes are equal', () => {
    expect(verdicts(story().handshake().data('responder', 'HTTP/1.1 200 OK').wait(300_000).retransmit('responder'))).toEqual(['5 retransmission']);
  });
});

describe('measures', () => {
  it('times each way from the capture, without what was sent twice', () => {
    const told = story().handshake().wait(9000).data('responder', 500).wait(4000).ack('originator').lost().data('responder', 500).wait(500_000).retransmit('responder').ack('originator');
    const [originator, responder] = judge(told).measures[0] ?? [];
    expect(originator?.rttMicros).toMatchObject({ min: 1000, samples: 1 });
    expect(responder?.rttMicros).toMatchObject({ min: 1000, max: 5000, samples: 2 }); // SYN+ACK, the first segment; not the one sent again
    expect(responder).toMatchObject({ sequenceBytes: 1000, retransmittedBytes: 500, missedBytes: 0, mostBytesInFlight: 500, longestSilenceMicros: 501_000 });
  });

  it('counts holes in sequence space, and as missed once the receiver has them', () => {
    const told = story().handshake().data('responder', 500).ack().unseen().data('responder', 1000).data('responder', 500).ack('originator').missing().data('responder', 300).data('responder', 200);
    expect(judge(told).measures[0]?.[1]).toMatchObject({ sequenceBytes: 2500, missedBytes: 1000 });
  });
});
