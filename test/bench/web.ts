// "web": browsers and their servers. 200,000 TCP connections, 3,000 at a time, TLS- and HTTP-shaped, with DNS, QUIC-like UDP and ping beside them.
import { Hosts } from './hosts';
import { clientHello, dnsAnswer, dnsQuery, httpRequest, httpResponse, serverHello, tlsHead } from './payload';
import type { Random } from './random';
import { Script } from './script';
import { TcpPlan, type TcpTraits, type Trouble } from './tcp-plan';
import type { Successor, Timeline } from './timeline';
import { count, type Truth } from './truth';

const CONNECTIONS = 200_000;
const AT_A_TIME = 3_000;
const SITES = ['www.example.com', 'cdn.example.net', 'api.example.org', 'images.example.com'] as const;

export function web(random: Random, truth: Truth, timeline: Timeline): Successor {
  const total = Math.max(20, Math.round(CONNECTIONS * truth.scale));
  const hosts = new Hosts(random, { clients: 500, servers: 2000, ipv6Share: 0.25, vlanShare: 0.02 });
  let made = 0;
  const next = (micros: number): Script | undefined => {
    if (made >= total) return undefined;
    made++;
    // Names are asked for, hosts are pinged and streams run beside the connections, in a fixed share of them.
    if (random.chance(0.3)) timeline.add(dns(random, hosts, truth, micros));
    if (random.chance(0.005)) timeline.add(quic(random, hosts, truth, micros));
    if (random.chance(0.01)) timeline.add(ping(random, hosts, truth, micros, made));
    return connection(random, hosts, truth, micros + random.int(100, 200_000));
  };
  for (let i = 0; i < Math.min(AT_A_TIME, total); i++) {
    const script = next(random.int(0, 1_500_000));
    if (script) timeline.add(script);
  }
  return (micros, ended) => (ended.ends.protocol === 6 ? next(micros) : undefined);
}

function traits(random: Random): TcpTraits {
  const timestamps = random.chance(0.6);
  const scaled = random.chance(0.95);
  return {
    roundTripMicros: Math.max(300, Math.round(random.lognormal(25_000, 0.8))), mss: timestamps ? 1448 : 1460, timestamps, sack: random.chance(0.95),
    windowScale: scaled ? 7 : -1, window: scaled ? 502 : 64240, mostInFlight: 40, segmentsPerAck: random.chance(0.4) ? 4 : 2,
  };
}

function connection(random: Random, hosts: Hosts, truth: Truth, start: number): Script {
  const tls = random.chance(0.7);
  const script = new Script(hosts.ends(6, tls ? 443 : 80), random.int(0, 65535));
  const plan = new TcpPlan(script, start, traits(random), random, truth);
  count(truth.connections, 'tcp');
  const fate = random.next();
  if (fate < 0.015) {
    plan.unanswered(random.int(0, 3));
    count(truth.tcp.opened, 'unanswered');
    return script.settle();
  }
  if (fate < 0.03) {
    plan.refused();
    count(truth.tcp.opened, 'refused');
    count(truth.tcp.closed, 'refused');
    return script.settle();
  }
  plan.handshake(random.chance(0.005) ? 1 : 0);
  count(truth.tcp.opened, 'handshake');
  plan.pause(random.int(100, 5_000));
  const site = SITES[random.int(0, SITES.length - 1)] ?? SITES[0];
  if (tls) greet(random, plan, site);
  for (let i = random.chance(0.2) ? 2 : 1; i > 0; i--) exchange(random, plan, site, tls, i === 1);
  finish(random, plan, truth);
  return script.settle();
}

function greet(random: Random, plan: TcpPlan, site: string): void {
  plan.transfer(0, 517, { head: clientHello(site), piggyback: random.chance(0.8) });
  const certificate = random.int(1800, 4000);
  plan.transfer(1, certificate, { head: serverHello(certificate - 140) });
  plan.pause(random.int(200, 3_000));
  plan.transfer(0, 64, { head: tlsHead(58), piggyback: random.chance(0.85) });
}

