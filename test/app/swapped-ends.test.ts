// What the session remembers of exchanged ends: by file, undone when taken back, bounded.
import { expect, it } from 'vitest';
import type { ConnectionIdentity } from '@shared/flow';
import { SwappedEnds } from '../../main/swapped-ends';

const connection = (port: number): ConnectionIdentity => ({ protocol: 6, firstMicros: 1, originator: { address: '10.0.0.1', port }, responder: { address: '10.0.0.2', port: 80 } });

it('remembers each connection once, by its file, until it is taken back', () => {
  const ends = new SwappedEnds();
  ends.note('a', connection(1), true);
  ends.note('a', connection(1), true);
  ends.note('a', connection(2), true);
  expect(ends.of('a')).toEqual([connection(1), connection(2)]);
  ends.note('a', connection(1), false);
  expect(ends.of('a')).toEqual([connection(2)]);
  expect(ends.of('b')).toEqual([]);
});

it('forgets the file noted longest ago beyond its limit', () => {
  const ends = new SwappedEnds();
  for (let n = 0; n < 51; n++) ends.note(`file ${n}`, connection(n), true);
  expect([ends.of('file 0').length, ends.of('file 1').length, ends.of('file 50').length]).toEqual([0, 1, 1]);
});
