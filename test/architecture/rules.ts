// Who may import whom, as data: the table of ARCHITECTURE.md. A new edge is a change of this table, with its reason in DECISIONS.md.

export interface Area {
  /** Where its files are: a folder ending in `/`, or one file. The longest that fits a file counts. */
  at: string;
  /** Folders and files of the project it may import, besides those of its own area. */
  may: readonly string[];
  /** Packages it may import; `node` stands for all of Node's own modules. */
  packages: readonly string[];
  /** True where files of the area must not import each other. */
  apart?: boolean;
}

const CORE = ['shared/'] as const;

export const AREAS: readonly Area[] = [
  { at: 'shared/', may: [], packages: [] },
  // The filter's grammar is read on both sides; its parser library is pure.
  { at: 'shared/filter/', may: ['shared/'], packages: ['chevrotain'] },

  // The pure core: no Node, no Electron, no timers, no clock.
  { at: 'main/tracker/', may: CORE, packages: [] },
  // A detector knows packets, what it is told of them and its own memory; no other detector, no store.
  { at: 'main/tracker/detectors/', may: [...CORE, 'main/tracker/detectors/detector.ts', 'main/tracker/alerts/', 'main/tracker/decode/', 'main/tracker/sequence/serial.ts', 'main/tracker/flow/fragments.ts', 'main/tracker/flow/fragment-pieces.ts'], packages: [], apart: true },

  { at: 'main/capture/', may: CORE, packages: ['node'] },
  { at: 'main/capture/cap-child.ts', may: [...CORE, 'main/capture/'], packages: ['node', 'cap'] },
  { at: 'main/worker/', may: [...CORE, 'main/tracker/tracker.ts'], packages: ['node'] },
  { at: 'main/report/', may: [...CORE, 'main/capture/pcapng-blocks.ts'], packages: ['node', 'echarts'] },
  { at: 'main/doctor/', may: [...CORE, 'main/capture/', 'main/worker/'], packages: ['node'] },
  { at: 'main/cli/', may: [...CORE, 'main/tracker/tracker.ts', 'main/worker/', 'main/capture/', 'main/doctor/', 'main/report/', 'package.json'], packages: ['node'] },
  { at: 'main/app/', may: CORE, packages: ['node', 'electron'] },
  { at: 'main/app/log-file.ts', may: CORE, packages: ['node', 'electron-log'] },
  { at: 'main/rate-meter.ts', may: [], packages: [] },
  { at: 'main/swapped-ends.ts', may: CORE, packages: [] },
  { at: 'main/session-status.ts', may: [...CORE, 'main/capture/', 'main/worker/'], packages: [] },
  { at: 'main/session.ts', may: [...CORE, 'main/session-status.ts', 'main/rate-meter.ts', 'main/swapped-ends.ts', 'main/capture/', 'main/worker/', 'main/report/'], packages: ['node'] },
  { at: 'main/window-report.ts', may: [...CORE, 'main/session.ts', 'main/report/'], packages: ['node'] },
  { at: 'main/troubleshooting.ts', may: [...CORE, 'main/capture/', 'main/doctor/', 'main/session.ts'], packages: ['node'] },
  { at: 'main/interface-watch.ts', may: [...CORE, 'main/capture/'], packages: [] },
  // Composition: the window's commands wired to what does them, then everything wired to Electron.
  { at: 'main/commands.ts', may: [...CORE, 'main/app/', 'main/session.ts', 'main/window-report.ts', 'main/troubleshooting.ts', 'main/interface-watch.ts', 'main/capture/', 'main/report/'], packages: ['node', 'electron'] },
  { at: 'main/index.ts', may: [...CORE, 'main/app/', 'main/capture/cap.ts', 'main/capture/spool.ts', 'main/commands.ts', 'main/interface-watch.ts', 'main/session.ts', 'main/troubleshooting.ts'], packages: ['node', 'electron'] },
  { at: 'main/preload.ts', may: CORE, packages: ['electron'] },
  { at: 'main/dev/', may: [], packages: ['node', 'vite'] },

  { at: 'renderer/model/', may: CORE, packages: [] },
  { at: 'renderer/charts/', may: [...CORE, 'renderer/model/'], packages: ['echarts'] },
  { at: 'renderer/bridge.ts', may: CORE, packages: [] },
  { at: 'renderer/composables/', may: [...CORE, 'renderer/bridge.ts', 'renderer/model/', 'renderer/charts/'], packages: ['vue', 'echarts'] },
  { at: 'renderer/components/', may: [...CORE, 'renderer/composables/', 'renderer/model/', 'renderer/charts/'], packages: ['vue', 'reka-ui', '@lucide/vue'] },
  {
    at: 'renderer/views/', may: [...CORE, 'renderer/components/', 'renderer/composables/', 'renderer/model/', 'renderer/charts/'],
    packages: ['vue', 'reka-ui', '@lucide/vue'], apart: true,
  },
  {
    at: 'renderer/App.vue', may: [...CORE, 'renderer/views/', 'renderer/components/', 'renderer/composables/', 'renderer/model/'],
    packages: ['vue', 'reka-ui', '@lucide/vue'],
  },
  { at: 'renderer/vue-modules.d.ts', may: [], packages: ['vue'] },
  { at: 'renderer/main.ts', may: ['renderer/App.vue', 'renderer/styles/'], packages: ['vue'] },
];

/** Names that say nothing about what is inside. */
export const FORBIDDEN_NAMES: readonly string[] = ['util', 'utils', 'helper', 'helpers', 'common', 'lib', 'misc', 'src', 'docs'];

/** The only file that may be called index: the application's entry. Every other one would be a barrel. */
export const ENTRY = 'main/index.ts';

export const MOST_LINES = 500;
/** Tables of data may be longer. */
export const TABLES: readonly string[] = [];
