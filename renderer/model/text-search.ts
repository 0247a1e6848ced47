// Finds entries by what is typed: every word must occur; where it begins a word it counts more. The letters of a word in order will do at last.

/** How well a text answers one word: 0 not at all, 3 best. */
function rank(text: string, word: string): number {
  if (text.startsWith(word)) return 3;
  const at = text.indexOf(word);
  if (at > 0) return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 1.5 : 2;
  return 0;
}

/** Letters in order, none between two of them counted: `sqk` is in `SEQ/ACK`. */
function scattered(text: string, word: string): boolean {
  let from = 0;
  for (const letter of word) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

/** Best answers first, equal ones in their own order; `loose` also takes scattered letters of three and more. */
export function search<T>(entries: readonly T[], typed: string, textOf: (entry: T) => readonly string[], loose = false): T[] {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [...entries];
  const found: { entry: T; score: number }[] = [];
  for (const entry of entries) {
    const [name = '', ...more] = textOf(entry).map((text) => text.toLowerCase());
    let score = 0;
    for (const word of words) {
      const own = rank(name, word) * 2 || Math.max(0, ...more.map((text) => rank(text, word)));
      const part = own > 0 ? own : loose && word.length > 2 && scattered(name, word) ? 0.5 : 0;
      score = part === 0 ? Number.NaN : score + part;
    }
    if (!Number.isNaN(score)) found.push({ entry, score });
  }
  return found.sort((a, b) => b.score - a.score).map(({ entry }) => entry);
}
