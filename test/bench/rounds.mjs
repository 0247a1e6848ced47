// One capture, round by round: every tool once a round, so that a slow spell of the machine hits all; the file is read once before each run.
// @ts-check
import { CAT } from './tools.mjs';
import { measure } from './measure.mjs';
import { rowQueries, traceQueries } from './queries.mjs';
import { confirm, connectionsOf, summed } from './totals.mjs';
import { WarmWorker } from './warm.mjs';

/** @typedef {{ name: string, file: string, plain: string, truth: import('./truth').Truth, tools: readonly import('./tools.mjs').Tool[], built: { synoptic: string[], worker: string }, walk: import('./walk.mjs').Walker }} Setup */

/** Captures whose rows, and whose connections, are asked for. */
const ROWS = ['small'];
const TRACES = ['web', 'fat'];

export class Rounds {
  /** @type {import('./goals.mjs').Series} */
  series = {};
  /** Greatest resident set by tool, bytes. @type {Record<string, number>} */
  peaks = {};
  #setup;
  #worker;

  /** @param {Setup} setup */
  constructor(setup) {
    this.#setup = setup;
    this.#worker = new WarmWorker(setup.built.worker);
  }

  /** @param {number} rounds @param {number} slow rounds of the tools that take long */
  async run(rounds, slow) {
    try {
      const first = await this.#load(false);
      this.#facts(first);
      for (let round = 0; round < rounds; round++) await this.#round(round < slow);
      await this.#queries();
    } finally {
      this.#worker.close();
    }
  }

  /** @param {boolean} withSlow */
  async #round(withSlow) {
    const { name, file, plain, tools, built, walk, truth } = this.#setup;
    const prime = () => { measure(CAT(file)); };
    prime();
    this.#add('walk', walk.walk(plain, 1)[0]?.seconds ?? NaN);
    this.#run('cat', CAT(file));
    prime();
    this.#add('warm', (await this.#load(false)).seconds);
    prime();
    const live = await this.#load(true);
    this.#add('live', live.seconds);
    this.#add('first rows', live.firstRowsMillis ?? NaN);
    prime();
    confirm(truth, summed(this.#run('cold', [...built.synoptic, 'analyze', file])), `analyze ${file}`);
    for (const tool of tools) {
      if (tool.not.includes(name) || (tool.slow && !withSlow)) { this.#add(tool.name, NaN); continue; }
      prime();
      this.#run(tool.name, tool.command(file));
    }
  }

  /** @param {boolean} live */
  async #load(live) {
    const { file, truth } = this.#setup;
    const loaded = await this.#worker.load(file, live);
    const { packets, wireBytes, made, evicted } = loaded.progress.tracker;
    confirm(truth, { packets, wireBytes, connections: made }, `worker, ${file}`);
    if (evicted > 0) throw new Error(`${file}: ${evicted} connections were dropped from the table`);
    return loaded;
  }

  /** @param {string} tool @param {string[]} command @returns {string} what it printed */
  #run(tool, command) {
    const { seconds, peakBytes, out } = measure(command, { keep: tool === 'cold' });
    this.#add(tool, seconds);
    if (peakBytes !== undefined) this.peaks[tool] = Math.max(this.peaks[tool] ?? 0, peakBytes);
    return out;
  }

  /** What the first load tells: memory. @param {import('./warm.mjs').Loaded} loaded */
  #facts({ peakBytes, progress }) {
    const { truth } = this.#setup;
    const connections = connectionsOf(truth);
    const bytes = progress.tracker.memoryBytes;
    if (peakBytes !== null) {
      this.#add('peak', peakBytes / 1e6);
      this.peaks['warm'] = peakBytes;
    }
    this.#add('bytes a connection', bytes / connections);
    // What was never answered takes the small record alone: the rest is shared by those that were.
    const { unanswered = 0, refused = 0 } = truth.tcp.opened;
    const full = connections - unanswered - refused;
    if (full > 0) this.#add('bytes a full connection', (bytes - 96 * (unanswered + refused)) / full);
  }

  async #queries() {
    const { name } = this.#setup;
    if (ROWS.includes(name)) Object.assign(this.series, await rowQueries(this.#worker));
    if (!TRACES.includes(name)) return;
    const rounds = this.series['cat']?.length ?? 0;
    const { ordinary, largest } = await traceQueries(this.#worker);
    this.series['trace'] = ordinary;
    // Once read back it is kept: each later round begins with the capture opened anew.
    this.#add('largest trace', largest / 1000);
    for (let i = 1; i < Math.min(3, rounds); i++) {
      await this.#load(false);
      this.#add('largest trace', (await traceQueries(this.#worker, 0)).largest / 1000);
    }
  }

  /** @param {string} name @param {number} value */
  #add(name, value) { (this.series[name] ??= []).push(value); }
}
