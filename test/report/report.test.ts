// A report in every format: hostile text stays text, numbers agree with the alerts, files are all there or none.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertRow } from '@shared/alerts';
import type { ReportFacts } from '@shared/report';
import schema from '../../assets/report.schema.json';
import { report } from '../../main/cli/report';
import type { ReportOrderWords } from '../../main/cli/arguments';
import { Output } from '../../main/cli/output';
import { reportCharts } from '../../main/report/charts';
import { alertsCsv, csvCell } from '../../main/report/csv';
import { ReportFolder } from '../../main/report/folder';
import { reportHtml } from '../../main/report/html';
import { reportJson } from '../../main/report/json';
import { reportModel } from '../../main/report/model';
import { writeReport } from '../../main/report/write-report';
import { reportFacts } from '../../main/worker/report-facts';
import { analyzeBytes } from '../drive';
import { concat } from '../make/bytes';
import { ethernet, ipv4, tcp } from '../make/packet';
import { FIRST_MICROS, pcap } from '../make/pcap';
import { pcapngBlocks } from '../make/pcapng';
import { story } from '../make/story';
import { tsharkInstalled } from '../truth/tshark';

const HOSTILE = '<script>alert("1")</script>\u202e&\'=cmd|x\r\n.pcap';
const xmas = (port: number): Uint8Array => ethernet({}, ipv4({ src: '203.0.113.77', dst: '198.51.100.23' }, tcp({ srcPort: 40000, dstPort: port, flags: 'FPU' })));
const CAPTURE = pcap([...Array.from({ length: 30 }, (_, i) => xmas(i + 1))]);
const details = { title: HOSTILE, author: HOSTILE, createdMillis: 0, generator: 'Synoptic 0.1.0', file: { name: HOSTILE, bytes: CAPTURE.length, sha256: 'a'.repeat(64) }, live: null };
const factsOf = (bytes: Uint8Array): ReportFacts => reportFacts(analyzeBytes(bytes).tracker, '');
const facts = factsOf(CAPTURE);
const hostile = (change: Partial<AlertRow>): ReportFacts => ({ ...facts, alerts: facts.alerts.map((alert) => ({ ...alert, ...change })) });

describe('the model', () => {
  const model = reportModel(facts, details);
  it('groups every alert that is shown by kind and pair', () => {
    const shown = facts.alerts.filter((alert) => alert.suppressed === null);
    expect(shown.length).toBeGreaterThan(0);
    expect(model.groups.reduce((sum, group) => sum + group.count, 0)).toBe(shown.length);
    expect(model.groups[0]?.pairs[0]).toMatchObject({ source: '203.0.113.77', target: '198.51.100.23' });
    expect(Object.values(model.series.alerts).flat().reduce((sum, count) => sum + count, 0)).toBe(shown.length);
  });
  it('says in three sentences what was seen, found and advised', () => {
    expect(model.summary).toHaveLength(3);
    expect(model.summary[1]).toMatch(/were raised|was raised/);
    const calm = reportModel(factsOf(story().syn().synAck().ack().data('originator', 10).ack('responder').close('originator').pcap()), details);
    expect(calm.summary[1]).toMatch(/^Nothing in it calls for an alert/);
    expect(calm.groups).toEqual([]);
  });
  it('lists what was held back apart, with its reason', () => {
    const held = reportModel(hostile({ suppressed: 'Too few to be sure.' }), details);
    expect([held.groups.length, held.suppressed.length]).toEqual([0, facts.alerts.length]);
  });
});

describe('the page', () => {
  it('shows hostile names and texts as text, and loads nothing', async () => {
    const model = reportModel({ ...hostile({ detail: HOSTILE, source: HOSTILE }), filter: HOSTILE, damages: [{ offset: 1, reason: HOSTILE, skipped: 2 }], damageCount: 1 }, details);
    const page = reportHtml(model, await reportCharts(model.series));
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toContain('\u202e');
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\\u{202e}&amp;&#39;=cmd');
    expect(page).not.toMatch(/\b(src|href)="?[^"#]/);
    expect(page.match(/<svg[^>]*width="960"/g)).toHaveLength(2);
  });
});

describe('JSON', () => {
  const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema);
  it('is what the published schema says', () => {
    for (const given of [facts, hostile({ suppressed: 'x', source: null }), factsOf(story().syn().pcap())]) {
      const valid = validate(JSON.parse(reportJson(reportModel(given, details))));
      expect(validate.errors).toBeNull();
      expect(valid).toBe(true);
    }
    expect(validate({ version: 2 })).toBe(false);
  });
});

