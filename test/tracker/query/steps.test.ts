// Work in steps: it begins anew when what it reads has changed hands, and comes to an end all the same.
import { describe, expect, it } from 'vitest';
import { finished, whileSame, type Steps } from '../../../main/tracker/query/steps';

function* count(to: number): Steps<number> {
  let sum = 0;
  for (let i = 1; i <= to; i++) {
    sum += i;
    yield undefined;
  }
  return sum;
}

describe('steps', () => {
  it('give the same in one go and one by one', () => {
    const steps = whileSame(() => 0, () => count(4));
    let taken = 0;
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        expect(step.value).toBe(10);
        break;
      }
      taken++;
    }
    expect([taken, finished(count(4))]).toEqual([4, 10]);
  });

  it('begin anew when the version changes', () => {
    let version = 0;
    let begun = 0;
    const steps = whileSame(() => version, () => { begun++; return count(3); });
    steps.next();
    version++;
    expect([finished(steps), begun]).toEqual([6, 2]);
  });

  it('end where it never stays the same', () => {
    let version = 0;
    let begun = 0;
    const steps = whileSame(() => version++, () => { begun++; return count(3); });
    expect(finished(steps)).toBe(6);
    expect(begun).toBe(4);
  });
});
