// The hosts of a generated capture, and tuples that never occur twice.
import { addressBytes } from '../make/bytes';
import type { Random } from './random';
import type { Ends } from './script';

const ipv4 = (...bytes: [number, number, number, number]): Uint8Array => Uint8Array.from(bytes);

export class Hosts {
  readonly #ports: Uint16Array;
  readonly #random: Random;
  readonly #clients: number;
  readonly #servers: number;
  readonly #ipv6Share: number;
  readonly #vlanShare: number;

  constructor(random: Random, { clients, servers, ipv6Share = 0, vlanShare = 0 }: { clients: number; servers: number; ipv6Share?: number; vlanShare?: number }) {
    this.#random = random;
    this.#clients = clients;
    this.#servers = servers;
    this.#ipv6Share = ipv6Share;
    this.#vlanShare = vlanShare;
    this.#ports = new Uint16Array(clients).fill(20_000);
  }

  /** A client and a server of the same family; the client's port is used once in the whole capture. */
  ends(protocol: 6 | 17, destinationPort: number): Ends {
    const client = this.#random.int(0, this.#clients - 1);
    const sourcePort = this.#ports[client] = (this.#ports[client] ?? 0) + 1;
    return { protocol, sourcePort, destinationPort, ...this.#addresses(client) };
  }

  /** Two hosts for ICMP; `identifier` stands where the source port does. */
  pinging(identifier: number): Ends {
    const addresses = this.#addresses(this.#random.int(0, this.#clients - 1));
    return { protocol: addresses.source.length === 16 ? 58 : 1, sourcePort: identifier, destinationPort: 0, ...addresses };
  }

  #addresses(client: number): { source: Uint8Array; destination: Uint8Array; vlan?: number } {
    const server = this.#random.int(0, this.#servers - 1);
    const vlan = this.#random.chance(this.#vlanShare) ? { vlan: 100 + (client % 4) } : {};
    if (this.#random.chance(this.#ipv6Share)) {
      return { source: ipv6('2001:db8:1::', client), destination: ipv6('2001:db8:5::', server), ...vlan };
    }
    return { source: ipv4(10, 1, client >> 8, client & 255), destination: ipv4(198, 18, server >> 8, server & 255), ...vlan };
  }
}

function ipv6(prefix: string, host: number): Uint8Array {
  const bytes = prefixes.get(prefix)?.slice() ?? addressBytes(prefix);
  if (!prefixes.has(prefix)) prefixes.set(prefix, bytes.slice());
  bytes[14] = host >> 8;
  bytes[15] = host & 255;
  return bytes;
}
const prefixes = new Map<string, Uint8Array>();
