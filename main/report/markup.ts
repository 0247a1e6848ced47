// HTML as values: text is escaped unless it was made here. Names of files, filters and packets are hostile.

export interface Markup { readonly html: string }
type Part = Markup | string | number | null | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Control and formatting characters are shown by number: they could turn the direction of a line, or hide a part. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

export function escaped(text: string): string {
  return text
    .replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

const render = (part: Part): string => {
  if (part === null) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(render).join('');
};

/** html`<p>${text}</p>`: what stands in the braces is escaped, or markup itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: strings.map((fixed, i) => fixed + (i < parts.length ? render(parts[i] ?? null) : '')).join('') };
}

/** Markup that our own code made, a chart. */
export const trusted = (made: string): Markup => ({ html: made });
