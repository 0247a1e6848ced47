// Generates the four captures of the benchmarks, each with its truth beside it. The same name, seed and scale give the same bytes.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { protocolName } from '@shared/flow';
import { fat, small, synflood } from './floods';
import { random, type Random } from './random';
import { Timeline, type Successor } from './timeline';
import { count, GENERATOR_VERSION, noTruth, type Truth } from './truth';
import { web } from './web';
import { PcapWriter } from './writer';

const SCENARIOS: Readonly<Record<string, (random: Random, truth: Truth, timeline: Timeline) => Successor>> = { web, small, fat, synflood };

export const SCENARIO_NAMES = Object.keys(SCENARIOS);

export interface Generated {
  readonly file: string;
  readonly truthFile: string;
  readonly truth: Truth;
}

export function fileOf(directory: string, name: string, scale: number): string {
  return path.join(directory, `${name}${scale === 1 ? '' : `-${scale}`}.pcap`);
}

/** Whether the file is there, whole, and made by this version of the generator. */
export function current(file: string): boolean {
  const truthFile = `${file}.truth.json`;
  if (!existsSync(file) || !existsSync(truthFile)) return false;
  const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as Truth;
  return truth.version === GENERATOR_VERSION && truth.fileBytes === statSync(file).size;
}

export function generate(directory: string, name: string, { scale = 1, seed = 1 }: { scale?: number; seed?: number } = {}): Generated {
  const scenario = SCENARIOS[name];
  if (!scenario) throw new Error(`no capture is called ${name}; there are ${SCENARIO_NAMES.join(', ')}`);
  mkdirSync(directory, { recursive: true });
  const file = fileOf(directory, name, scale);
  const truth = noTruth(name, seed, scale);
  const timeline = new Timeline();
  const successor = scenario(random(seed), truth, timeline);
  const writer = new PcapWriter(file);
  timeline.run((script) => {
    const protocol = protocolName(script.ends.protocol);
    const bytes = writer.write(script);
    count(truth.packetsOf, protocol);
    count(truth.wireBytesOf, protocol, bytes);
  }, successor);
  writer.close();
  truth.packets = writer.packets;
  truth.wireBytes = writer.wireBytes;
  truth.fileBytes = writer.fileBytes;
  truth.lastMicros = writer.lastMicros;
  const truthFile = `${file}.truth.json`;
  writeFileSync(truthFile, `${JSON.stringify(truth, null, 2)}\n`);
  return { file, truthFile, truth };
}
