// What every capture promises once it is tracked, whatever is in it: the promises behind the fuzz targets and the mutated captures.
import type { Tracker, TrackerOptions } from '../../main/tracker/tracker';
import type { ConnectionRow, PacketRow } from '../../main/tracker/query/rows';
import { analyzeBytes, type Analysis } from '../drive';
import { track } from '../tracker/trace/read-back';
import { alike, hold } from './target';

const VIEW = { sort: 'id', descending: false, filter: '' } as const;
const MOST_READ_BACK = 6;

/** @param seed decides how the capture is cut into blocks, and the second hash key */
export function keepsPromises(capture: Uint8Array, seed: number, detectors: boolean, options: Partial<TrackerOptions> = {}): void {
  const listed = analyzeBytes(capture, { detectors, ...options });
  const cut = analyzeBytes(capture, { detectors, ...options, hashKey: seed | 1, packetSink: null, blockBytes: 1 + (seed % 3000) });
  alike(listed.status, { ...cut.status, memoryBytes: listed.status.memoryBytes }, 'with another key, in blocks and without the listing the totals differ');
  alike(listed.connections.map(unchecked), cut.connections.map(unchecked), 'with another key, in blocks and without the listing the connections differ');
  alike(listed.transitions, cut.transitions, 'with another key, in blocks and without the listing the transitions differ');
  alike([...listed.tracker.alerts()], [...cut.tracker.alerts()], 'with another key, in blocks and without the listing the alerts differ');
  alike(listed.tracker.health(), cut.tracker.health(), 'with another key, in blocks and without the listing the health differs');
  addsUp(listed);
  answers(cut.tracker, listed);
  readsBack(capture, listed, cut);
}

/** Checksums are looked at where every packet is listed alone: there a firewall's verdict may be another one. */
const unchecked = (row: ConnectionRow): ConnectionRow => ({ ...row, netfilter: null });

const keyOf = ({ packets }: { packets: { originator: number; responder: number } }): number => packets.originator + packets.responder;

/** Packets = those of connections + those of none; and what is listed is what is counted. */
function addsUp({ status, connections, packets }: Analysis): void {
  hold(packets.length === status.packets, () => `${packets.length} packets listed of ${status.packets}`);
  hold(packets.filter(({ error }) => error !== null).length === status.undecoded, () => 'packets with an error are not the undecoded ones');
  hold(status.connections + status.evicted === status.made && connections.length === status.connections, () => `${status.made} made, ${status.connections} kept, ${status.evicted} dropped, ${connections.length} listed`);
  if (status.evicted > 0) return;
  const counted = new Map<number, number>();
  for (const { connection, from } of packets) if (connection !== null && from !== null) counted.set(connection, (counted.get(connection) ?? 0) + 1);
  const late = connections.reduce((sum, row) => sum + keyOf(row), 0) - [...counted.values()].reduce((sum, n) => sum + n, 0);
  // A fragment that comes before the first of its datagram is listed without a connection and counted for it afterwards; an ICMP error is listed with the connection it quotes and is not its packet.
  const loose = packets.filter(({ connection, error }) => connection === null && error === null).length;
  hold(late <= loose, () => `connections count ${late} packets more than are listed for them, and only ${loose} are loose`);
  for (const row of connections) {
    const pairs = [row.packets, row.wireBytes, row.payloadBytes];
    hold(pairs.every(({ originator, responder }) => originator >= 0 && responder >= 0 && Number.isFinite(originator + responder)), () => `connection ${row.id} counts ${JSON.stringify(pairs)}`);
    hold(row.endMicros >= row.startMicros, () => `connection ${row.id} ends before it starts`);
  }
}

/** Every question that a window may ask is answered. */
function answers(tracker: Tracker, { connections, status }: Analysis): void {
  const page = tracker.page({ ...VIEW, offset: 0, count: 1000, hold: false });
  hold(page.matching === connections.length && page.ids.length === Math.min(1000, connections.length), () => `a page of ${page.matching} rows where ${connections.length} are listed`);
  tracker.overview({ filter: '', bins: 40 });
  for (const by of ['host', 'pair'] as const) tracker.hostsPage({ by, sort: 'connections', descending: true, filter: '', offset: 0, count: 50 });
  for (const { id } of connections.slice(0, 20)) hold(tracker.connection(id)?.id === id && tracker.locate(VIEW, id) >= 0, () => `connection ${id} is listed and not found`);
  hold(tracker.connection(status.made + 1) === null, () => 'a connection that never was is found');
}

/** The packets of a connection read back from the capture are those that were listed for it. */
function readsBack(capture: Uint8Array, { connections, packets, status }: Analysis, cut: Analysis): void {
  if (status.evicted > 0 || connections.length === 0) return;
  const again = track(capture, { detectors: false, blockBytes: 700 });
  alike([...again.tracker.rows()].map(({ netfilter }) => netfilter), cut.connections.map(({ netfilter }) => netfilter), 'in other blocks a firewall thinks otherwise');
  const own = (id: number): PacketRow[] => packets.filter(({ connection }) => connection === id);
  for (const { id } of connections.slice(0, MOST_READ_BACK)) {
    const trace = again.trace(id);
    const listed = own(id).map(({ frame }) => frame);
    const read = new Set(trace.rows(0, 65_536).frame);
    const missing = listed.filter((frame) => !read.has(frame));
    hold(missing.length === 0, () => `connection ${id} has ${listed.length} packets and reads back ${read.size}, without ${missing.join(' ')}`);
  }
}
