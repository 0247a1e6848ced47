// What the filter language understands, what it refuses, and where it says the fault is.
import { describe, expect, it } from 'vitest';
import { FIELDS, FIELD_NAMES } from '@shared/filter/fields';
import { parseFilter } from '@shared/filter/parse';

const ERRORS: readonly (readonly [marked: string, message: RegExp, expected?: string])[] = [
  // the text between ⟦ and ⟧ is what the fault has to mark
  ['⟦tcp.prot⟧ == 80', /no field “tcp.prot”. Did you mean tcp.port/, 'tcp.port'],
  ['⟦tcp.analysis.retransmision⟧', /Did you mean tcp.analysis.retransmission/],
  ['tcp and ⟦recieved⟧ > 3', /no field “recieved”/],
  ['tcp.port ==⟦⟧', /After “==” comes a value, not the end. Like this: tcp.port == 443/],
  ['tcp.port == ⟦and⟧ udp', /After “==” comes a value, not “and”/],
  ['⟦==⟧ 80', /In front of “==” the name of a field is missing/],
  ['⟦(⟧tcp or udp', /not closed/, ')'],
  ['tcp⟦)⟧', /closes nothing/],
  ['(⟦)⟧', /nothing in these parentheses/],
  ['tcp and⟦⟧', /After “and” something is missing/],
  ['⟦or⟧ tcp', /In front of “or” something is missing/],
  ['tcp and ⟦or⟧ udp', /After “and” something is missing/],
  ['not⟦⟧', /After “not” something is missing/],
  ['tcp.port in ⟦⟧', /After “in” comes a value/],
  ['tcp.port in ⟦{⟧80, 443', /brace is not closed/, '}'],
  ['tcp.port in {⟦}⟧', /A set holds values/],
  ['⟦{⟧80}', /A set in braces follows in/],
  ['80⟦,⟧ 443', /Commas stand in a set/],
  ['tcp ⟦&⟧ udp', /write &&, or and/, '&&'],
  ['tcp ⟦|⟧ udp', /write \|\|, or or/, '||'],
  ['tunnel contains ⟦"VX⟧', /quote is not closed/],
  ['tcp.port == ⟦https⟧', /wants a number/],
  ['tcp.port in {80, ⟦x⟧}', /wants a number/],
  ['duration > ⟦5⟧', /wants a unit: 5s, 5ms or 5us/, '5s'],
  ['wireBytes > ⟦10s⟧', /wants a number of bytes/],
  ['ip.addr == ⟦10.0.0.256⟧', /wants an address or a network/],
  ['ip.addr == ⟦10.0.0.0/33⟧', /wants an address or a network/],
  ['ip.addr == ⟦2001:db8::1⟧', /IPv6 address.*Use ipv6.addr/, 'ipv6.addr'],
  ['ipv6.src == ⟦10.0.0.1⟧', /IPv4 address.*Use ip.src/, 'ip.src'],
  ['ip.addr == ⟦10.0.0.9..10.0.0.1⟧', /ends before it begins/],
  ['tcp.port in {⟦90..80⟧}', /ends before it begins/],
  ['tcp.port < ⟦80..90⟧', /with == or in/],
  ['states.originator == ⟦ESTABLISHD⟧', /Did you mean ESTABLISHED/, 'ESTABLISHED'],
  ['closed == ⟦banana⟧', /one of open, fin, half-closed/, 'fin'],
  ['opened ⟦>⟧ handshake', /has no order/],
  ['states == ⟦LISTEN..CLOSED⟧', /has no ranges/],
  ['ip.addr ⟦contains⟧ "10"', /Networks are written as/],
  ['packets ⟦matches⟧ "1"', /looks into text/],
  ['history matches "a⟦(b"⟧', /parenthesis is not closed/],
  ['history matches "⟦*"⟧', /nothing to repeat/],
  ['history matches "⟦(?=a)"⟧', /look ahead/],
  ['opened⟦⟧', /wants to be compared with something: opened == handshake/, '=='],
  ['tcp.flags.reset == ⟦2⟧', /wants 1 or 0/, '1'],
  ['frame.time > ⟦2026-02-30⟧', /wants a time/],
  ['1⟦..⟧2', /range is written as two values of a field/],
];

