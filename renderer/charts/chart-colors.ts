// Which token colours a state or a protocol in the charts, and their font.
import { TCP_STATES } from '@shared/states';
import type { Shape } from '@shared/states';
import type { Tokens } from './chart-tokens';

export function shapeColor(colors: Tokens, shape: Shape): string { return colors[`state-${shape}`]; }

/** The colour of a TCP state's shape; states that share a shape differ by `tone`, their place among them. */
export function stateColor(colors: Tokens, name: string): { color: string; tone: number } {
  const info = TCP_STATES.find((state) => state.name === name);
  const shape = info?.shape ?? 'hollow';
  return { color: shapeColor(colors, shape), tone: TCP_STATES.filter((state) => state.shape === shape).findIndex((state) => state.name === name) };
}

/** Each protocol's colour: from the same tokens, so that both themes fit. */
export function protocolColor(colors: Tokens, protocol: string): string {
  switch (protocol) {
    case 'tcp': return colors.accent;
    case 'udp': return colors['state-disc'];
    case 'icmp': return colors['state-triangle'];
    case 'icmp6': return colors['state-diamond'];
    default: return colors['state-hollow'];
  }
}

/** A font for canvas texts. */
export const chartFont = (colors: Tokens): { fontFamily: string; fontSize: number; color: string } => ({ fontFamily: colors['font-text'], fontSize: 11, color: colors.dim });
