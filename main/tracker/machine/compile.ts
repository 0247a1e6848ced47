// Compiles the rows of shared/ to byte tables: index = state << 4 | event, value = next state, IGNORE or INVALID.
import { INVALID, TCP_ROWS } from '@shared/tcp-machine';
import { ICMP_ROWS, UDP_ROWS } from '@shared/datagram-machine';

interface Row { from: number; event: number; to: number }

/** @throws Error when two rows answer the same pair: a fault of the table, found at start. */
function compile(rows: readonly Row[]): Uint8Array {
  const table = new Uint8Array(256).fill(INVALID);
  for (const { from, event, to } of rows) {
    const at = (from << 4) | event;
    if (table[at] !== INVALID) throw new Error(`two rows for state ${from}, event ${event}`);
    table[at] = to;
  }
  return table;
}

export const TCP_TABLE = compile(TCP_ROWS);
export const UDP_TABLE = compile(UDP_ROWS);
export const ICMP_TABLE = compile(ICMP_ROWS);
