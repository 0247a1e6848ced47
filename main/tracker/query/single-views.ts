// The views of connections of one packet: they follow from a few of its properties, so each combination of these is worked out once.
import { VERDICTS } from '@shared/analysis';
import { PROTOCOL } from '@shared/flow';
import { ZEEK_TCP_SERVER_PORTS, ZEEK_UDP_SERVER_PORTS } from '@shared/zeek';
import {
  META_PROTOCOL, META_V6, R_ADDRESS_R, R_EXTENSION, R_META, R_PORTS, R_SINGLE_ACK, R_SINGLE_OPTIONS, R_SINGLE_WINDOW, R_STATUS, STATUS_SWAPPED_SHIFT,
} from '../flow/flow-record';
import type { ViewsOf } from './extras';
import type { HistoryCodes } from './history-codes';
import type { TextCodes } from './text-codes';
import type { Views } from './view-reader';

/** The views of one packet, as its row says them. */
export interface Single {
  /** Codes of `states` and `histories`; -1 for a history that has none. */
  connState: number;
  netfilter: number;
  history: number;
  historyText: string;
  sequence: readonly number[];
  missed: readonly number[];
  /** By verdict × 2 + end. */
  verdicts: readonly number[];
}

const MOST_KNOWN = 4096;
const CACHED = 1024;

export class SingleViews {
  private readonly viewsOf: ViewsOf;
  private readonly states: TextCodes;
  private readonly histories: HistoryCodes;
  private readonly known = new Map<number, Single>();
  /** Those that were asked for last, by a part of their key: a map of numbers as large as these keys is slow. */
  private readonly keys = new Float64Array(CACHED).fill(-1);
  private readonly cached: (Single | undefined)[] = Array.from({ length: CACHED });
  private readonly serverPorts = new Uint8Array(65_536);

  constructor(viewsOf: ViewsOf, states: TextCodes, histories: HistoryCodes) {
    this.viewsOf = viewsOf;
    this.states = states;
    this.histories = histories;
    for (const port of ZEEK_TCP_SERVER_PORTS) this.serverPorts[port] |= 1;
    for (const port of ZEEK_UDP_SERVER_PORTS) this.serverPorts[port] |= 2;
  }

  /** @param ints, at: the record of the slot. The key is everything that the views of a single packet depend on, in 53 bits. */
  of(slot: number, ints: Int32Array, at: number): Single {
    const meta = ints[at + R_META];
    const protocol = meta & META_PROTOCOL;
    const ports = ints[at + R_PORTS];
    const window = ints[at + R_SINGLE_WINDOW];
    const destination = ints[at + R_ADDRESS_R];
    const isTcp = protocol === PROTOCOL.tcp;
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    // flags, window, acknowledgement and options of a segment; type and code of a message; whose ports are a server's
    const bits = isTcp ? (window >>> 16 & 0xff) | ((window & 0xffff) === 0 ? 0x100 : 0) | (ints[at + R_SINGLE_ACK] === 0 ? 0x200 : 0) | ((ints[at + R_SINGLE_OPTIONS] & 0xff) << 10)
      : isIcmp ? ports >>> 16 : 0;
    const mask = isTcp ? 1 : 2;
    const server = isIcmp ? 0 : ((this.serverPorts[ports >>> 16] & mask) !== 0 ? 1 : 0) | ((this.serverPorts[ports & 0xffff] & mask) !== 0 ? 2 : 0);
    const sender = (window >>> 24) & 3; // and whether the packet was cut
    const v6 = (meta & META_V6) === 0 ? 0 : 1;
    const multicast = v6 === 0 && destination >>> 28 === 14 ? 1 : 0;
    const payload = Math.min(ints[at + R_EXTENSION], 0x1_ffff);
    const swapped = (ints[at + R_STATUS] >>> STATUS_SWAPPED_SHIFT) & 1;
    const rest = ((server * 4 + sender) * 8 + swapped * 4 + v6 * 2 + multicast) * 256 + protocol;
    const key = (bits * 0x2_0000 + payload) * 0x2_0000 + rest;
    const place = (bits ^ (bits >>> 8) ^ Math.imul(payload, 7) ^ rest ^ (rest >>> 6)) & (CACHED - 1);
    const last = this.cached[place];
    if (last !== undefined && this.keys[place] === key) return last;
    const single = this.find(key, slot);
    this.keys[place] = key;
    return (this.cached[place] = single);
  }

  private find(key: number, slot: number): Single {
    let single = this.known.get(key);
    if (single === undefined) {
      if (this.known.size >= MOST_KNOWN) this.known.clear();
      single = this.read(this.viewsOf(slot));
      this.known.set(key, single);
    }
    return single;
  }

  private read(row: Views): Single {
    const historyText = row.history ?? '';
    return {
      connState: this.states.code(row.connState ?? ''), netfilter: this.states.code(row.netfilter ?? ''), history: this.histories.code(historyText), historyText,
      sequence: ends(row.sequenceBytes), missed: ends(row.missedBytes),
      verdicts: VERDICTS.flatMap(({ name }) => ends(name === null ? null : row.verdicts?.[name])),
    };
  }
}

const ends = (pair: { originator: number; responder: number } | null | undefined): [number, number] => [pair?.originator ?? 0, pair?.responder ?? 0];
