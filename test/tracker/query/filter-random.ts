// Random filters, each beside a plain evaluation over the JSON row of a connection that knows nothing of the compiler.
import { VERDICTS } from '@shared/analysis';
import type { ConnectionRow } from '../../../main/tracker/query/rows';

export interface RandomFilter { text: string; holds: (row: ConnectionRow) => boolean }
type Random = () => number;

/** Values of a row that a field stands for; none where it has no value. */
type Values<T> = (row: ConnectionRow) => readonly T[];

const both = (pair: { originator: number; responder: number } | null): number[] => (pair === null ? [] : [pair.originator + pair.responder]);
const maybe = <T>(value: T | null | undefined): T[] => (value === null || value === undefined ? [] : [value]);
const isV6 = (row: ConnectionRow): boolean => row.originator.address.includes(':');
const hasPorts = (row: ConnectionRow): boolean => ['tcp', 'udp', '132', '33'].includes(row.proto);
const ports = (row: ConnectionRow): number[] => [row.originator.port, row.responder.port];
const verdict = (name: string): Values<number> => (row) => [sum(row.verdicts?.[name])];
const sum = (pair: { originator: number; responder: number } | undefined): number => (pair === undefined ? 0 : pair.originator + pair.responder);
const when = <T>(is: (row: ConnectionRow) => boolean, values: Values<T>): Values<T> => (row) => (is(row) ? values(row) : []);
const tcp = (row: ConnectionRow): boolean => row.proto === 'tcp';
const udp = (row: ConnectionRow): boolean => row.proto === 'udp';

const NUMBERS: Readonly<Record<string, Values<number>>> = {
  id: (row) => [row.id], 'originator.port': (row) => [row.originator.port], 'responder.port': (row) => [row.responder.port],
  port: when(hasPorts, ports), 'tcp.port': when(tcp, ports), 'udp.port': when(udp, ports), 'tcp.srcport': when(tcp, (row) => [row.originator.port]), 'udp.dstport': when(udp, (row) => [row.responder.port]),
  'icmp.type': when((row) => row.proto === 'icmp', (row) => [row.originator.port]), 'icmpv6.code': when((row) => row.proto === 'icmp6', (row) => [row.responder.port]),
  packets: (row) => both(row.packets), 'packets.originator': (row) => [row.packets.originator], wireBytes: (row) => both(row.wireBytes), 'wireBytes.responder': (row) => [row.wireBytes.responder],
  payloadBytes: (row) => both(row.payloadBytes), 'payloadBytes.responder': (row) => [row.payloadBytes.responder],
  sequenceBytes: (row) => both(row.sequenceBytes), 'sequenceBytes.originator': (row) => maybe(row.sequenceBytes?.originator), missedBytes: (row) => both(row.missedBytes), 'missedBytes.responder': (row) => maybe(row.missedBytes?.responder),
  startMicros: (row) => [row.startMicros], endMicros: (row) => [row.endMicros], durationMicros: (row) => [row.endMicros - row.startMicros],
  handshakeMicros: (row) => maybe(row.handshakeMicros), 'rttMicros.min': (row) => maybe(row.rttMicros?.min), 'rttMicros.mean': (row) => maybe(row.rttMicros?.mean), 'rttMicros.max': (row) => maybe(row.rttMicros?.max),
  'rttMicros.samples': (row) => maybe(row.rttMicros?.samples), vlan: (row) => row.vlan, 'vlan.id': (row) => row.vlan, icmpErrors: (row) => [row.icmpErrors],
  verdicts: (row) => [Object.values(row.verdicts ?? {}).reduce((total, pair) => total + sum(pair), 0)],
  'tcp.analysis.retransmission': (row) => [sum(row.verdicts?.['retransmission']) + sum(row.verdicts?.['spurious-retransmission'])],
  'tcp.completeness': when(tcp, (row) => maybe(row.tcp?.completeness)),
  ...Object.fromEntries(VERDICTS.flatMap(({ name }): [string, Values<number>][] => (name === null ? [] : [
    [`verdicts.${name}`, verdict(name)], [name, verdict(name)], [`verdicts.${name}.originator`, (row) => [row.verdicts?.[name]?.originator ?? 0]], [`verdicts.${name}.responder`, (row) => [row.verdicts?.[name]?.responder ?? 0]],
  ]))),
};

