// The connections of the full set: one of each kind, real where the captures lie beside the checkout or in the golden files, else told as a story.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pcap } from '../make/pcap';
import { story } from '../make/story';
import { ROOT, collected, inScratch } from './picture-window';

export interface Scene {
  name: string;
  file: string;
  /** Leaves the connection that is meant on top of the table. */
  filter: string;
}

const golden = (name: string): string => path.join(ROOT, 'test/golden/captures', name);
function told(name: string, bytes: Uint8Array): string {
  const file = inScratch(`${name}.pcap`);
  writeFileSync(file, bytes);
  return file;
}
const ping = (): string => told('ping', story().ping(1).pong(1).wait(1_000_000).ping(2).pong(2).wait(1_000_000).ping(3).pong(3).wait(1_000_000).ping(4).pcap());

/** The two tables of the article: the handshake 10000 and 20000; then, in another connection, 1460 bytes at a time from 40000 while the other side stays at 70000. */
const article = (): string => {
  const handshake = story({ isn: { originator: 10_000, responder: 20_000 }, options: {} }).syn().synAck().ack();
  const data = story({ originator: { address: '10.0.0.1', port: 40_001 }, startMicros: 1_767_225_601_000_000, isn: { originator: 39_999, responder: 69_999 }, options: {} })
    .syn().synAck().ack().data('originator', 1460).ack('responder').data('originator', 1460).ack('responder').data('originator', 1460).data('originator', 1460).ack('responder').close('originator');
  return told('article', pcap([...handshake.frames(), ...data.frames()]));
};

export const scenes = (): readonly Scene[] => [
  { name: 'web', file: collected('wikipedia.pcap') ?? golden('normal.pcap'), filter: 'tcp' },
  { name: 'loss', file: collected('k15_loss_upstream.pcap') ?? golden('loss-upstream.pcap'), filter: '' },
  { name: 'reset', file: collected('k06_server_rst.pcap') ?? golden('server-rst.pcap'), filter: '' },
  { name: 'half-closed', file: collected('k03_half_close.pcap') ?? golden('half-close.pcap'), filter: '' },
  { name: 'udp', file: collected('u03_udp_closed.pcap') ?? golden('udp-closed.pcap'), filter: 'udp' },
  { name: 'icmp', file: ping(), filter: 'icmp' },
  { name: 'article', file: article(), filter: '' },
  { name: 'scan', file: collected('nmap_sS.pcap') ?? golden('xmas.pcap'), filter: '' },
];
