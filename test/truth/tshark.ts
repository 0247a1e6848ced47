// Asks tshark for the conversations of a capture in two ways at once: its own table, which rounds bytes to kB, and packet by packet, which does not.
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { addFlow, type Conversations, flowKey } from './conversations';

export const tsharkInstalled = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;

const FIELDS = ['frame.len', 'ip.src', 'ip.dst', 'ipv6.src', 'ipv6.dst', 'tcp.srcport', 'tcp.dstport', 'udp.srcport', 'udp.dstport', 'icmp.type', 'icmpv6.type'];

/** One run: a line of fields for every packet, then the two tables. */
export async function askTshark(file: string): Promise<{ byPacket: Conversations; table: Map<string, TableFlow> }> {
  const args = ['-n', '-r', file, '-T', 'fields', '-E', 'occurrence=f', ...FIELDS.flatMap((field) => ['-e', field]), '-z', 'conv,tcp', '-z', 'conv,udp'];
  const { stdout } = await promisify(execFile)('tshark', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { byPacket: fromFields(stdout), table: fromTables(stdout) };
}

/** Exact figures. An ICMP error quotes another packet's ports: it is no packet of that conversation. */
function fromFields(output: string): Conversations {
  const conversations: Conversations = new Map();
  for (const line of output.split('\n')) {
    if (!line.includes('\t')) continue;
    const [length, src4, dst4, src6, dst6, tcpFrom, tcpTo, udpFrom, udpTo, icmp, icmp6] = line.split('\t');
    const [protocol, from, to] = tcpFrom ? ['tcp', tcpFrom, tcpTo] : ['udp', udpFrom, udpTo];
    if (!from || icmp || icmp6) continue;
    addFlow(conversations, flowKey(protocol ?? '', `${src4 || src6}:${from}`, `${dst4 || dst6}:${to}`), 1, Number(length));
  }
  return conversations;
}

export interface TableFlow { packets: number; bytes: number; rounded: boolean }

function fromTables(output: string): Map<string, TableFlow> {
  const flows = new Map<string, TableFlow>();
  let protocol = '';
  for (const line of output.split('\n')) {
    protocol = /^(TCP|UDP) Conversations/.exec(line)?.[1]?.toLowerCase() ?? protocol;
    const match = /^(\S+)\s+<->\s+(\S+)\s+(\d+) (\d+) (bytes|kB|MB)\s+(\d+) (\d+) (bytes|kB|MB)/.exec(line);
    if (!match) continue;
    const [, one = '', other = '', backPackets, backBytes, backUnit = '', packets, bytes, unit = ''] = match;
    add(flowKey(protocol, other, one), Number(backPackets), Number(backBytes), backUnit);
    add(flowKey(protocol, one, other), Number(packets), Number(bytes), unit);
  }
  return flows;

  function add(key: string, packets: number, amount: number, unit: string): void {
    if (packets === 0) return;
    const before = flows.get(key) ?? { packets: 0, bytes: 0, rounded: false };
    const factor = { bytes: 1, kB: 1000, MB: 1_000_000 }[unit] ?? NaN;
    flows.set(key, { packets: before.packets + packets, bytes: before.bytes + amount * factor, rounded: before.rounded || factor > 1 });
  }
}
