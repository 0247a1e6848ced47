// Colours of the charts, read from the theme's tokens: charts are drawn on a canvas and do not follow the style sheet by themselves.
import { TCP_STATES } from '@shared/states';
import type { Shape } from '@shared/states';

const TOKENS = ['--ground', '--panel', '--raised', '--line', '--line-strong', '--text', '--dim', '--accent', '--warn', '--bad', '--font-text', '--state-hollow', '--state-triangle', '--state-disc', '--state-diamond', '--state-square', '--state-cross'] as const;
type Token = (typeof TOKENS)[number];
export type ChartColors = Readonly<Record<Token, string>>;

/** @param read value of a token, as the style sheet has it now */
export function chartColors(read: (token: string) => string): ChartColors {
  return Object.fromEntries(TOKENS.map((token) => [token, read(token).trim()])) as Record<Token, string>;
}

export function shapeColor(colors: ChartColors, shape: Shape): string { return colors[`--state-${shape}`]; }

/** The colour of a TCP state's shape; states that share a shape differ by `tone`, their place among them. */
export function stateColor(colors: ChartColors, name: string): { color: string; tone: number } {
  const info = TCP_STATES.find((state) => state.name === name);
  const shape = info?.shape ?? 'hollow';
  return { color: shapeColor(colors, shape), tone: TCP_STATES.filter((state) => state.shape === shape).findIndex((state) => state.name === name) };
}

/** Each protocol's colour: from the same tokens, so that both themes fit. */
export function protocolColor(colors: ChartColors, protocol: string): string {
  switch (protocol) {
    case 'tcp': return colors['--accent'];
    case 'udp': return colors['--state-disc'];
    case 'icmp': return colors['--state-triangle'];
    case 'icmp6': return colors['--state-diamond'];
    default: return colors['--state-hollow'];
  }
}

/** A font for canvas texts. */
export const chartFont = (colors: ChartColors): { fontFamily: string; fontSize: number; color: string } => ({ fontFamily: colors['--font-text'], fontSize: 11, color: colors['--dim'] });
