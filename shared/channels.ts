// The names of all commands and events at run time: the preload script lets exactly these pass.
import type { CommandName, EventName } from './ipc';

// Written as records so that a name missing here, or one too many, does not compile.
const COMMANDS: Readonly<Record<CommandName, true>> = {
  startup: true, listInterfaces: true, checkFilter: true, openDialog: true, openFile: true, cancelLoad: true,
  startCapture: true, stopCapture: true, pauseDisplay: true, saveCapture: true, closeSession: true, leftovers: true, openLeftover: true, saveLeftover: true, discardLeftover: true,
  page: true, connection: true, overrideDirection: true, locate: true, overview: true, hosts: true, trace: true, traceRows: true, traceLocate: true, traceVerdicts: true, graph: true, packet: true, alerts: true, noteAlert: true, frameConnection: true, whatIf: true, whatIfProgress: true, cancelWhatIf: true, exportFile: true, report: true, cancelReport: true, showReport: true, saveSettings: true, clearRecent: true,
  exportSettings: true, importSettings: true, doctor: true, diagnostics: true, showLog: true, logPageError: true,
};
const EVENTS: Readonly<Record<EventName, true>> = { status: true, interfaces: true, menu: true, settings: true };

export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

export function isCommandName(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(COMMANDS, name);
}

export function isEventName(name: unknown): name is EventName {
  return typeof name === 'string' && Object.hasOwn(EVENTS, name);
}
