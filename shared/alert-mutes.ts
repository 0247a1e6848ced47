// Which alerts the user does not want to hear of any more: by kind, host or pair of hosts, each with the reason in their words.
import { ALERTS } from './alerts';
import type { AlertKind, AlertRow } from './alerts';

export interface AlertMute {
  /** null: every kind. */
  kind: AlertKind | null;
  /** Address at either end; null: every host. */
  host: string | null;
  /** The other end; only with a host. */
  peer: string | null;
  reason: string;
}

/** Least and most, both allowed. */
export const MUTE_LIMITS = { mutes: [0, 200], reasonCharacters: [1, 200], addressCharacters: [1, 64] } as const;

const KINDS: readonly unknown[] = ALERTS.map(({ kind }) => kind);
const within = (text: unknown, [least, most]: readonly [number, number]): boolean => typeof text === 'string' && text.length >= least && text.length <= most;

/** One that says what it mutes, and why. */
export function isAlertMute(value: unknown): value is AlertMute {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, host, peer, reason, ...rest } = value as Record<string, unknown>;
  if (Object.keys(rest).length > 0 || !within(reason, MUTE_LIMITS.reasonCharacters)) return false;
  const isAddress = (address: unknown): boolean => address === null || within(address, MUTE_LIMITS.addressCharacters);
  if ((kind !== null && !KINDS.includes(kind)) || !isAddress(host) || !isAddress(peer)) return false;
  return host === null ? kind !== null && peer === null : true;
}

type Muted = Pick<AlertRow, 'kind' | 'source' | 'target'>;

function mutes({ kind, host, peer }: AlertMute, { kind: of, source, target }: Muted): boolean {
  if (kind !== null && kind !== of) return false;
  if (host === null) return true;
  if (peer === null) return source === host || target === host;
  return (source === host && target === peer) || (source === peer && target === host);
}

/** The first mute that an alert falls under; null for none. */
export const muteOf = (alert: Muted, all: readonly AlertMute[]): AlertMute | null => all.find((mute) => mutes(mute, alert)) ?? null;

/** Two mutes of the same alerts. */
export const sameMute = (a: AlertMute, b: AlertMute): boolean => a.kind === b.kind && a.host === b.host && a.peer === b.peer;

/** Why a muted alert is held back, in a report. */
const MUTED = 'Muted by a rule of the user';
export const mutedText = ({ reason }: AlertMute): string => `${MUTED}: ${reason}`;
/** The same without the user's words: they may name what a report must not. */
export const withoutReason = (suppressed: string | null): string | null => (suppressed?.startsWith(`${MUTED}:`) === true ? MUTED : suppressed);
