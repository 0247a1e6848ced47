// The article's two tables made as captures: the handshake from 10000 and 20000, and segments of 1460 bytes from 40000 and 70000. The ladder
// must have exactly their numbers and words, and give each table back when copied. UPDATE_GOLDEN=1 rewrites them; review them like code.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { arithmetic } from '../../shared/arithmetic';
import { traceEntry } from '../../shared/trace-entry';
import type { LadderContext } from '../../renderer/model/ladder-cells';
import { ladderText } from '../../renderer/model/ladder-text';
import { story, type Story } from '../make/story';
import { track } from '../tracker/trace/read-back';

/** A16: SYN, SYN+ACK, ACK. */
const handshake = (): Story => story({ isn: { originator: 10_000, responder: 20_000 } }).handshake();

/** A17, A18: full segments one way, and not a byte the other way; then one is lost on the way and sent again. */
const data = (): Story => story({ isn: { originator: 39_999, responder: 69_999 } })
  .data('originator', 1460).ack('responder')
  .data('originator', 1460).data('originator', 1460).ack('responder', { ack: 1 + 2 * 1460 }).ack('responder')
  .lost().data('originator', 1460).data('originator', 1460).ack('responder').data('originator', 1460).ack('responder').wait(200_000).retransmit('originator', 3).ack('responder');

function ladder(told: Story, relative = false) {
  const trace = track(told.pcap()).trace(1);
  const info = trace.info();
  const rows = trace.rows(0, info.packets);
  const context: LadderContext = { protocol: info.protocol, firstMicros: info.firstMicros, time: 'relative', relative, base: info.base, version6: false };
  return {
    words: Array.from(rows.frame, (_, i) => arithmetic(traceEntry(rows, i), context)),
    table: ladderText('table', rows, 0, info.packets, context, { originator: '10.0.0.1:40000', responder: '10.0.0.2:80' }),
  };
}

describe('the article’s tables', () => {
  it('the handshake: ack = seq + 1', () => {
    expect(ladder(handshake()).words).toEqual([
      'SYN: numbers begin at 10000, ack 0: nothing to acknowledge yet',
      'SYN: numbers begin at 20000; ack 10001 = 10000 + 1 (SYN)',
      'ack 20001 = 20000 + 1 (SYN)',
    ]);
  });

  it('the data: ack = seq + payload, payload = frame − headers', () => {
    const { words } = ladder(data());
    expect(words[0]).toBe('1514 − 54 = 1460 bytes: 40000 + 1460 = 41460 comes next; ack stays 70000: nothing came from the other side');
    expect(words[1]).toBe('ack 41460 = 40000 + 1460: everything sent so far has arrived');
    expect(words[4]).toBe('ack 42920 = 41460 + 1460: the peer has sent up to 44380, 1460 bytes are still on their way');
    expect(words[5]).toBe('ack 44380 = 42920 + 1460: everything sent so far has arrived');
    expect(words).toContain('ack 44380 again: still waiting for byte 44380');
    expect(words.at(-2)).toMatch(/^seq 44380 again: bytes 44380–45839 repeated, /);
    expect(words.at(-1)).toBe('ack 48760 = 47300 + 1460: everything sent so far has arrived');
  });

  it('says the same with relative numbers', () => {
    expect(ladder(handshake(), true).words[1]).toBe('SYN: numbers begin at 20000 (shown as 0); ack 1 = 0 + 1 (SYN)');
    expect(ladder(data(), true).words[1]).toBe('ack 1461 = 1 + 1460: everything sent so far has arrived');
  });

  it.each([['handshake', handshake], ['data', data]] as const)('copied as the article’s table: %s', (name, told) => {
    const file = path.join(import.meta.dirname, 'article', `${name}.txt`);
    const { table } = ladder(told());
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${table}\n`);
    expect(existsSync(file), `there is no golden ${name}: make it with UPDATE_GOLDEN=1 and review it`).toBe(true);
    expect(`${table}\n`).toBe(readFileSync(file, 'utf8'));
  });
});
