// Many short conversations in one capture: the shape of scans and floods, and of the busy traffic that is neither.
import { type Story, story, together } from '../../make/story';
import { FIRST_MICROS } from '../../make/pcap';
import type { Bytes } from '../../make/bytes';

export interface Ends {
  readonly from?: string;
  readonly fromPort?: number;
  readonly to?: string;
  readonly port?: number;
}
export interface Shape {
  readonly times: number;
  /** Microseconds between two conversations. */
  readonly every?: number;
  /** When the first begins, µs after the capture does. */
  readonly begin?: number;
  readonly ends?: (i: number) => Ends;
  readonly talk: (s: Story, i: number) => Story;
}

export function many({ times, every = 1000, begin = 0, ends = () => ({}), talk }: Shape): Story[] {
  return Array.from({ length: times }, (_, i) => {
    const { from = '10.0.0.1', fromPort = 40_000 + (i % 20_000), to = '10.0.0.2', port = 80 } = ends(i);
    return talk(story({ originator: { address: from, port: fromPort }, responder: { address: to, port }, startMicros: FIRST_MICROS + begin + i * every, isn: { originator: i * 7919 } }), i);
  });
}

export const capture = (...shapes: readonly Shape[]): Bytes => together(...shapes.flatMap(many));

/** Hosts all over the Internet, and neighbours of one network. */
export const stranger = (i: number): string => `${130 + ((i * 37) % 90)}.${(i * 101) % 256}.${(i * 59) % 256}.${1 + ((i * 13) % 250)}`;
export const neighbour = (i: number): string => `10.0.7.${1 + (i % 250)}`;
