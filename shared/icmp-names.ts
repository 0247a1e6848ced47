// ICMP messages in words, by type and code: RFC 792, 1191, 1812, 950, 1256; RFC 4443 and 4861 for IPv6. Others are told by their numbers.

interface IcmpName {
  name: string;
  /** By code, where codes tell more; '' for a code without a name. */
  codes?: readonly string[];
}

const V4: Readonly<Record<number, IcmpName>> = {
  0: { name: 'echo reply' },
  3: {
    name: 'destination unreachable',
    codes: [
      'network unreachable', 'host unreachable', 'protocol unreachable', 'port unreachable: nobody listens there', 'fragmentation needed, but forbidden', 'source route failed', 'network unknown', 'host unknown',
      'source host isolated', 'network prohibited', 'host prohibited', 'network unreachable for this service', 'host unreachable for this service', 'prohibited by a filter', 'host precedence violation', 'precedence cut off',
    ],
  },
  4: { name: 'source quench' },
  5: { name: 'redirect', codes: ['redirect for the network', 'redirect for the host', 'redirect for the service and network', 'redirect for the service and host'] },
  6: { name: 'alternate host address' },
  8: { name: 'echo request' },
  9: { name: 'router advertisement' },
  10: { name: 'router solicitation' },
  11: { name: 'time exceeded', codes: ['time to live exceeded on the way', 'fragments did not all arrive in time'] },
  12: { name: 'parameter problem' },
  13: { name: 'timestamp request' },
  14: { name: 'timestamp reply' },
  15: { name: 'information request' },
  16: { name: 'information reply' },
  17: { name: 'address mask request' },
  18: { name: 'address mask reply' },
};

const V6: Readonly<Record<number, IcmpName>> = {
  1: { name: 'destination unreachable', codes: ['no route to the destination', 'prohibited by a filter', 'beyond the scope of the source address', 'address unreachable', 'port unreachable: nobody listens there', 'source address refused by policy', 'route to the destination rejected'] },
  2: { name: 'packet too big' },
  3: { name: 'time exceeded', codes: ['hop limit exceeded on the way', 'fragments did not all arrive in time'] },
  4: { name: 'parameter problem' },
  128: { name: 'echo request' },
  129: { name: 'echo reply' },
  130: { name: 'multicast listener query' },
  131: { name: 'multicast listener report' },
  132: { name: 'multicast listener done' },
  133: { name: 'router solicitation' },
  134: { name: 'router advertisement' },
  135: { name: 'neighbour solicitation' },
  136: { name: 'neighbour advertisement' },
  137: { name: 'redirect' },
};

/** `echo request`, `port unreachable: nobody listens there`, `type 42 code 0`. */
export function icmpName(type: number, code: number, version6: boolean): string {
  const known = (version6 ? V6 : V4)[type];
  const byCode = known?.codes?.[code];
  if (byCode !== undefined && byCode !== '') return byCode;
  return known === undefined ? `type ${type} code ${code}` : known.name;
}

/** Errors quote the packet they are about; everything else asks, answers or announces. */
export const isIcmpError = (type: number, version6: boolean): boolean => (version6 ? type < 128 : type === 3 || type === 4 || type === 5 || type === 11 || type === 12);
