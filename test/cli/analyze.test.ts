// `synoptic analyze` as a process: its output, its exit status, and what it says of bad input.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { story } from '../make/story';
import { BuiltCli, lines } from './built';

interface Row { id: number; file?: string; proto: string; states: { originator: string; responder: string } }

const closed = (): Uint8Array => story().syn().synAck().ack().data('originator', 300).ack('responder').close('originator').pcap();
const opened = (): Uint8Array => story({ originator: { address: '192.0.2.9', port: 5000 } }).syn().synAck().ack().pcap();

let cli: BuiltCli;
beforeAll(async () => { cli = await BuiltCli.make(); }, 60_000);
afterAll(() => { cli.remove(); });

describe('synoptic analyze', { timeout: 30_000 }, () => {
  it('sums up what was read', async () => {
    const { status, out, err } = await cli.run(['analyze', cli.file('closed.pcap', closed())]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/format\s+pcap, microseconds/);
    expect(out).toMatch(/link type\s+Ethernet/);
    expect(out).toMatch(/tcp\s+TIME-WAIT \/ CLOSED\s+1/);
  });

  it('prints one object a line and nothing else', async () => {
    const file = cli.file('rows.pcap', closed());
    const rows = lines<Row>((await cli.run(['analyze', file, '--jsonl', 'connections'])).out);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ id: 1, proto: 'tcp', states: { originator: 'TIME-WAIT', responder: 'CLOSED' } });
    expect(rows[0]).not.toHaveProperty('file');
    const packets = lines<{ frame: number; flags: string }>((await cli.run(['analyze', file, '--jsonl', 'packets'])).out);
    expect(packets.map((packet) => packet.frame)).toEqual(packets.map((_, i) => i + 1));
    expect(packets.slice(0, 3).map((packet) => packet.flags)).toEqual(['S', 'SA', 'A']);
    const jumps = lines<{ endpoint: string; to: string }>((await cli.run(['analyze', file, '--jsonl', 'transitions'])).out);
    expect(jumps.filter((jump) => jump.endpoint === 'originator').map((jump) => jump.to)).toEqual(['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
  });

  it('reads standard input, compressed or not', async () => {
    const plain = await cli.run(['analyze', '-', '--jsonl', 'connections'], { input: closed() });
    const packed = await cli.run(['analyze', '-', '--jsonl', 'connections'], { input: gzipSync(closed()) });
    expect(plain.status).toBe(0);
    expect(lines(plain.out)).toHaveLength(1);
    expect(packed).toEqual(plain);
  });

  it('counts each of several files anew and names it in every row', async () => {
    const files = [cli.file('a.pcap', closed()), cli.file('b.pcap.gz', gzipSync(opened()))];
    const { status, out } = await cli.run(['analyze', ...files, '--jsonl', 'connections']);
    expect(status).toBe(0);
    expect(lines<Row>(out).map(({ id, file }) => ({ id, file }))).toEqual(files.map((file) => ({ id: 1, file })));
  });

  it('goes on after a file that cannot be read, and ends with the worst status', async () => {
    const good = cli.file('good.pcap', closed());
    const cut = cli.file('cut.pcap', closed().subarray(0, -5));
    const letter = cli.file('letter.txt', 'Dear all, this letter is longer than a file header.\n');
    const { status, out, err } = await cli.run(['analyze', 'missing.pcap', letter, cut, good, '--jsonl', 'connections']);
    expect(status).toBe(1);
    expect(lines<Row>(out).map((row) => row.file)).toEqual([cut, good]);
    expect(err).toMatch(/missing\.pcap.*no such file/);
    expect(err).toMatch(/letter\.txt.*not a capture/);
    expect((await cli.run(['analyze', cut, good])).status).toBe(3);
  });

  it('prints the rows up to a damaged tail, and tells where it is', async () => {
    const whole = closed();
    const { status, out, err } = await cli.run(['analyze', cli.file('tail.pcap', whole.subarray(0, -5)), '--jsonl', 'connections']);
    expect(status).toBe(3);
    expect(lines(out)).toHaveLength(1);
    expect(Number(/offset (\d+)/.exec(err)?.[1])).toBeLessThan(whole.length - 5);
  });

  it('reads a cut gzip file as far as it goes', async () => {
    const packed = gzipSync(story().syn().synAck().ack().data('originator', 60_000).close('originator').pcap(), { level: 0 });
    const { status, out, err } = await cli.run(['analyze', cli.file('cut.pcap.gz', packed.subarray(0, packed.length - 2_000)), '--jsonl', 'connections']);
    expect(status).toBe(3);
    expect(lines(out)).toHaveLength(1);
    expect(err).toMatch(/ends too early.*offset \d+/);
  });

  it.each([['nothing at all', ''], ['a piece of a header', '\xd4\xc3']])('calls %s no capture', async (_, content) => {
    const { status, out, err } = await cli.run(['analyze', cli.file('stub.pcap', content), '--jsonl', 'packets']);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/stub\.pcap/);
  });

  it('ends in silence when nobody reads on', async () => {
    const many = story().syn().synAck().ack();
    for (let i = 0; i < 4_000; i++) many.data('originator', 10).ack('responder');
    const { status, signal, err } = await cli.run(['analyze', cli.file('many.pcap', many.pcap()), '--jsonl', 'packets'], { takeOnly: 1 });
    expect({ status, signal, err }).toEqual({ status: 0, signal: null, err: '' });
  });

  it('shows no control character of a file name', async () => {
    const { err } = await cli.run(['analyze', 'a\x1b[2Jb.pcap']);
    expect(err).toContain('a\\u{1b}[2Jb.pcap');
  });

  it('says how it is used', async () => {
    expect((await cli.run(['--help'])).out).toMatch(/synoptic analyze FILE/);
    expect((await cli.run(['--version'])).out).toMatch(/^synoptic \d+\.\d+\.\d+\n$/);
    const wrong = await cli.run(['analyze']);
    expect({ status: wrong.status, out: wrong.out }).toEqual({ status: 2, out: '' });
  });
});
