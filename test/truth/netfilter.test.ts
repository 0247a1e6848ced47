// The netfilter view against the kernel: what `test/make/kernel` recorded of crafted packets, and what was recorded of real connections.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge, type Judged } from './netfilter';

const RECORDED = join(import.meta.dirname, '../golden/netfilter');

interface Row { frame: number; verdict: string; reason: string; state: string; left: string; marks: string; intention: string }

function rows(name: string): Row[] {
  return readFileSync(join(RECORDED, `${name}.tsv`), 'utf8').trimEnd().split('\n').slice(1).map((line) => {
    const [frame = '', verdict = '', reason = '', state = '', left = '', marks = '', intention = ''] = line.split('\t');
    return { frame: Number(frame), verdict: verdict === '-' ? 'NONE' : verdict, reason, state, left, marks, intention };
  });
}

/** The kernel's log in the words of NETFILTER_REASON, with its number. */
function kernelReason(row: Row): { words: string; bound: number | null } {
  const text = row.reason.split('; ')[0] ?? '';
  const number = /(?:bound |^)(\d+)/.exec(text);
  const bound = number === null ? null : Number(number[1]);
  if (text.startsWith('packet (index')) return { words: text.includes('invalid') ? 'invalid in this state' : 'ignored in this state', bound: null };
  if (/^\d+ bytes more/.test(text)) return { words: 'more bytes than expected', bound };
  if (text.startsWith('ignored ACK under')) return { words: 'ACK under lower bound', bound };
  for (const start of ['SEQ is over upper bound', 'SEQ is under lower bound', 'ACK is over upper bound']) if (text.startsWith(start)) return { words: start, bound };
  return { words: text, bound: null };
}

function firewallWords(row: Judged): string { return row.reason.split(' – ')[0] ?? ''; }

/** What differs, one line a frame. */
function differences(name: string): string[] {
  const judged = judge(readFileSync(join(RECORDED, `${name}.pcap`)));
  const expected = rows(name);
  expect(judged.length).toBe(expected.length);
  return expected.flatMap((row, i) => {
    const got = judged[i];
    if (got === undefined) return [];
    const wrong: string[] = [];
    if (got.verdict !== row.verdict) wrong.push(`verdict ${got.verdict}, kernel ${row.verdict}`);
    const { words, bound } = kernelReason(row);
    const logged = LOGGED.has(firewallWords(got)) ? firewallWords(got) : '';
    if (TCP_LOG.test(row.reason) && (words !== logged)) wrong.push(`reason ${got.reason}, kernel ${row.reason}`);
    if (row.reason === '' && logged !== '' && row.state !== '-') wrong.push(`reason ${got.reason}, kernel none`);
    if (bound !== null && bound !== got.bound) wrong.push(`bound ${got.bound}, kernel ${bound}`);
    const judgedTcp = row.state !== '-' && row.state !== 'UDP' && got.verdict !== 'NONE' && !UNDECODED.has(got.reason);
    if (judgedTcp && (got.entry?.state ?? 'none') !== row.state) wrong.push(`state ${got.entry?.state ?? 'none'}, kernel ${row.state}`);
    if (got.entry !== null && row.left !== '-') {
      if (Math.abs(got.entry.left - Number(row.left)) > 1.2) wrong.push(`left ${got.entry.left}, kernel ${row.left}`);
      const marks = `${Number(got.entry.opener.split(':')[1]) >= 10_000 ? 'c' : 's'}${got.entry.replied ? '' : 'u'}${got.entry.assured ? 'a' : ''}`;
      if (marks !== row.marks) wrong.push(`marks ${marks}, kernel ${row.marks}`);
    }
    return wrong.length === 0 ? [] : [`${name} ${row.frame} (${row.intention}): ${wrong.join('; ')}`];
  });
}

const LOGGED = new Set([
  'invalid tcp flag combination', 'invalid new', 'invalid in this state', 'SEQ is over upper bound', 'ACK is over upper bound', 'invalid rst',
  'ignored in this state', 'challenge-ack ignored', 'more bytes than expected', 'SEQ is under lower bound', 'ACK under lower bound',
]);
const TCP_LOG = /tcp flag|invalid new|packet \(index|bound|invalid rst|challenge|bytes more/;
/** These never reach the entry, so the driver does not look for one. */
const UNDECODED = new Set(['bad checksum', 'truncated packet']);

describe('real connections, judged by the router they passed', () => {
  for (const file of readdirSync(join(RECORDED, 'captures')).filter((f) => f !== 'chains.tsv')) {
    const name = file.slice(0, -4);
    it(name, () => {
      const judged = capture(name);
      // The router's log shows a reassembled datagram with the header of its first fragment, so its verdict stands beside that frame.
      const byHeader = new Map(judged.map((row) => [row.headerFrame, 'NONE']));
      for (const row of judged) if (row.verdict !== 'NONE') byHeader.set(row.headerFrame, row.verdict);
      const expected = rows(`captures/${name}`);
      expect(judged.length).toBe(expected.length);
      expect(expected.map(({ frame }) => `${frame} ${byHeader.get(frame) ?? 'NONE'}`)).toEqual(expected.map(({ frame, verdict }) => `${frame} ${verdict}`));
      for (const row of expected.filter(({ reason }) => reason !== '')) {
        const { words, bound } = kernelReason(row);
        const got = judged[row.frame - 1];
        expect([got?.reason.split(' – ')[0], bound === null ? null : got?.bound]).toEqual([words, bound]);
      }
    });
  }

  it('goes through the states that conntrack announced', () => {
    for (const line of readFileSync(join(RECORDED, 'captures/chains.tsv'), 'utf8').trimEnd().split('\n').slice(1)) {
      const [name = '', connection = '', states = ''] = line.split('\t');
      const seen = capture(name).filter((row) => row.tuple === connection && row.verdict !== 'INVALID').map((row) => row.entry?.state ?? '-');
      expect(`${connection} ${seen.filter((state, i) => state !== seen[i - 1]).join(' ')}`).toBe(`${connection} ${states}`);
    }
  });
});

function capture(name: string): Judged[] {
  return judge(readFileSync(join(RECORDED, '../captures', `${name}.pcap`)), false);
}

describe('the netfilter view says what the kernel says', () => {
  for (const file of readdirSync(RECORDED).filter((f) => f.endsWith('.tsv'))) {
    const name = file.slice(0, -4);
    it(name, () => { expect(differences(name)).toEqual([]); });
  }
});
