// The captures that hurt: "small" (a million short conversations and a scan), "fat" (five long transfers), "synflood" (five million half-open tuples).
import { addressBytes } from '../make/bytes';
import { tcpOptions } from '../make/packet';
import { Hosts } from './hosts';
import { tlsHead } from './payload';
import type { Random } from './random';
import { Script } from './script';
import { TcpPlan, type TcpTraits } from './tcp-plan';
import type { Successor, Timeline } from './timeline';
import { count, type Truth } from './truth';

const SYN = 2;

export function small(random: Random, truth: Truth, timeline: Timeline): Successor {
  const talks = Math.max(10, Math.round(700_000 * truth.scale));
  const probes = Math.max(10, Math.round(300_000 * truth.scale));
  const hosts = new Hosts(random, { clients: 2000, servers: 5000 });
  const traits: TcpTraits = { roundTripMicros: 2_000, mss: 1460, timestamps: false, sack: true, windowScale: 7, window: 502, mostInFlight: 40, segmentsPerAck: 2 };
  const scanner = addressBytes('203.0.113.66');
  let talked = 0;
  let probed = 0;

  const talk = (micros: number): Script | undefined => {
    if (talked++ >= talks) return undefined;
    const script = new Script(hosts.ends(6, 6379), random.word());
    const plan = new TcpPlan(script, micros + random.int(0, 50_000), { ...traits, roundTripMicros: random.int(200, 20_000) }, random, truth);
    plan.handshake();
    for (let i = random.int(2, 4); i > 0; i--) {
      plan.pause(random.int(100, 20_000));
      plan.transfer(0, random.int(6, 40), { piggyback: true });
      plan.transfer(1, random.int(6, 46), { piggyback: i > 1 && random.chance(0.95) });
    }
    plan.close(random.chance(0.8) ? 0 : 1, random.chance(0.6));
    count(truth.connections, 'tcp');
    count(truth.tcp.opened, 'handshake');
    count(truth.tcp.closed, 'fin');
    return script.settle();
  };

  // Every port of one host after the other, from one source; a third of the ports are closed and say so.
  const probe = (micros: number): Script | undefined => {
    if (probed >= probes) return undefined;
    const host = Math.floor(probed / 1024);
    const destination = Uint8Array.of(198, 51, 100 + (host >> 8), host & 255);
    const script = new Script({ protocol: 6, source: scanner, destination, sourcePort: 61_000, destinationPort: 1 + (probed++ % 1024) }, random.word());
    const plan = new TcpPlan(script, micros + random.int(1, 60), traits, random, truth);
    const refused = random.chance(0.33);
    if (refused) plan.refused();
    else plan.unanswered(0);
    count(truth.connections, 'tcp');
    count(truth.tcp.opened, refused ? 'refused' : 'unanswered');
    if (refused) count(truth.tcp.closed, 'refused');
    return script.settle();
  };

  for (let i = 0; i < Math.min(5000, talks); i++) { const script = talk(random.int(0, 100_000)); if (script) timeline.add(script); }
  for (let i = 0; i < 40; i++) { const script = probe(random.int(0, 100_000)); if (script) timeline.add(script); }
  return (micros, { ends }) => (ends.sourcePort === 61_000 && ends.source === scanner ? probe(micros) : talk(micros));
}

export function fat(random: Random, truth: Truth, timeline: Timeline): Successor {
  const bytesEach = Math.max(2_000_000, Math.round(584_000_000 * truth.scale));
  const hosts = new Hosts(random, { clients: 5, servers: 5 });
  for (let i = 0; i < 5; i++) {
    const script = new Script(hosts.ends(6, 443), random.word());
    const traits: TcpTraits = { roundTripMicros: 2_000 + i * 4_000, mss: 1460, timestamps: false, sack: true, windowScale: 10, window: 4096, mostInFlight: 256, segmentsPerAck: 2 };
    const plan = new TcpPlan(script, random.int(0, 50_000), traits, random, truth);
    plan.handshake();
    plan.transfer(0, 400, { head: tlsHead(400), piggyback: true });
    let left = bytesEach;
    script.refill = () => {
      if (left < 0) return false;
      if (left === 0) plan.close(0, false);
      else plan.transfer(1, Math.min(left, 1_460_000), random.chance(0.1) ? { trouble: random.chance(0.5) ? 'lost-before' : 'reordered' } : {});
      left = left === 0 ? -1 : Math.max(0, left - 1_460_000);
      return true;
    };
    count(truth.connections, 'tcp');
    count(truth.tcp.opened, 'handshake');
    count(truth.tcp.closed, 'fin');
    timeline.add(script.settle());
  }
  return () => undefined;
}

export function synflood(random: Random, truth: Truth, timeline: Timeline): Successor {
  const total = Math.max(100, Math.round(5_000_000 * truth.scale));
  const destination = addressBytes('198.18.0.80');
  const options = tcpOptions.mss(1460);
  let made = 0;
  const next = (micros: number): Script | undefined => {
    if (made >= total) return undefined;
    // An odd factor permutes the 32-bit numbers: no source address occurs twice.
    const address = Math.imul(made++, 0x9e3779b1);
    const source = Uint8Array.of(address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255);
    const script = new Script({ protocol: 6, source, destination, sourcePort: 1024 + (random.word() % 64_000), destinationPort: 80 }, random.word());
    script.plan({ micros: micros + random.int(1, 9), way: 0, flags: SYN, seq: random.word(), ack: 0, window: 64240, length: 0, offset: 0, head: undefined, options });
    count(truth.connections, 'tcp');
    count(truth.tcp.opened, 'unanswered');
    return script.settle();
  };
  const first = next(0);
  if (first) timeline.add(first);
  return next;
}