const WORDS: Readonly<Record<string, Values<string>>> = {
  proto: (row) => [row.proto], directionReason: (row) => [row.directionReason], states: (row) => [row.states.originator, row.states.responder], 'states.originator': (row) => [row.states.originator],
  'states.responder': (row) => [row.states.responder], opened: (row) => [row.opened], closed: (row) => [row.closed], closedBy: (row) => maybe(row.closedBy), connState: (row) => maybe(row.connState),
  netfilter: (row) => maybe(row.netfilter === '' ? null : row.netfilter),
};
const TEXTS: Readonly<Record<string, Values<string>>> = { history: (row) => maybe(row.history === '' ? null : row.history), tunnel: (row) => maybe(row.tunnel === '' ? null : row.tunnel) };
const ADDRESSES: Readonly<Record<string, Values<string>>> = {
  address: (row) => [row.originator.address, row.responder.address], 'originator.address': (row) => [row.originator.address], 'responder.address': (row) => [row.responder.address],
  'ip.addr': when((row) => !isV6(row), (row) => [row.originator.address, row.responder.address]), 'ip.src': when((row) => !isV6(row), (row) => [row.originator.address]), 'ip.dst': when((row) => !isV6(row), (row) => [row.responder.address]),
  'ipv6.addr': when(isV6, (row) => [row.originator.address, row.responder.address]),
};
const ALONE: Readonly<Record<string, (row: ConnectionRow) => boolean>> = {
  ip: (row) => !isV6(row), ipv6: isV6, tcp, udp, icmp: (row) => row.proto === 'icmp', icmpv6: (row) => row.proto === 'icmp6', closedBy: (row) => row.closedBy !== null, handshake: (row) => (row.handshakeMicros ?? 0) > 0,
  'rtt.min': (row) => (row.rttMicros?.min ?? 0) > 0, vlan: (row) => row.vlan.length > 0, tunnel: (row) => row.tunnel !== '', icmpErrors: (row) => row.icmpErrors > 0,
  'tcp.flags.reset': (row) => tcp(row) && ['reset', 'refused'].includes(row.closed), 'tcp.flags.fin': (row) => tcp(row) && ['fin', 'half-closed'].includes(row.closed),
  retransmission: (row) => sum(row.verdicts?.['retransmission']) > 0, 'tcp.analysis.flags': (row) => Object.keys(row.verdicts ?? {}).length > 0, netfilter: (row) => row.netfilter !== null && row.netfilter !== '',
};

const ALL_EQUAL = ['===', 'all_eq'];
const ALL_DIFFER = ['!=', 'ne', 'all_ne'];
const ANY_EQUAL = ['==', 'eq', '='];
const ANY_DIFFERS = ['!==', '~=', 'any_ne'];
const ORDER: readonly [string, (a: number, b: number) => boolean][] = [['<', (a, b) => a < b], ['<=', (a, b) => a <= b], ['>', (a, b) => a > b], ['ge', (a, b) => a >= b]];

/** Holds over the values of a field as Wireshark 4 has it: without a value, nothing holds. */
function held<T>(operator: string, values: readonly T[], fits: (value: T) => boolean): boolean {
  if (values.length === 0) return false;
  if (ALL_EQUAL.includes(operator)) return values.every(fits);
  if (ALL_DIFFER.includes(operator) || operator === 'not in') return !values.some(fits);
  if (ANY_DIFFERS.includes(operator)) return !values.every(fits);
  return values.some(fits);
}

const toNumber = (address: string): number => address.split('.').reduce((word, octet) => word * 256 + Number(octet), 0);

