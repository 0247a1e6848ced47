// A diagnosis as plain text: for a terminal, and to be handed on.
import type { CheckState, Diagnosis } from './doctor';
import { CHECK_STATES, CHECK_TITLES, DOCTOR_TEXTS } from './texts-doctor';

/** Told apart without colour and in any font. */
const MARKS: Readonly<Record<CheckState, string>> = { ok: '[ok]', problem: '[!!]', unknown: '[??]' };

export const countOf = ({ checks }: Diagnosis, state: CheckState): number => checks.filter((check) => check.state === state).length;

export function diagnosisText(diagnosis: Diagnosis): string {
  const lines = [`${DOCTOR_TEXTS.title}: ${diagnosis.interface}`, DOCTOR_TEXTS.summary(countOf(diagnosis, 'problem'), countOf(diagnosis, 'unknown')), ''];
  for (const { id, state, finding, looked, remedies } of diagnosis.checks) {
    lines.push(`${MARKS[state]} ${CHECK_TITLES[id]} (${CHECK_STATES[state]})`, `     ${finding}`, `     ${DOCTOR_TEXTS.looked}: ${looked}.`);
    for (const { text, command } of remedies) lines.push(`     ${text}`, ...(command === null ? [] : [`         ${command}`]));
  }
  return `${lines.join('\n')}\n`;
}
