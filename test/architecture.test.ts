// The shape of the tree holds: who imports whom, no circles, no nameless names, no long files. And the judge is shown to catch each fault.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, importsOf, isSource, localTarget, specifiersOf } from './architecture/imports';
import { areaOf, cycles, judgeEdge, judgeLength, judgeName } from './architecture/judge';
import type { Edge } from './architecture/imports';

const ROOT = path.resolve(import.meta.dirname, '..');
const SOURCES = ['main', 'renderer', 'shared'].flatMap((folder) => filesBelow(ROOT, folder));
const TESTS = filesBelow(ROOT, 'test');
const EDGES = importsOf(ROOT, SOURCES);

const faults = <T>(things: readonly T[], judge: (thing: T) => string | null): string[] => things.map(judge).filter((fault) => fault !== null);
const local = (from: string, to: string): Edge => ({ from, to, package: false });
const outside = (from: string, to: string): Edge => ({ from, to, package: true });

describe('the tree', () => {
  it('is read at all: sources, their imports, and files that exist', () => {
    expect(SOURCES.filter(isSource).length).toBeGreaterThan(20);
    expect(EDGES).toContainEqual(local('shared/ipc.ts', 'shared/snapshot.ts'));
    expect(EDGES.filter((edge) => !edge.package && !existsSync(path.join(ROOT, edge.to)))).toEqual([]);
  });
  it('has only edges of the table', () => expect(faults(EDGES, judgeEdge)).toEqual([]));
  it('has no source outside the table', () => expect(SOURCES.filter((file) => isSource(file) && areaOf(file) === undefined)).toEqual([]));
  it('has no import cycle, type imports included', () => expect(cycles([...EDGES, ...importsOf(ROOT, TESTS)])).toEqual([]));
  it('has no name that says nothing, and no barrel', () => expect(faults([...SOURCES, ...TESTS], judgeName)).toEqual([]));
  it('has no source over 500 lines', () => {
    const lines = (file: string): number => readFileSync(path.join(ROOT, file), 'utf8').split('\n').length - 1;
    expect(faults(SOURCES.filter(isSource), (file) => judgeLength(file, lines(file)))).toEqual([]);
  });
  it('touches window.synoptic in the bridge alone', () => {
    const touching = SOURCES.filter((file) => file.startsWith('renderer/') && isSource(file) && /window\.synoptic/.test(code(file)));
    expect(touching).toEqual(['renderer/bridge.ts']);
  });
});

/** A file's text without its comments, which may speak of what the code must not do. */
function code(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$|<!--[\s\S]*?-->/gm, '');
}

describe('the judge of edges', () => {
  it.each([
    ['the core reaching for Node', outside('main/tracker/flow/table.ts', 'node')],
    ['the core reaching for Electron', outside('main/tracker/tracker.ts', 'electron')],
    ['the core reaching for the worker', local('main/tracker/tracker.ts', 'main/worker/messages.ts')],
    ['shared reaching out', local('shared/flow.ts', 'main/tracker/tracker.ts')],
    ['shared importing a package', outside('shared/flow.ts', 'vue')],
    ['the worker going past the front door', local('main/worker/thread.ts', 'main/tracker/flow/flow-table.ts')],
    ['the capturer knowing the tracker', local('main/capture/spool.ts', 'main/tracker/tracker.ts')],
    ['cap outside its one file', outside('main/capture/dumpcap.ts', 'cap')],
    ['Electron outside its glue', outside('main/session.ts', 'electron')],
    ['the window reaching into main', local('renderer/components/Grid.vue', 'main/session.ts')],
    ['the window using Node', outside('renderer/model/format.ts', 'node')],
    ['a component using the bridge', local('renderer/components/Grid.vue', 'renderer/bridge.ts')],
    ['a view importing another', local('renderer/views/Start.vue', 'renderer/views/Capture.vue')],
    ['a chart knowing Vue', outside('renderer/charts/sequence.ts', 'vue')],
    ['a detector leaning on another', local('main/tracker/detectors/syn-flood.ts', 'main/tracker/detectors/port-scan.ts')],
    ['anything importing the composition root', local('main/app/window.ts', 'main/index.ts')],
    ['a file outside every area', local('main/somewhere.ts', 'shared/flow.ts')],
  ])('refuses %s', (_, edge) => expect(judgeEdge(edge)).toContain(edge.from));

  it.each([
    local('main/worker/thread.ts', 'main/tracker/tracker.ts'),
    local('main/tracker/detectors/syn-flood.ts', 'main/tracker/detectors/detector.ts'),
    local('main/index.ts', 'main/app/window.ts'),
    outside('main/capture/cap-child.ts', 'cap'),
    outside('renderer/views/Start.vue', 'vue'),
  ])('allows $from → $to', (edge) => expect(judgeEdge(edge)).toBeNull());
});

describe('the reader of imports', () => {
  it('sees every way to import', () => {
    const text = [
      "import a from './a';", "import type { B } from './b';", "import './c.css';", "export { d } from './d';", "export type * from './e';",
      "const f = await import('./f');", "type G = import('./g').G;", "const h = require('./h');",
    ].join('\n');
    expect(specifiersOf('x.ts', text).sort()).toEqual(['./a', './b', './c.css', './d', './e', './f', './g', './h']);
  });
  it('reads the script of a component, not its template', () => {
    expect(specifiersOf('X.vue', "<script setup lang=\"ts\">\nimport a from './a';\n</script>\n<template>import b from './b'</template>")).toEqual(['./a']);
  });
  it('follows the alias and relative paths', () => {
    expect(localTarget('main/worker/thread.ts', '@shared/flow')).toBe('shared/flow');
    expect(localTarget('main/worker/thread.ts', '../tracker/tracker')).toBe('main/tracker/tracker');
    expect(localTarget('main/worker/thread.ts', 'node:fs')).toBeNull();
  });
});

describe('the judge of circles', () => {
  it('finds a circle of three, and a file that imports itself', () => {
    expect(cycles([local('a', 'b'), local('b', 'c'), local('c', 'a'), local('c', 'd')])).toEqual([['a', 'b', 'c']]);
    expect(cycles([local('a', 'a')])).toEqual([['a']]);
  });
  it('lets a diamond pass', () => expect(cycles([local('a', 'b'), local('a', 'c'), local('b', 'd'), local('c', 'd')])).toEqual([]));
});

describe('the judge of names and lengths', () => {
  it.each(['main/utils/x.ts', 'shared/helpers.ts', 'renderer/lib/a.vue', 'main/common.ts', 'main/misc/a.ts', 'src/a.ts', 'docs/a.ts', 'shared/index.ts', 'renderer/components/index.ts'])(
    'refuses %s', (file) => expect(judgeName(file)).toContain(file));
  it('allows the entry and ordinary names', () => {
    expect(['main/index.ts', 'renderer/index.html', 'main/tracker/query/sort.ts'].map(judgeName)).toEqual([null, null, null]);
  });
  it('refuses the 501st line', () => {
    expect(judgeLength('main/a.ts', 500)).toBeNull();
    expect(judgeLength('main/a.ts', 501)).toContain('501');
  });
});
