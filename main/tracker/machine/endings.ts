// How a connection was opened and how it ended, as a record stores it: indices in OPENED and CLOSED of shared/flow.ts.

export const OPENED_NONE = 0;
export const OPENED_HANDSHAKE = 1;
export const OPENED_SIMULTANEOUS = 2;
export const OPENED_UNANSWERED = 3;
export const OPENED_REFUSED = 4;
export const OPENED_HALF_OPEN = 5;
export const OPENED_MID_STREAM = 6;
export const OPENED_DATA_FIRST = 7;

export const CLOSED_OPEN = 0;
export const CLOSED_FIN = 1;
export const CLOSED_HALF = 2;
export const CLOSED_RESET = 3;
export const CLOSED_REFUSED = 4;
export const CLOSED_UNREACHABLE = 5;
export const CLOSED_EXPIRED = 6;
