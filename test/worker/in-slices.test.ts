// Long work leaves its thread free in between, and who asks for the same waits for the same.
import { describe, expect, it } from 'vitest';
import { Freshness } from '../../main/worker/freshness';
import { inSlices } from '../../main/worker/in-slices';
import { KeptAnswer } from '../../main/worker/kept-answer';

/** Each step takes a millisecond at least: more of them than fit into a slice, however the machine stalls. */
function* long(steps: number): Generator<undefined, string, undefined> {
  for (let i = 0; i < steps; i++) {
    const until = performance.now() + 1;
    while (performance.now() < until);
    yield undefined;
  }
  return 'done';
}

describe('work in slices', () => {
  it('is answered at once where it is short', () => { expect(inSlices(long(0))).toBe('done'); });

  it('lets others in between', async () => {
    const order: string[] = [];
    const work = inSlices(long(60));
    setImmediate(() => order.push('a short question'));
    order.push(await work);
    expect(order).toEqual(['a short question', 'done']);
  });

  it('fails like any other work', async () => {
    function* broken(): Generator<undefined, string, undefined> {
      yield* long(20);
      throw new Error('broken');
    }
    await expect(Promise.resolve(inSlices(broken()))).rejects.toThrow('broken');
  });
});

describe('a dear answer', () => {
  it('is worked out once for all who ask meanwhile', async () => {
    const kept = new KeptAnswer<string>();
    let made = 0;
    const ask = (): string | Promise<string> => kept.serve('overview', false, () => { made++; return inSlices(long(30)); });
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['done', 'done', 'done']);
    expect([ask(), made]).toEqual(['done', 1]);
  });

  it('that failed is asked for again', async () => {
    const kept = new KeptAnswer<string>();
    await expect(Promise.resolve(kept.serve('overview', false, () => Promise.reject(new Error('broken'))))).rejects.toThrow('broken');
    expect(kept.serve('overview', false, () => 'done')).toBe('done');
  });

  it('of another question does not wait', async () => {
    const kept = new KeptAnswer<string>();
    const first = kept.serve('one', false, () => inSlices(long(30)));
    expect(kept.serve('two', false, () => 'other')).toBe('other');
    expect(await first).toBe('done');
    expect(kept.serve('two', false, () => 'again')).toBe('other');
  });

  it('is not begun anew while it is being worked out', async () => {
    const freshness = new Freshness();
    let refreshed = 0;
    const ask = (): string | Promise<string> => freshness.serve(() => { refreshed++; }, () => inSlices(long(40)));
    await Promise.all([ask(), new Promise((resolve) => { setTimeout(resolve, 200); }).then(ask)]);
    expect(refreshed).toBe(1);
  });
});
