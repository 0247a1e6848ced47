// Errors of capturing: one sentence, and the exact remedy. A pure function turns what a capturer said into one of them.
import { Failure } from '@shared/failure';
import type { AppError, CapturerName } from '@shared/ipc';
import { downRemedy, freeSpaceRemedy, permissionRemedy } from './remedies';

/** What this folder throws. */
export class CaptureError extends Failure {
  constructor(error: AppError) {
    super(error.code, error.message, error.remedy, error.offset);
    this.name = 'CaptureError';
  }
}

export function failure(code: string, message: string, remedy: string | null): AppError {
  return { code, message, remedy, offset: null };
}

/** The system's own words, to be put inside a sentence. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** What is known when a capturer ended that was not asked to. */
export interface Ending {
  capturer: CapturerName;
  /** Path of the program that opens the device. */
  program: string;
  device: string;
  /** Everything it said, in the C locale. */
  said: string;
  /** The signal that ended it, when one did. */
  signal: string | null;
  /** False when the interface is no longer in the system's list. */
  deviceExists: boolean;
  /** True when it is there but not up. */
  deviceDown?: boolean;
  /** True when the spool's file system had no room left. */
  diskFull: boolean;
  /** True when packets could already be captured. */
  started: boolean;
  spoolDirectory: string;
}

const NO_SPACE = /no space left|ENOSPC|disk quota exceeded|EDQUOT/i;
const NO_PERMISSION = /permission to (capture|perform)|Operation not permitted|CAP_NET_RAW|EPERM|not permitted to capture/i;
const NO_DEVICE = /No such device|no device named|doesn't exist|No such interface/i;
const DEVICE_GONE = /no longer (attached|running)|interface disappeared|interface went down|network adapter .* is no longer/i;
const WENT_DOWN = /no longer running|interface went down|Network is down/i;
const NOT_UP = /is not up|Network is down/i;
const BAD_FILTER = /Invalid capture filter|filter expression|syntax error|unknown (host|port|protocol|network)|illegal (token|char)|not a valid capture filter|can't parse/i;

/** Explains the end of a capturer. The order matters: a vanished interface also makes it complain of other things. */
export function explainEnding(ending: Ending): AppError {
  const { capturer, device, said, started } = ending;
  if (started && ending.deviceExists && (WENT_DOWN.test(said) || (ending.deviceDown === true && ending.signal !== null))) {
    return failure('interface-gone', `The interface ${device} went down while it was being captured; what was captured is kept.`, downRemedy(device));
  }
  if (started && (!ending.deviceExists || DEVICE_GONE.test(said))) {
    return failure('interface-gone', `The interface ${device} disappeared while it was being captured; what was captured is kept.`, `Bring ${device} back (“ip link show” lists the interfaces) and start the capture again.`);
  }
  if (ending.diskFull || NO_SPACE.test(said)) return diskFull(ending.spoolDirectory);
  if (NO_PERMISSION.test(said)) {
    return failure('no-permission', `${capturer} has no permission to capture on ${device}.`, permissionRemedy(capturer, ending.program));
  }
  if (NOT_UP.test(said)) return failure('no-interface', `The interface ${device} is not up.`, downRemedy(device));
  if (NO_DEVICE.test(said) || !ending.deviceExists) return noInterface(device);
  if (BAD_FILTER.test(said)) return badFilter(filterReason(said));
  if (ending.signal !== null) {
    return failure('capturer-killed', `${capturer} was ended by ${ending.signal}; what was captured until then is kept.`, 'Start the capture again; if it happens again, look for the reason with “journalctl -k” (out of memory?).');
  }
  const last = lastLine(said);
  return failure('capturer-error', `${capturer} stopped${last === '' ? ' without a word' : `: ${last}`}.`, 'Start the capture again, or choose another capturer in the settings.');
}

export function diskFull(directory: string): AppError {
  return failure('disk-full', 'The disk that holds the capture is full; what was captured is kept.', freeSpaceRemedy(directory));
}

export function noInterface(device: string): AppError {
  return failure('no-interface', `There is no interface named ${device}.`, 'List the interfaces with “synoptic interfaces”.');
}

export function badFilter(reason: string): AppError {
  return failure('bad-filter', `The capture filter is not valid: ${reason}.`, 'Correct the filter, for example “tcp port 443 or icmp”; its language is described by “man pcap-filter”.');
}

/** libpcap's own reason inside the words the capturers put around it. */
export function filterReason(said: string): string {
  const reason = /valid capture filter \(([\s\S]*?)\)\.\s/.exec(said)?.[1] ?? /(?:tcpdump|dumpcap|cap): ([\s\S]*)/.exec(said)?.[1] ?? said;
  return reason.replace(/^can't parse filter expression: /, '').replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 300);
}

function lastLine(said: string): string {
  // dumpcap counts packets on the same stream; those lines explain nothing.
  const lines = said.split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^(Packets|File:|Capturing on|\d+ packets)/.test(line)).at(-1)?.slice(0, 300).replace(/\.$/, '') ?? '';
}

/** Most capturers go on while their interface is down: that is said, and taken back when it is up again. */
export function isDown(device: string): AppError {
  return failure('interface-down', `The interface ${device} is down: no packets arrive until it is up again. The capture goes on.`, downRemedy(device));
}