describe('a filter that cannot be read', () => {
  it.each(ERRORS.map(([marked, message, expected]) => ({ marked, message, expected })))('$marked', ({ marked, message, expected }) => {
    const from = marked.indexOf('⟦');
    const to = marked.indexOf('⟧') - 1;
    const parsed = parseFilter(marked.replace('⟦', '').replace('⟧', ''));
    if (parsed.ok) throw new Error('it was understood');
    expect(parsed.message).toMatch(message);
    const text = marked.replace('⟦', '').replace('⟧', '');
    // where something is missing at the end, blanks before it are not part of the fault
    expect([parsed.from, parsed.to]).toEqual(from === to ? [text.trimEnd().length, text.trimEnd().length] : [from, to]);
    if (expected !== undefined) expect(parsed.expected).toContain(expected);
  });
});

/** A tree in one line. */
function told(text: string): string {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  const tell = (tree: typeof parsed.tree): string => {
    switch (tree.kind) {
      case 'all': return 'all';
      case 'and': case 'or': return `(${tree.parts.map(tell).join(` ${tree.kind} `)})`;
      case 'not': return `not ${tell(tree.part)}`;
      case 'word': return `"${tree.text}"`;
      case 'test': {
        const { match } = tree;
        const value = match.kind === 'number' ? match.intervals.map((i) => `${i.leastOpen ? '(' : '['}${i.least},${i.most}${i.mostOpen ? ')' : ']'}`).join('|')
          : match.kind === 'address' ? match.ranges.map((r) => `${r.least.map((w) => w.toString(16)).join(':')}-${r.most.map((w) => w.toString(16)).join(':')}`).join('|')
            : match.kind === 'choice' ? match.values.join('|') : match.kind === 'text' ? match.pattern?.source ?? match.contains ?? match.equals.join('|') : 'present';
        return `${tree.field} ${tree.every ? 'every' : 'any'} ${tree.inside ? 'in' : 'out'} ${value}`;
      }
    }
  };
  return tell(parsed.tree);
}

