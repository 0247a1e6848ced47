// Segments that no healthy connection has, and the healthy ones that look alike.
import { describe, expect, it } from 'vitest';
import { story, type Story } from '../../make/story';
import { alertsOf, line, raised } from './alerts';

const SECOND = 1_000_000;
const lines = (capture: Story): string[] => raised(alertsOf(capture)).map(line);
const open = (): Story => story().handshake().data('originator', 300).ack('responder').data('responder', 1000).ack('originator');

describe('healthy connections are silent', () => {
  const healthy: readonly [name: string, capture: Story][] = [
    ['close', open().close('originator')],
    ['half-closed', open().fin('originator').ack('responder').data('responder', 500).ack('originator').fin('responder').ack('originator')],
    ['abort with an exact RST', open().reset('originator')],
    ['refused', story().syn().refuse()],
    ['abort with data on its way: the RST is ahead', open().lost().data('responder', 1000).reset('responder')],
    ['RST answers late data of a connection that is gone', open().reset('originator').data('responder', 400).reset('originator')],
    ['SYN and SYN+ACK sent again', story().syn().syn().synAck().synAck().ack('originator').data('originator', 10).ack('responder')],
    ['FIN sent again', open().fin('originator').retransmit('originator').ack('responder').fin('responder').ack('originator')],
    ['loss and retransmission', open().lost().data('responder', 1000).data('responder', 1000).ack('originator').retransmit('responder', -2).ack('originator').close('responder')],
    ['keep-alive', open().wait(60 * SECOND).keepAlive('originator', 1).ack('responder')],
    ['port used again', open().close('originator').wait(300 * SECOND).reuse().handshake().data('originator', 10).ack('responder')],
  ];
  it.each(healthy)('%s', (_, capture) => expect(lines(capture)).toEqual([]));
});

describe('segments without ACK', () => {
  it('inside a connection: FIN alone, and nothing at all', () => {
    expect(lines(open().segment('originator', { flags: 'F' }))).toContain('segment-without-ack 10.0.0.1 > 10.0.0.2 ×1 medium');
    expect(lines(open().segment('originator', { flags: '', length: 10 }))).toContain('segment-without-ack 10.0.0.1 > 10.0.0.2 ×1 medium');
  });
});

describe('SYN inside a connection', () => {
  it('once it is a host that has restarted: held back', () => {
    expect(alertsOf(open().segment('originator', { flags: 'S', seq: 900_000 })).map(line)).toEqual(['syn-in-connection 10.0.0.1 > 10.0.0.2 ×1 info [few]']);
  });

  it('blind-syn: again and again with other numbers', () => {
    const blind = open();
    for (let i = 0; i < 5; i++) blind.segment('originator', { flags: 'S', seq: 900_000 + i * 65_535 });
    expect(lines(blind)).toEqual(['syn-in-connection 10.0.0.1 > 10.0.0.2 ×5 medium']);
  });
});

describe('resets', () => {
  it('blind-reset: guesses through the number space, one row', () => {
    const blind = open();
    for (let i = 0; i < 40; i++) blind.segment('responder', { flags: 'R', seq: 1_000_000 + i * 500_000 });
    const alerts = raised(alertsOf(blind.data('originator', 10).ack('responder')));
    expect(alerts.map(line)).toEqual(['reset-invalid 10.0.0.2 > 10.0.0.1 ×40 medium']);
    expect(alerts[0]).toMatchObject({ connection: 1, confidence: 'high' });
    expect(alerts[0]!.frames).toHaveLength(20);
  });

  it('mid-stream: its numbers cannot be checked', () => {
    const alerts = alertsOf(story().data('originator', 10).ack('responder').segment('responder', { flags: 'R', seq: 5_000_000 }));
    expect(alerts.filter(({ kind, suppressed }) => kind === 'reset-invalid' && suppressed === null)).toEqual([]);
  });

  it('injected: the supposed sender goes on, from farther away', () => {
    const injected = open().segment('responder', { flags: 'R', ttl: 249 }).data('responder', 1000).data('responder', 1000);
    expect(lines(injected)).toEqual(['reset-injection 10.0.0.2 > 10.0.0.1 ×2 high']);
  });
});

describe('after the close', () => {
  it('data beyond the own FIN', () => {
    expect(lines(open().fin('originator').ack('responder').data('originator', 200))).toEqual(['data-after-close 10.0.0.1 > 10.0.0.2 ×1 low']);
  });
});

describe('overlap', () => {
  it('other content for the same bytes, with a right checksum', () => {
    const twice = open().data('originator', 'GET /public  ').retransmit('originator', -1, { payload: 'GET /private ' });
    expect(lines(twice)).toEqual(['overlap-conflict 10.0.0.1 > 10.0.0.2 ×1 high']);
  });

  it('a corrupted copy is told by its checksum', () => {
    const corrupted = open().data('originator', 'GET /public  ').retransmit('originator', -1, { payload: 'GET /publiC  ', checksum: 0x1234 });
    expect(lines(corrupted).filter((text) => !text.includes(' info'))).toEqual([]);
  });
});

describe('no connection', () => {
  it('start-up: connections that were open before are held back', () => {
    expect(alertsOf(story().data('originator', 10).ack('responder')).map(line)).toEqual(['no-connection 10.0.0.1 > 10.0.0.2 ×1 info [start-up]']);
  });

  it('ack-probe: the host says itself that it knows no such connection, at once', () => {
    const probe = story().segment('originator', { flags: 'A', seq: 7000, ack: 9000 }).segment('responder', { flags: 'R', seq: 9000 });
    expect(lines(probe)).toEqual(['no-connection 10.0.0.1 > 10.0.0.2 ×1 low']);
  });
});
