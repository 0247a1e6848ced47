// Kinds of alert that an ICMP type alone makes: a message that nobody healthy sends, and a query that tells too much.
import { alertCode, SEVERITY_LOW, SEVERITY_MEDIUM, type AlertKind } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import type { Sighting } from './sighting';

interface OnMessage { readonly kind: AlertKind; readonly on: { readonly icmp: (s: Sighting) => void } }

/** Every message of a type, one row for a pair. @param severity index in SEVERITY */
export function onType(kind: AlertKind, type: number, severity: number): OnMessage {
  const code = alertCode(kind);
  return {
    kind,
    on: {
      icmp: (s) => {
        if (s.packet[P_PROTOCOL] !== PROTOCOL.icmp || s.packet[P_SOURCE_PORT] !== type) return;
        const row = s.log.raise(code, s);
        if (row < 0) return;
        if (s.log.isNew(row)) s.log.grade(row, severity, 2);
        s.log.value(row, 0, s.log.countOf(row));
      },
    },
  };
}

/** A query and its reply: the one who asks is the source, whoever of the two is heard first; an answered one has told something. */
export function onQuery(kind: AlertKind, request: number, reply: number): OnMessage {
  const code = alertCode(kind);
  return {
    kind,
    on: {
      icmp: (s) => {
        const type = s.packet[P_SOURCE_PORT];
        if (s.packet[P_PROTOCOL] !== PROTOCOL.icmp || (type !== request && type !== reply)) return;
        const asks = type === request;
        const row = s.log.between(code, s, asks ? s.source : s.destination, asks ? s.destination : s.source);
        if (row < 0) return;
        s.log.add(row, asks ? 0 : 1, 1);
        s.log.about(row, s.connection);
        s.log.grade(row, s.log.valueOf(row, 1) > 0 ? SEVERITY_MEDIUM : SEVERITY_LOW, 2);
      },
    },
  };
}
