// Filters that pages write for the reader: a host, a pair, a state. In the language of the filter field.

/** Connections with this host at either end. */
export const hostFilter = (address: string): string => `address == ${address}`;

/** Connections between two hosts, whoever opened them. */
export const pairFilter = (a: string, b: string): string =>
  (a === b ? hostFilter(a) : `(originator.address == ${a} and responder.address == ${b}) or (originator.address == ${b} and responder.address == ${a})`);

/** Connections of which this end is in a state now. */
export function stateFilter(whose: 'originator' | 'responder' | 'both', protocol: string, state: string): string {
  if (whose === 'both') return `proto == ${protocol} and states == ${state}`;
  return `states.${whose} == ${state}`;
}