export function randomFilter(random: Random, rows: readonly ConnectionRow[], depth = 3): RandomFilter {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const chance = (share: number): boolean => random() < share;
  const equality = (): string => pick([...ANY_EQUAL, ...ALL_DIFFER, ...ALL_EQUAL, ...ANY_DIFFERS]);
  const field = <T>(table: Readonly<Record<string, T>>): [string, T] => pick(Object.entries(table));
  /** A value that occurs, so that about as many rows match as do not. */
  const occurring = <T>(values: Values<T>, otherwise: T): T => {
    for (let i = 0; i < 8; i++) {
      const found = values(pick(rows));
      if (found.length > 0) return pick(found);
    }
    return otherwise;
  };

  function numeric(): RandomFilter {
    const [name, values] = field(NUMBERS);
    const near = (): number => Math.max(0, Math.round(occurring(values, 3) + (chance(0.3) ? (random() - 0.5) * 4 : 0)));
    if (chance(0.3)) {
      const entries = Array.from({ length: 1 + Math.floor(random() * 6) }, () => (chance(0.5) ? [near()] : [near(), near()].sort((a, b) => a - b)));
      const negated = chance(0.3);
      const text = entries.map((entry) => (entry.length === 1 ? String(entry[0]) : `${String(entry[0])}..${String(entry[1])}`)).join(pick([', ', ' ', ',']));
      const fits = (value: number): boolean => entries.some(([low = 0, high = low]) => value >= low && value <= high);
      return { text: `${name} ${negated ? 'not in' : 'in'} {${text}}`, holds: (row) => held(negated ? 'not in' : 'in', values(row), fits) };
    }
    const value = near();
    if (chance(0.5)) {
      const [operator, compare] = pick(ORDER);
      return { text: `${name} ${operator} ${value}`, holds: (row) => values(row).some((v) => compare(v, value)) };
    }
    const operator = equality();
    return { text: `${name}${chance(0.5) && !/[a-z]/.test(operator) ? operator : ` ${operator} `}${value}`, holds: (row) => held(operator, values(row), (v) => v === value) };
  }

  function word(): RandomFilter {
    const [name, values] = field(WORDS);
    const value = occurring(values, name === 'closedBy' ? 'originator' : name === 'netfilter' ? 'CLOSE' : 'SF');
    const kind = random();
    if (kind < 0.2) return { text: `${name} contains "${value.slice(0, 3).toLowerCase()}"`, holds: (row) => values(row).some((v) => v.toLowerCase().includes(value.slice(0, 3).toLowerCase())) };
    if (kind < 0.4) return { text: `${name} matches "^${value.slice(0, 2)}.*${value.slice(-1)}$"`, holds: (row) => values(row).some((v) => new RegExp(`^${value.slice(0, 2)}.*${value.slice(-1)}$`, 'i').test(v)) };
    const operator = equality();
    return { text: `${name} ${operator} ${chance(0.5) ? value.toLowerCase() : `"${value}"`}`, holds: (row) => held(operator, values(row), (v) => v === value) };
  }

  function text(): RandomFilter {
    const [name, values] = field(TEXTS);
    const whole = occurring(values, 'ShAD');
    const piece = whole.slice(0, 1 + Math.floor(random() * 4)).replace(/[^a-zA-Z0-9 ]/g, '');
    if (piece === '' || chance(0.3)) return { text: `${name} == "${whole}"`, holds: (row) => values(row).includes(whole) };
    const fold = name === 'tunnel';
    if (chance(0.5)) return { text: `${name} contains "${piece}"`, holds: (row) => values(row).some((v) => (fold ? v.toLowerCase().includes(piece.toLowerCase()) : v.includes(piece))) };
    return { text: `${name} matches "${piece}.*[a-f]"`, holds: (row) => values(row).some((v) => new RegExp(`${piece}.*[a-f]`, fold ? 'is' : 's').test(v)) };
  }

  function address(): RandomFilter {
    const [name, values] = field(ADDRESSES);
    const value = occurring(values, name === 'ipv6.addr' ? '2001:db8::1' : '10.0.0.1');
    const operator = equality();
    if (value.includes(':') || chance(0.4)) return { text: `${name} ${operator} ${value}`, holds: (row) => held(operator, values(row), (v) => v === value) };
    if (chance(0.4)) {
      const [compare, holds] = pick(ORDER);
      return { text: `${name} ${compare} ${value}`, holds: (row) => values(row).some((v) => !v.includes(':') && holds(toNumber(v), toNumber(value))) };
    }
    const bits = Math.floor(random() * 33);
    const size = 2 ** (32 - bits);
    const network = Math.floor(toNumber(value) / size);
    return { text: `${name} ${operator} ${value}/${bits}`, holds: (row) => held(operator, values(row), (v) => !v.includes(':') && Math.floor(toNumber(v) / size) === network) };
  }

  function alone(): RandomFilter {
    const [name, holds] = field(ALONE);
    return { text: name, holds };
  }

  function plain(): RandomFilter {
    const row = pick(rows);
    const word = pick([row.proto, String(row.responder.port), row.originator.address, row.responder.address.slice(0, 5), row.states.originator.toLowerCase(), row.states.responder.slice(0, 4), `${row.originator.address}:${String(row.originator.port)}`])
      .replace(/^(.*:.*:.*):(\d+)$/, '[$1]:$2');
    return { text: word, holds: (each) => plainHolds(word.toLowerCase(), each) };
  }

  if (depth > 0 && chance(0.45)) {
    const parts = Array.from({ length: 2 + Math.floor(random() * 2) }, () => randomFilter(random, rows, depth - 1));
    const all = chance(0.5);
    const joint = all ? pick([' and ', ' && ', ' ']) : pick([' or ', ' || ']);
    const joined = `(${parts.map((part) => part.text).join(joint)})`;
    const holds = (row: ConnectionRow): boolean => (all ? parts.every((part) => part.holds(row)) : parts.some((part) => part.holds(row)));
    return chance(0.25) ? { text: `${pick(['not ', '!'])}${joined}`, holds: (row) => !holds(row) } : { text: joined, holds };
  }
  return pick([numeric, numeric, word, text, address, alone, plain])();
}

/** A plain word as the first text filter had it. */
function plainHolds(word: string, row: ConnectionRow): boolean {
  if (!/^\d+$/.test(word) && row.proto === word) return true;
  if (word.length >= 3 && [row.states.originator, row.states.responder].some((state) => state.toLowerCase().startsWith(word))) return true;
  if (/^\d{1,5}$/.test(word) && hasPorts(row) && ports(row).includes(Number(word))) return true;
  const endpoint = /^\[?([0-9a-f.:]+?)\]?:(\d{1,5})$/.exec(word);
  const whole = endpoint !== null && (word.startsWith('[') || !(endpoint[1] ?? '').includes(':')) ? endpoint : null;
  const part = whole === null ? word : whole[1] ?? '';
  if (!/^[0-9a-f.:]+$/.test(part)) return false;
  return [row.originator, row.responder].some((end) => end.address.includes(part) && (whole === null || end.port === Number(whole[2])));
}
