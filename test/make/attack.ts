// One capture with attacks of several families between ordinary conversations: an XMAS scan, a port scan, a redirect, overlapping fragments.
import { type Bytes, pattern } from './bytes';
import { ethernet, icmp, ipv4, ipv4Fragments, quote, tcp, udp } from './packet';
import { FIRST_MICROS, pcap } from './pcap';
import { story } from './story';

export const ATTACKER = '198.51.100.23';
export const VICTIM = '10.0.5.57';
const GATEWAY = '10.0.5.1';
const SECOND = 1_000_000;

interface Timed { bytes: Bytes; micros: number }

/** @param ports that the scan tries, all of them refused */
export function attackFrames(ports = 40): Timed[] {
  const at = (seconds: number, bytes: Bytes): Timed => ({ bytes, micros: FIRST_MICROS + seconds * SECOND });
  const from = (src: string, dst: string, payload: Parameters<typeof ipv4>[1]): Bytes => ethernet({}, ipv4({ src, dst }, payload));
  const frames: Timed[] = [];
  for (let i = 0; i < 6; i++) {
    const talk = story({ originator: { address: VICTIM, port: 40_000 + i }, responder: { address: '203.0.113.80', port: 443 }, startMicros: FIRST_MICROS + i * 15 * SECOND });
    frames.push(...talk.handshake().data('originator', 300).ack('responder').data('responder', 1_200).ack('originator').close('originator').frames() as Timed[]);
  }
  for (let i = 0; i < 6; i++) frames.push(at(8 + i * 0.02, from(ATTACKER, VICTIM, tcp({ srcPort: 50_000 + i, dstPort: 80 + i, flags: 'FPU', seq: 7 }))));
  for (let i = 0; i < ports; i++) {
    frames.push(at(20 + i * 0.05, from(ATTACKER, VICTIM, tcp({ srcPort: 51_000, dstPort: 1 + i, flags: 'S', seq: 1_000 + i }))));
    frames.push(at(20.001 + i * 0.05, from(VICTIM, ATTACKER, tcp({ srcPort: 1 + i, dstPort: 51_000, flags: 'RA', seq: 0, ack: 1_001 + i }))));
  }
  const sent = ipv4({ src: VICTIM, dst: '203.0.113.80' }, tcp({ srcPort: 40_000, dstPort: 443, flags: 'A', seq: 1, ack: 1 }));
  frames.push(at(40, from(GATEWAY, VICTIM, icmp({ type: 5, code: 1, rest: Uint8Array.of(10, 0, 5, 99) }, quote(sent)))));
  const fragments = ipv4Fragments({ src: ATTACKER, dst: VICTIM, id: 77 }, udp({ srcPort: 53, dstPort: 53 }, pattern(2_992)), 1_480);
  fragments.forEach((fragment, i) => { frames.push(at(60 + i * 0.001, ethernet({}, fragment))); });
  frames.push(at(60.0005, ethernet({}, ipv4({ src: ATTACKER, dst: VICTIM, id: 77, fragmentOffset: 1_400, moreFragments: true, protocol: 17 }, pattern(400, 99)))));
  return frames.sort((a, b) => a.micros - b.micros);
}

export const attackCapture = (ports = 40): Bytes => pcap(attackFrames(ports));