function exchange(random: Random, plan: TcpPlan, site: string, tls: boolean, last: boolean): void {
  plan.pause(Math.round(random.lognormal(20_000, 1.2)));
  const request = tls ? random.int(90, 700) : 0;
  const path = `/${random.word().toString(36)}`;
  const head = tls ? tlsHead(request) : httpRequest(site, path);
  if (random.chance(0.01)) plan.timedOutRequest(tls ? request : head.length, head);
  else plan.transfer(0, tls ? request : head.length, { head, piggyback: random.chance(0.8) });
  const bytes = Math.min(2_000_000, Math.max(200, Math.round(random.lognormal(2_400, 1.3))));
  plan.pause(random.int(300, 30_000));
  plan.transfer(1, bytes, { head: tls ? tlsHead(bytes) : httpResponse(bytes), piggyback: last && random.chance(0.4), trouble: trouble(random) });
}

/** Only transfers of more than six segments can have any; so these are shares of the larger ones. */
function trouble(random: Random): Trouble | undefined {
  const which = random.next();
  if (which < 0.05) return 'lost-before';
  if (which < 0.09) return 'lost-after';
  if (which < 0.14) return 'reordered';
  return which < 0.16 ? 'zero-window' : undefined;
}

function finish(random: Random, plan: TcpPlan, truth: Truth): void {
  plan.pause(random.int(100, 400_000));
  const end = random.next();
  if (end < 0.9) {
    plan.close(random.chance(0.6) ? 0 : 1, random.chance(0.75));
    count(truth.tcp.closed, 'fin');
  } else if (end < 0.96) {
    plan.reset(random.chance(0.7) ? 0 : 1);
    count(truth.tcp.closed, 'reset');
  } else if (end < 0.98) {
    plan.halfClose(random.chance(0.5) ? 0 : 1);
    count(truth.tcp.closed, 'half-closed');
  } else {
    count(truth.tcp.closed, 'open');
  }
}

function dns(random: Random, hosts: Hosts, truth: Truth, start: number): Script {
  const script = new Script(hosts.ends(17, 53), random.int(0, 65535));
  const site = SITES[random.int(0, SITES.length - 1)] ?? SITES[0];
  const id = random.int(0, 65535);
  const query = dnsQuery(id, site);
  const answer = dnsAnswer(id, site);
  const plain = { flags: 0, seq: 0, ack: 0, window: 0, offset: 0, options: undefined };
  script.plan({ ...plain, micros: start, way: 0, length: query.length, head: query });
  if (!random.chance(0.02)) script.plan({ ...plain, micros: start + random.int(300, 40_000), way: 1, length: answer.length, head: answer });
  count(truth.connections, 'udp');
  return script.settle();
}

function quic(random: Random, hosts: Hosts, truth: Truth, start: number): Script {
  const script = new Script(hosts.ends(17, 443), random.int(0, 65535));
  const plain = { flags: 0, seq: 0, ack: 0, window: 0, head: undefined, options: undefined };
  let micros = start;
  for (let i = 0, most = random.int(10, 150); i < most; i++) {
    const down = i > 0 && random.chance(0.7);
    script.plan({ ...plain, micros, way: down ? 1 : 0, length: down ? 1252 : random.int(30, 90), offset: i * 1252 });
    micros += random.int(20, 8_000);
  }
  count(truth.connections, 'udp');
  return script.settle();
}

function ping(random: Random, hosts: Hosts, truth: Truth, start: number, identifier: number): Script {
  const script = new Script(hosts.pinging(identifier & 0xffff), random.int(0, 65535));
  for (let i = 1, times = random.int(1, 10); i <= times; i++) {
    const plain = { flags: 0, seq: i, ack: 0, window: 0, length: 56, offset: 0, head: undefined, options: undefined };
    script.plan({ ...plain, micros: start + i * 1_000_000, way: 0 });
    if (!random.chance(0.03)) script.plan({ ...plain, micros: start + i * 1_000_000 + random.int(300, 40_000), way: 1 });
  }
  count(truth.connections, script.ends.protocol === 1 ? 'icmp' : 'icmp6');
  return script.settle();
}
