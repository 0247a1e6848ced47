// The colours and the face of every chart: read from the style sheet's tokens, again when the theme changes, for a canvas does not follow the style sheet.

export const TOKEN_NAMES = ['ground', 'panel', 'raised', 'line', 'line-strong', 'text', 'dim', 'accent', 'good', 'warn', 'bad', 'state-hollow', 'state-triangle', 'state-disc', 'state-diamond', 'state-square', 'state-cross', 'font-text'] as const;
export type TokenName = (typeof TOKEN_NAMES)[number];
export type Tokens = Readonly<Record<TokenName, string>>;

/** `read` gives the value of a custom property, such as `--text`. */
export function readTokens(read: (property: string) => string): Tokens {
  return Object.fromEntries(TOKEN_NAMES.map((name) => [name, read(`--${name}`).trim()])) as Record<TokenName, string>;
}