describe('CSV', () => {
  it('has no cell that a spreadsheet computes', () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '\t=1', ' =1', '|cmd', '＝1']) expect(csvCell(text)).toBe(`"'${text}"`);
    expect([csvCell('plain'), csvCell('a,"b"'), csvCell(null), csvCell(-5)]).toEqual(['plain', '"a,""b"""', '', '-5']);
  });
  it('begins with its mark and has a line an alert', () => {
    const text = alertsCsv(facts.alerts);
    expect(text.startsWith('\uFEFFid,kind,')).toBe(true);
    expect(text.split('\r\n')).toHaveLength(facts.alerts.length + 2);
  });
});

describe('on the command line', () => {
  let folder = '';
  let said: string[] = [];
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-report-'));
    fs.writeFileSync(path.join(folder, 'in.pcap'), CAPTURE);
    fs.writeFileSync(path.join(folder, 'damaged.pcap'), CAPTURE.subarray(0, CAPTURE.length - 5));
  });
  afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });
  const run = async (out: string, change: Partial<ReportOrderWords> = {}): Promise<number> => {
    said = [];
    const order: ReportOrderWords = { file: path.join(folder, 'in.pcap'), folder: path.join(folder, out), formats: ['html', 'json', 'csv', 'pcapng'], anonymise: false, key: null, title: null, author: '', filter: '', force: false, connections: false, mutes: null, ...change };
    const nowhere = fs.openSync('/dev/null', 'w');
    try {
      return await report(order, { output: new Output(nowhere), error: (text) => { said.push(text); } });
    } finally {
      fs.closeSync(nowhere);
    }
  };
  const read = (out: string, name: string): Buffer => fs.readFileSync(path.join(folder, out, name));

  it('writes all files with right sums', async () => {
    expect([await run('plain'), said]).toEqual([0, []]);
    expect(fs.readdirSync(path.join(folder, 'plain')).sort()).toEqual(['SHA256SUMS', 'alerts.csv', 'evidence.pcapng', 'report.html', 'report.json']);
    expect(execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: path.join(folder, 'plain'), encoding: 'utf8' })).toBe('');
  });

  it('replaces an earlier report only when told, and then all of it', async () => {
    expect([await run('plain'), said.join()]).toEqual([2, expect.stringContaining('is there already') as string]);
    expect(await run('plain', { force: true, formats: ['csv'] })).toBe(0);
    expect(fs.readdirSync(path.join(folder, 'plain')).sort()).toEqual(['SHA256SUMS', 'alerts.csv']);
  });

  it('replaces addresses alike under one key, in every file', async () => {
    const key = 'correct horse battery';
    expect([await run('one', { anonymise: true, key }), await run('two', { anonymise: true, key }), await run('three', { anonymise: true })]).toEqual([0, 0, 0]);
    expect(read('one', 'alerts.csv')).toEqual(read('two', 'alerts.csv'));
    expect(read('one', 'alerts.csv')).not.toEqual(read('three', 'alerts.csv'));
    for (const out of ['one', 'three']) {
      for (const name of fs.readdirSync(path.join(folder, out))) {
        for (const trace of ['203.0.113.77', '198.51.100.23', 'in.pcap', Buffer.from([203, 0, 113, 77]), Buffer.from([198, 51, 100, 23])]) expect(read(out, name).includes(trace), name).toBe(false);
      }
    }
  });

  it('tells a damaged capture, one that is none, and a folder that cannot be', async () => {
    expect(await run('damaged', { file: path.join(folder, 'damaged.pcap') })).toBe(3);
    expect([await run('none', { file: path.join(folder, 'missing') }), fs.existsSync(path.join(folder, 'none'))]).toEqual([1, false]);
    expect([await run('in.pcap'), said.join()]).toEqual([1, expect.stringContaining('is a file, not a folder') as string]);
  });

  it('holds back what the user muted, by the settings of the window or a list; not a word of the reason when anonymised', async () => {
    const reason = 'scanner of building ALPHA <b>';
    const mute = { kind: null, host: '203.0.113.77', peer: null, reason };
    for (const [name, content] of [['settings.json', { theme: 'dark', alertMutes: [mute] }], ['mutes.json', [mute]]] as const) {
      fs.writeFileSync(path.join(folder, name), JSON.stringify(content));
      expect(await run(`muted ${name}`, { mutes: path.join(folder, name) })).toBe(0);
      const json = JSON.parse(read(`muted ${name}`, 'report.json').toString()) as { groups: unknown[]; suppressed: AlertRow[] };
      expect([json.groups, new Set(json.suppressed.map(({ suppressed }) => suppressed))]).toEqual([[], new Set([`Muted by a rule of the user: ${reason}`])]);
      expect(read(`muted ${name}`, 'report.html').toString()).toContain('scanner of building ALPHA &lt;b&gt;');
    }
    expect(await run('muted anonymous', { mutes: path.join(folder, 'mutes.json'), anonymise: true })).toBe(0);
    for (const name of fs.readdirSync(path.join(folder, 'muted anonymous'))) expect(read('muted anonymous', name).includes('ALPHA'), name).toBe(false);
  });

  it('refuses mutes that it cannot read, says which, and writes nothing', async () => {
    const given: readonly (readonly [string, string])[] = [['{', 'not JSON'], ['{}', 'no list of mutes'], ['[{"kind":"land"}]', 'mute 1 is none'], ['[{"kind":"no-such","host":null,"peer":null,"reason":"x"}]', 'mute 1 is none']];
    for (const [text, why] of given) {
      fs.writeFileSync(path.join(folder, 'bad.json'), text);
      expect([await run('unmuted', { mutes: path.join(folder, 'bad.json') }), said.join(), fs.existsSync(path.join(folder, 'unmuted'))]).toEqual([2, expect.stringContaining(why) as string, false]);
    }
    expect([await run('unmuted', { mutes: path.join(folder, 'missing.json') }), said.join()]).toEqual([2, expect.stringMatching(/missing\.json: it cannot be read/) as string]);
  });

  it('takes no name, comment or text of a hostile pcapng for more than text', async () => {
    const blocks = pcapngBlocks();
    const said = [HOSTILE, '=HYPERLINK("http://x")'].map((comment) => ({ code: 1, value: new TextEncoder().encode(comment) }));
    const packets = Array.from({ length: 30 }, (_, i) => blocks.packet(xmas(i + 1), { ticks: FIRST_MICROS + i, options: said }));
    fs.writeFileSync(path.join(folder, '=cmd <img src=x>.pcapng'), concat(blocks.section({ options: said }), blocks.interface({ name: HOSTILE, options: said }), ...packets));
    expect(await run('hostile', { file: path.join(folder, '=cmd <img src=x>.pcapng'), title: '=1+1 <script>', author: '@SUM(1) </title>' })).toBe(0);
    const page = read('hostile', 'report.html').toString();
    expect(page).not.toMatch(/<script|<img/i);
    expect(page).toContain('=1+1 &lt;script&gt;');
    expect(JSON.parse(read('hostile', 'report.json').toString())).toMatchObject({ title: '=1+1 <script>', capture: { file: '=cmd <img src=x>.pcapng' } });
    expect(read('hostile', 'alerts.csv').toString().split(/[\r\n,]+/).filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    for (const name of ['alerts.csv', 'evidence.pcapng']) expect(read('hostile', name).includes('<script>'), name).toBe(false);
  });

  it('names the path and what to do where nothing can be written, before the capture is read', async () => {
    expect([await run('', { folder: '/proc/synoptic', file: path.join(folder, 'missing') }), said.join()]).toEqual([1, expect.stringMatching(/^\/proc\/synoptic could not be written: .+\. Choose a folder/) as string]);
  });

  it('leaves nothing behind when it is cancelled, at whatever file', async () => {
    const model = reportModel(facts, details);
    const out = path.join(folder, 'cancelled');
    for (const formats of [['html', 'pcapng'], ['json', 'pdf']] as const) {
      const running = new AbortController();
      const order = { formats, anonymise: false, key: null, folder: out, force: false, signal: running.signal };
      const written = writeReport(model, { ...order, pdf: () => { running.abort(); return Promise.resolve(new Uint8Array(4)); }, evidence: () => { running.abort(); return Promise.resolve({ packets: [], missing: 0 }); } });
      await expect(written).rejects.toThrow('The report was cancelled.');
      expect(fs.existsSync(out)).toBe(false);
    }
  });

  it('leaves nothing behind when writing fails', async () => {
    const target = await ReportFolder.open(path.join(folder, 'full'), false);
    const failing = function* (): Generator<string> { yield 'begin'; throw Object.assign(new Error('no space'), { code: 'ENOSPC' }); };
    await target.write('report.json', ['{}'], null);
    await expect(target.write('report.html', failing(), null)).rejects.toThrow(/report\.html could not be written: the disk is full/);
    expect(fs.existsSync(path.join(folder, 'full'))).toBe(false);
  });

  it.runIf(tsharkInstalled)('gives tshark the packets of the alerts, each with its comment and its time', async () => {
    await run('shark', { connections: true });
    const out = execFileSync('tshark', ['-n', '-r', path.join(folder, 'shark', 'evidence.pcapng'), '-T', 'fields', '-e', 'frame.time_epoch', '-e', 'frame.comment', '-e', 'tcp.dstport'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const lines = out.trim().split('\n').map((line) => line.split('\t'));
    const frames = new Set(facts.alerts.filter((alert) => alert.suppressed === null).flatMap((alert) => alert.frames));
    expect(lines.length).toBeGreaterThanOrEqual(frames.size);
    expect(lines[0]?.[0]).toMatch(/^1767225600\.000000000$/);
    expect(lines.every(([, comment]) => /^Frame \d+ of the capture/.test(comment ?? ''))).toBe(true);
    expect(lines.every(([, comment, port]) => comment?.startsWith(`Frame ${port ?? ''} of`))).toBe(true);
  });
});
