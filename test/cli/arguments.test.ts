// The words of a command line: what is understood, and what is refused with a reason.
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../main/cli/arguments';

const reason = (...words: string[]): string => {
  const invocation = parseArguments(words);
  return invocation.command === 'wrong' ? invocation.reason : `understood as ${invocation.command}`;
};

describe('the words of a command line', () => {
  it('takes files and the kind of rows in any order', () => {
    expect(parseArguments(['analyze', 'a.pcap', '--jsonl', 'packets', '-'])).toEqual({ command: 'analyze', files: ['a.pcap', '-'], rows: 'packets', filter: '' });
    expect(parseArguments(['analyze', '--jsonl=connections', 'a'])).toEqual({ command: 'analyze', files: ['a'], rows: 'connections', filter: '' });
    expect(parseArguments(['analyze', 'a', '--connection-limit', '5000'])).toEqual({ command: 'analyze', files: ['a'], rows: null, filter: '', connectionLimit: 5000 });
  });

  it('takes a filter, and shows the place where it is wrong', () => {
    expect(parseArguments(['analyze', 'a', '--filter', 'tcp.port == 443'])).toEqual({ command: 'analyze', files: ['a'], rows: null, filter: 'tcp.port == 443' });
    expect(parseArguments(['analyze', 'a', '--filter', 'tcp and packets > x'])).toMatchObject({
      command: 'wrong', reason: expect.stringContaining('wants a number') as string, lines: ['  tcp and packets > x', '                    ^'],
    });
    expect(reason('analyze', '-', '--jsonl', 'packets', '--filter', 'tcp')).toMatch(/reads a capture twice/);
  });

  it('takes a file that is named like an option after --', () => {
    expect(parseArguments(['analyze', '--', '--help'])).toEqual({ command: 'analyze', files: ['--help'], rows: null, filter: '' });
  });

  it('reads what a capture needs', () => {
    const invocation = parseArguments(['capture', '-i', 'lo', '-f', 'tcp port 80', '-w', 'out.pcapng', '--seconds', '2.5', '--capturer', 'cap', '--limit', '64']);
    expect(invocation).toEqual({
      command: 'capture',
      request: { interface: 'lo', filter: 'tcp port 80', file: 'out.pcapng', seconds: 2.5, capturer: 'cap', rows: null, limitBytes: 64 * 1024 ** 2 },
    });
  });

  it.each([
    [[], /what is to be done/],
    [['frobnicate'], /no command “frobnicate”/],
    [['analyze'], /wants a capture file/],
    [['analyze', ''], /empty/],
    [['analyze', '-', '-'], /only once/],
    [['analyze', 'a', '--connection-limit', '5'], /takes a number from 1000/],
    [['analyze', 'a', '--jsonl', 'rows'], /takes connections, packets, transitions, alerts, not “rows”/],
    [['analyze', 'a', '--jsonl', 'packets', '--jsonl', 'packets'], /given twice/],
    [['analyze', 'a', '--colour'], /--colour/],
    [['capture'], /wants an interface/],
    [['capture', '-i', 'lo', '--seconds', '0x10'], /not “0x10”/],
    [['capture', '-i', 'lo', '--seconds', '-1'], /seconds/],
    [['capture', '-i', 'lo', '-w', ''], /name of a file/],
    [['capture', '-i', 'lo', 'tcp'], /tcp/],
    [['interfaces', 'eth0'], /eth0/],
  ])('refuses %j', (words, expected) => {
    expect(reason(...words)).toMatch(expected);
  });
});
