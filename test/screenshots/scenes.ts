// The connections of the full set: one of each kind, real where the captures lie beside the checkout or in the golden files, else told as a story.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
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

/** The two tables of the article: the handshake 10000 and 20000, then 1460 bytes at a time from 40000 while the other side stays at 70000. */
export const article = (): string => told('article', story({ isn: { originator: 10_000, responder: 20_000 }, options: {} }).syn().synAck().ack().data('originator', 29_999).ack('responder').data('responder', 49_999).ack('originator')
  .data('originator', 1460).ack('responder').data('originator', 1460).ack('responder').data('originator', 1460).ack('responder').pcap());

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
