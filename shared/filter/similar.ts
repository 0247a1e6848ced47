// "Did you mean": the known name that takes the fewest changes.

/** Insertions, deletions, replacements and swaps of neighbours from one text to the other; more than `most` counts as `most + 1`. */
export function changes(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? most + 1;
}

/** Names like the one typed, the likeliest first, at most three. */
export function similar(typed: string, known: readonly string[]): string[] {
  const wanted = typed.slice(0, 64).toLowerCase();
  const most = wanted.length <= 4 ? 1 : wanted.length <= 8 ? 2 : 3;
  const rated: { name: string; rate: number }[] = [];
  for (const name of known) {
    const plain = name.toLowerCase();
    const lastPart = plain.slice(plain.lastIndexOf('.') + 1);
    const distance = changes(wanted, plain, most);
    if (distance <= most) rated.push({ name, rate: distance });
    else if (wanted.length >= 3 && plain.startsWith(wanted)) rated.push({ name, rate: most + 1 });
    else if (lastPart !== plain && wanted.length >= 4 && changes(wanted, lastPart, 1) <= 1) rated.push({ name, rate: most + 2 });
  }
  return rated.sort((a, b) => a.rate - b.rate || a.name.length - b.name.length).slice(0, 3).map(({ name }) => name);
}
