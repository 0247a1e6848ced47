// The checks of a diagnosis in the order in which they are read: what is wrong first.
import type { CheckState, Diagnosis, DoctorCheck } from '@shared/doctor';

const ORDER: readonly CheckState[] = ['problem', 'unknown', 'ok'];

export const inOrder = ({ checks }: Diagnosis): DoctorCheck[] => ORDER.flatMap((state) => checks.filter((check) => check.state === state));

/** Errors that the doctor can say more about. */
const OF_CAPTURE: ReadonlySet<string> = new Set(['no-permission', 'no-interface', 'interface-gone', 'interface-down', 'capturer-killed', 'capturer-error', 'disk-full', 'not-writable']);
export const doctorKnows = (code: string): boolean => OF_CAPTURE.has(code);
