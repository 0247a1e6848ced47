// Texts that many rows share, as small numbers: what is asked of a text is worked out once for each, and looked up for every row.

/** More are not numbered: whoever makes up texts without end has them compared one by one. */
export const MOST_CODES = 16_384;

export class TextCodes {
  /** By code; the first is that of nothing. */
  readonly texts: string[] = [''];
  private readonly codes = new Map<string, number>([['', 0]]);

  constructor(texts: readonly string[] = []) { for (const text of texts) this.code(text); }

  /** -1 when there are too many. */
  code(text: string): number {
    const known = this.codes.get(text);
    if (known !== undefined) return known;
    if (this.texts.length >= MOST_CODES) return -1;
    this.codes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}
