// The first packet of a connection, told again out of the little that a record of a single packet keeps.
import { PROTOCOL } from '@shared/flow';
import { P_OPTIONS_AT, P_OPTIONS_LENGTH } from '../decode/packet';
import { O_MSS, O_SACK_PERMITTED, O_TFO, O_TS_PRESENT, O_WSCALE, parseTcpOptions } from '../decode/tcp-options';
import type { FirstPacket } from '../lens/connection-views';
import { icmpTypeOf } from '../machine/datagram-endpoints';
import { META_PROTOCOL, META_V6, R_ADDRESS_O, R_ADDRESS_R, R_META, R_PORTS, SINGLE_SACK, SINGLE_TFO, SINGLE_TIMESTAMPS } from './flow-record';

export const newFirstPacket = (): FirstPacket => ({
  sender: 0, seq: 0, ack: 0, flags: 0, window: 0, payload: 0, scale: -1, sackPermitted: false, id: 0, cut: false, protocol: 0, sourcePort: 0, destinationPort: 0, v6: false, destination: 0,
});

/** Fills `t` for the record at `at`. @param options as R_SINGLE_OPTIONS; id: IP identification */
export function tellFirst(t: FirstPacket, ints: Int32Array, at: number, sender: number, seq: number, ack: number, flags: number, window: number, payload: number, options: number, id: number): FirstPacket {
  const protocol = ints[at + R_META] & META_PROTOCOL;
  const ports = ints[at + R_PORTS];
  const icmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
  t.sender = sender;
  t.seq = seq;
  t.ack = ack;
  t.flags = flags;
  t.window = window;
  t.payload = payload;
  t.scale = (options & 31) - 1;
  t.sackPermitted = (options & SINGLE_SACK) !== 0;
  t.id = id;
  t.protocol = protocol;
  t.v6 = (ints[at + R_META] & META_V6) !== 0;
  t.destination = ints[at + (sender === 0 ? R_ADDRESS_R : R_ADDRESS_O)];
  t.sourcePort = icmp ? icmpTypeOf(protocol, ports >>> 24, sender) : sender === 0 ? ports >>> 16 : ports & 0xffff;
  t.destinationPort = icmp ? (ports >>> 16) & 255 : sender === 0 ? ports & 0xffff : ports >>> 16;
  return t;
}

/** Options of a SYN as R_SINGLE_OPTIONS keeps them. @param o they are parsed into it */
export function packedOptions(packet: Int32Array, view: DataView, o: Int32Array): number {
  parseTcpOptions(view, packet[P_OPTIONS_AT], packet[P_OPTIONS_LENGTH], o);
  return (Math.min(o[O_WSCALE], 30) + 1) | (o[O_SACK_PERMITTED] !== 0 ? SINGLE_SACK : 0) | (o[O_TS_PRESENT] !== 0 ? SINGLE_TIMESTAMPS : 0) | (o[O_TFO] !== 0 ? SINGLE_TFO : 0) | (o[O_MSS] << 16);
}
