// What the command line prints never commands the terminal: no name of a file, an interface or a filter moves the cursor, changes the title,
// hides a line or turns the direction of writing; and what is JSON stays what it says.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../main/cli/analyze';
import { interfacesText } from '../../main/cli/interfaces';
import { Output, printable, printableJson } from '../../main/cli/output';
import { report } from '../../main/cli/report';
import { summaryText } from '../../main/cli/summary';
import { concat, text } from '../make/bytes';
import { pcapng, pcapngBlocks } from '../make/pcapng';
import { story } from '../make/story';
import { analyzeBytes } from '../drive';

/** Clears the screen, sets the title, hides text, turns the writing, ends the line, and pretends to be a formula or markup. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202etxt.exe\u2066\u200b\u00ad\r\n\u0000\u007f\u0085\u2028=cmd|<img src=x>\u{e0041}';
/** What a terminal may act upon; line ends are ours. */
const COMMANDS = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-terminal-'));
afterAll(() => { fs.rmSync(folder, { recursive: true }); });

/** Everything a command writes to standard output and as complaints. */
async function printed(command: (console: { output: Output; error: (text: string) => void }) => Promise<unknown>): Promise<string> {
  const file = path.join(folder, 'printed');
  const fd = fs.openSync(file, 'w');
  const complaints: string[] = [];
  const output = new Output(fd);
  await command({ output, error: (line) => complaints.push(printable(line)) });
  output.flush();
  fs.closeSync(fd);
  return `${fs.readFileSync(file, 'utf8')}${complaints.join('\n')}`;
}
const shown = (output: string): string => output.split('\n').join('');

const frames = story().handshake().data('originator', 5).close('originator').frames();
const blocks = pcapngBlocks();
/** Comments and names that a sender of captures may write. */
const capture = concat(
  blocks.section({ options: [{ code: 1, value: text(HOSTILE) }, { code: 4, value: text(HOSTILE) }] }), blocks.interface({ name: HOSTILE, tsResolution: 6, options: [{ code: 3, value: text(HOSTILE) }] }),
  ...frames.map(({ bytes, micros }) => blocks.packet(bytes, { ticks: BigInt(micros), options: [{ code: 1, value: text(HOSTILE) }] })), blocks.block(4, text(HOSTILE)),
);
const name = HOSTILE.replaceAll('\0', '').replaceAll('/', '');

describe('a capture whose name and comments are hostile', () => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, capture);
  const plain = path.join(folder, 'plain.pcapng');
  fs.writeFileSync(plain, pcapng(frames).subarray(0, -7));

  it.each(['packets', 'connections', 'transitions', null] as const)('prints %s without a command', async (rows) => {
    const output = await printed((console) => analyze([file, plain], rows, '', console));
    expect(output).toContain('owned');
    expect(shown(output)).not.toMatch(COMMANDS);
    if (rows !== null) expect(new Set(output.trim().split('\n').flatMap((line) => (line.startsWith('{') ? [(JSON.parse(line) as { file: string }).file] : [])))).toEqual(new Set([file, plain]));
  });

  it('complains without one when it is damaged', async () => {
    fs.writeFileSync(`${file}2`, capture.subarray(0, -9));
    const output = await printed((console) => analyze([`${file}2`, `${file}3`], null, '', console));
    expect(output).toContain('damaged at offset');
    expect(shown(output)).not.toMatch(COMMANDS);
  });

  it('names the files of a report without one', async () => {
    const output = await printed((console) => report({ file, folder: path.join(folder, `report ${name}`), formats: ['json'], anonymise: false, key: null, title: null, author: '', filter: '', force: false, connections: false, mutes: null }, console));
    expect(output).toContain('report');
    expect(shown(output)).not.toMatch(COMMANDS);
  });
});

describe('text from elsewhere', () => {
  it('a filter and the names of interfaces are shown, not obeyed', () => {
    const { status, tracker } = analyzeBytes(capture);
    const summary = summaryText(HOSTILE, false, status, tracker.census(), { health: [], verdicts: [], alerts: [] }, HOSTILE);
    const device = { name: HOSTILE, description: HOSTILE, addresses: [], up: true, loopback: false, activity: null } as unknown as Parameters<typeof interfacesText>[0][number];
    const capturer = { name: 'dumpcap', usable: false, reason: HOSTILE, remedy: HOSTILE, limits: [] } as unknown as Parameters<typeof interfacesText>[1][number];
    for (const output of [summary, interfacesText([device], [capturer])]) expect(shown(output)).not.toMatch(COMMANDS);
  });

  it('JSON says the same after it', () => {
    expect(JSON.parse(printableJson({ name: HOSTILE, half: '\ud800' }))).toEqual({ name: HOSTILE, half: '\ud800' });
    expect(printableJson(HOSTILE)).not.toMatch(COMMANDS);
  });

  it('ordinary names stay as they are, in every language', () => {
    for (const ordinary of ['büro-übersicht.pcap', '日本語.pcapng', 'مرحبا.pcap', 'C:\\captures\\a b.pcap', '😀.pcap']) expect(printable(ordinary)).toBe(ordinary);
  });
});
