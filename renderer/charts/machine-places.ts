// Where the diagrams put each state: the only thing about the machines that is not in their rows. Left to right is the usual course of time.
import {
  CLOSED, CLOSE_WAIT, CLOSING, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, ICMP_EXPIRED, ICMP_NOTICE, ICMP_REPLIED, ICMP_REQUESTED, ICMP_UNREACHABLE,
  ICMP_UNSOLICITED, LAST_ACK, LISTEN, SYN_RECEIVED, SYN_SENT, TIME_WAIT, UDP_ANSWERED, UDP_EXPIRED, UDP_ONE_WAY, UDP_REFUSED, UDP_UNREACHABLE,
} from '@shared/states';
import { START } from '@shared/datagram-machine';

export type Place = readonly [x: number, y: number];

export interface Places {
  readonly width: number;
  readonly height: number;
  readonly at: Readonly<Record<number, Place>>;
  /** A state that is both the beginning and the end of the course has a second place, where the ways into it lead. */
  readonly ends: Readonly<Record<number, Place>>;
  /** Control points of a cubic curve, for ways whose straight line would cross a state. */
  readonly bends: Readonly<Record<string, readonly [Place, Place]>>;
  /** Where on its way an event is written, if not in the middle. */
  readonly labels?: Readonly<Record<string, number>>;
  /** Room above and below that only ways around the states need. */
  readonly margin?: number;
}

export const TCP_PLACES: Places = {
  width: 1120, height: 330, margin: 36,
  labels: { [`${CLOSED}>${ESTABLISHED}`]: 0.8, [`${SYN_SENT}>${SYN_RECEIVED}`]: 0.3, [`${SYN_RECEIVED}>${FIN_WAIT_1}`]: 0.6 },
  at: {
    [CLOSED]: [50, 165], [LISTEN]: [185, 265], [SYN_SENT]: [185, 65], [SYN_RECEIVED]: [345, 265], [ESTABLISHED]: [490, 165],
    [FIN_WAIT_1]: [645, 65], [CLOSE_WAIT]: [645, 265], [FIN_WAIT_2]: [815, 65], [CLOSING]: [815, 165], [LAST_ACK]: [815, 265], [TIME_WAIT]: [960, 110],
  },
  ends: { [CLOSED]: [1065, 220] },
  bends: {
    [`${SYN_RECEIVED}>${FIN_WAIT_1}`]: [[370, 130], [440, 70]],
    [`${SYN_SENT}>${CLOSED}`]: [[300, 0], [1040, -40]],
    [`${FIN_WAIT_1}>${CLOSED}`]: [[720, 0], [1050, -20]],
    [`${FIN_WAIT_2}>${CLOSED}`]: [[890, 0], [1070, 20]],
    [`${ESTABLISHED}>${CLOSED}`]: [[620, 225], [900, 225]],
    [`${CLOSING}>${CLOSED}`]: [[890, 195], [970, 215]],
    [`${CLOSE_WAIT}>${CLOSED}`]: [[720, 345], [1010, 345]],
    [`${SYN_RECEIVED}>${CLOSED}`]: [[480, 360], [1030, 360]],
    [`${LISTEN}>${CLOSED}`]: [[320, 370], [1040, 370]],
  },
};

export const UDP_PLACES: Places = {
  width: 800, height: 255,
  at: { [START]: [50, 110], [UDP_ONE_WAY]: [200, 110], [UDP_ANSWERED]: [480, 110], [UDP_REFUSED]: [480, 24], [UDP_UNREACHABLE]: [480, 196], [UDP_EXPIRED]: [720, 110] },
  ends: {},
  bends: {
    [`${UDP_ONE_WAY}>${UDP_EXPIRED}`]: [[240, 290], [660, 280]],
    [`${UDP_ANSWERED}>${UDP_REFUSED}`]: [[425, 85], [425, 50]],
    [`${UDP_REFUSED}>${UDP_ANSWERED}`]: [[535, 50], [535, 85]],
    [`${UDP_ANSWERED}>${UDP_UNREACHABLE}`]: [[425, 135], [425, 170]],
    [`${UDP_UNREACHABLE}>${UDP_ANSWERED}`]: [[535, 170], [535, 135]],
  },
};

export const ICMP_PLACES: Places = {
  width: 760, height: 220,
  at: {
    [START]: [50, 110], [ICMP_REQUESTED]: [230, 40], [ICMP_UNSOLICITED]: [230, 110], [ICMP_NOTICE]: [230, 180],
    [ICMP_REPLIED]: [450, 110], [ICMP_UNREACHABLE]: [450, 40], [ICMP_EXPIRED]: [660, 110],
  },
  ends: {},
  bends: { [`${ICMP_REQUESTED}>${ICMP_EXPIRED}`]: [[330, -10], [640, -10]] },
};
