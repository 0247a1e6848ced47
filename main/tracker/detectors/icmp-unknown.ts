// ICMP types and codes that no standard defines (IANA's registries): fingerprinting by reaction, or a hidden channel.
import { alertCode, SEVERITY_LOW } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_DESTINATION_PORT, P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('icmp-unknown');
const NONE = -1;

/** Highest code of each type; every type that is missing is unknown. */
const CODES: Readonly<Record<number, number>> = {
  0: 0, 3: 15, 4: 0, 5: 3, 6: 0, 8: 0, 9: 16, 10: 0, 11: 1, 12: 2, 13: 0, 14: 0, 15: 0, 16: 0, 17: 0, 18: 0, 40: 5, 41: 255, 42: 0, 43: 4, 253: 255, 254: 255,
};
const CODES6: Readonly<Record<number, number>> = {
  1: 8, 2: 0, 3: 1, 4: 10, 100: 255, 101: 255, 128: 0, 129: 0, 130: 0, 131: 0, 132: 0, 133: 0, 134: 0, 135: 0, 136: 0, 137: 0, 138: 255, 139: 2, 140: 2, 141: 0, 142: 0,
  143: 0, 144: 0, 145: 0, 146: 0, 147: 0, 148: 0, 149: 0, 150: 255, 151: 0, 152: 0, 153: 0, 154: 5, 155: 255, 157: 4, 158: 4, 159: 0, 160: 0, 161: 4, 200: 255, 201: 255,
};
const most = (codes: Readonly<Record<number, number>>): Int16Array => Int16Array.from({ length: 256 }, (_, type) => codes[type] ?? NONE);
const MOST = most(CODES);
const MOST6 = most(CODES6);

export const icmpUnknown: MakeDetector = () => ({
  kind: 'icmp-unknown',
  on: {
    icmp: (s) => {
      const type = s.packet[P_SOURCE_PORT];
      const code = s.packet[P_DESTINATION_PORT];
      if (code <= (s.packet[P_PROTOCOL] === PROTOCOL.icmp6 ? MOST6 : MOST)[type & 255]) return;
      const row = s.log.raise(KIND, s);
      if (row < 0 || !s.log.isNew(row)) return;
      s.log.value(row, 0, type);
      s.log.value(row, 1, code);
      s.log.grade(row, SEVERITY_LOW, 2);
      s.log.about(row, s.connection);
    },
  },
});