describe('a filter that can be read', () => {
  it.each([
    ['', 'all'], ['  ', 'all'],
    ['443 syn-sent', '("443" and "syn-sent")'], ['SYN-SENT', '"syn-sent"'], ['10.0.0.1:5353', '"10.0.0.1:5353"'], ['[2001:db8::80]:80', '"[2001:db8::80]:80"'],
    ['192.168', '"192.168"'], ['vlan:100', '"vlan:100"'], ['"2001:db8"', '"2001:db8"'], ['closed', '"closed"'], ['tcp', '"tcp"'],
    ['tcp and udp or icmp', '(("tcp" and "udp") or "icmp")'], ['tcp && (udp || icmp)', '("tcp" and ("udp" or "icmp"))'], ['tcp not udp', '("tcp" and not "udp")'], ['!!tcp', '"tcp"'],
    ['NOT tcp AND udp', '(not "tcp" and "udp")'],
    ['tcp.port == 443', 'tcp.port any in [443,443]'], ['TCP.PORT eq 443', 'tcp.port any in [443,443]'], ['tcp.port = 0x1bb', 'tcp.port any in [443,443]'],
    ['ip.addr != 10.0.0.1', 'ip.addr every out a000001-a000001'], ['ip.addr !== 10.0.0.1', 'ip.addr any out a000001-a000001'], ['ip.addr === 10.0.0.1', 'ip.addr every in a000001-a000001'],
    ['address == 2001:db8::/32', 'address any in 20010db8:0:0:0-20010db8:ffffffff:ffffffff:ffffffff'.replace('20010db8', '20010db8')],
    ['ip.src > 10.0.0.255', 'ip.src any in a000100-ffffffff'], ['ip.src <= 10.0.0.0/8', 'ip.src any in 0-affffff'],
    ['tcp.port in {80, 443 8000..8100}', 'tcp.port any in [80,80]|[443,443]|[8000,8100]'], ['tcp.port not in {80}', 'tcp.port every out [80,80]'], ['id in 10..20', 'id any in [10,20]'],
    ['id == 10 .. 20', 'id any in [10,20]'],
    ['wireBytes > 10 kB', 'wireBytes any in (10000,Infinity]'], ['payloadBytes.originator <= 1.5MiB', 'payloadBytes.originator any in [-Infinity,1572864]'], ['wireBytes > 10 kB tcp', '(wireBytes any in (10000,Infinity] and "tcp")'],
    ['duration >= 1.5s', 'duration any in [1500000,Infinity]'], ['durationMicros < 7', 'durationMicros any in [-Infinity,7)'], ['duration < 0', 'duration any in [-Infinity,0)'], ['tcp.analysis.initial_rtt > 0.1', 'tcp.analysis.initial_rtt any in (100000,Infinity]'],
    ['states == time_wait', 'states any in TIME-WAIT'], ['states contains wait', 'states any in FIN-WAIT-1|FIN-WAIT-2|CLOSE-WAIT|TIME-WAIT'], ['netfilter == time_wait', 'netfilter any in TIME_WAIT'],
    ['proto == 47', 'proto any in 47'], ['proto matches "^icmp"', 'proto any in icmp|icmp6'],
    ['history matches "^S(h|H)"', 'history any in ^S(h|H)'], ['history ~ R', 'history any in R'],
    ['retransmission', 'verdicts.retransmission any in present'], ['tcp.analysis.zero_window', 'tcp.analysis.zero_window any in present'], ['tcp.flags.reset', 'tcp.flags.reset any in 1'],
    ['startMicros >= 1970-01-02', 'startMicros any in [86400000000,Infinity]'], ['frame.time < "1970-01-01 00:00:01.5"', 'frame.time any in [-Infinity,1500000)'],
  ])('%s', (text, tree) => { expect(told(text)).toBe(tree); });

  it('says when a word finds nothing, and what may have been meant', () => {
    const parsed = parseFilter('tcp retransmision');
    expect(parsed).toMatchObject({ ok: true, notes: [{ from: 4, to: 17, message: expect.stringMatching(/finds nothing. Did you mean retransmission/) as string }] });
  });

  it('has an example at every field that can be read and is about that field', () => {
    for (const info of FIELDS) {
      expect(parseFilter(info.example), info.example).toMatchObject({ ok: true });
      expect(info.example.startsWith(info.name), info.name).toBe(true);
      expect(info.meaning, info.name).toMatch(/^[A-Z0-9].*\.$/);
    }
  });

  it('knows every name once', () => {
    const names = FIELD_NAMES.map((name) => name.toLowerCase());
    expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
  });
});

describe('hostile text', () => {
  it.each([
    ['many parentheses', '('.repeat(10_000)], ['closed ones', `${'('.repeat(8_000)}tcp${')'.repeat(8_000)}`], ['many negations', '!'.repeat(16_000)], ['many tests', 'tcp '.repeat(4_000)],
    ['many alternatives', 'packets > 1 or '.repeat(1_000)], ['a long set', `tcp.port in {${'80,'.repeat(5_000)}`], ['quotes', '"'.repeat(9_999)], ['not ASCII', '\u0000\u202e𝄞 == "😀" and x'], ['much too long', 'x'.repeat(100_000)],
    ['backslashes', `"${'\\'.repeat(16_001)}`], ['a run of letters without a name', 'e'.repeat(16_000)],
  ])('%s ends soon', (_, text) => {
    const began = process.cpuUsage();
    parseFilter(text);
    expect(process.cpuUsage(began).user / 1000, 'milliseconds of processor time').toBeLessThan(800);
  });
});
