// Marks of states: a shape for each family, a cross for faults only.
import { describe, expect, it } from 'vitest';
import { CLOSED as HOW, PROTOCOL } from '@shared/flow';
import { CLOSED, CLOSE_WAIT, ESTABLISHED, TIME_WAIT, UDP_REFUSED } from '@shared/states';
import { hasStatePerEnd, namedStateMark, stateMark } from '../../../renderer/model/state-mark';

const OPEN = HOW.indexOf('open');

describe('the mark of a state', () => {
  it('tells the families of TCP states apart by shape', () => {
    const shapes = [CLOSED, 2, ESTABLISHED, CLOSE_WAIT, TIME_WAIT].map((code) => stateMark(PROTOCOL.tcp, code, OPEN).shape);
    expect(shapes).toEqual(['hollow', 'triangle', 'disc', 'diamond', 'square']);
  });
  it.each(['reset', 'refused', 'unreachable'] as const)('crosses a connection that ended %s', (how) => {
    expect(stateMark(PROTOCOL.tcp, CLOSED, HOW.indexOf(how))).toMatchObject({ shape: 'cross', word: 'CLOSED', note: how });
  });
  it.each(['fin', 'open', 'expired'] as const)('does not cross one that is closed and %s', (how) => {
    expect(stateMark(PROTOCOL.tcp, CLOSED, HOW.indexOf(how))).toMatchObject({ shape: 'hollow', note: '' });
  });
  it('leaves the other end of a reset connection its own state', () => { expect(stateMark(PROTOCOL.tcp, ESTABLISHED, HOW.indexOf('reset')).shape).toBe('disc'); });
  it('crosses a refused datagram', () => { expect(stateMark(PROTOCOL.udp, UDP_REFUSED, HOW.indexOf('refused'))).toMatchObject({ shape: 'cross', word: 'REFUSED' }); });
  it('survives a code from no table', () => { expect(stateMark(PROTOCOL.tcp, 15, 99)).toMatchObject({ word: '?', shape: 'hollow' }); });
});

it('finds the mark of a transition by name', () => {
  expect(namedStateMark(PROTOCOL.tcp, 'TIME-WAIT').shape).toBe('square');
  expect(namedStateMark(PROTOCOL.tcp, 'NO-SUCH')).toMatchObject({ shape: 'hollow', word: 'NO-SUCH' });
});
it('gives every end of TCP a state, and the pair one of everything else', () => {
  expect([PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.icmp, 132].map(hasStatePerEnd)).toEqual([true, false, false, false]);
});
