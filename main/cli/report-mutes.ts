// Which alerts a report holds back because the user muted them: the settings of the window, or a list of the same form. What cannot be read is
// told, never passed over: a report would show what was to be left out.
import fs from 'node:fs';
import { isAlertMute, MUTE_LIMITS, type AlertMute } from '@shared/alert-mutes';
import { Failure } from '@shared/failure';

const MOST_BYTES = 1024 ** 2;
const REMEDY = 'Give the settings.json of the window, or a list like [{"kind": "port-scan", "host": "192.0.2.1", "peer": null, "reason": "our own scanner"}].';

const bad = (file: string, why: string): Failure => new Failure('bad-mutes', `${file}: ${why}.`, REMEDY);

/** @throws Failure `bad-mutes` */
export function readMutes(file: string): AlertMute[] {
  const read = parsed(file);
  const list: unknown = Array.isArray(read) ? read : typeof read === 'object' && read !== null && 'alertMutes' in read ? read.alertMutes : null;
  if (!Array.isArray(list)) throw bad(file, 'there is no list of mutes in it');
  const [, most] = MUTE_LIMITS.mutes;
  if (list.length > most) throw bad(file, `it has ${list.length} mutes; ${most} are taken`);
  return list.map((mute: unknown, i) => {
    if (!isAlertMute(mute)) throw bad(file, `mute ${i + 1} is none: it needs kind, host, peer and a reason, and a kind or a host that is not null`);
    return mute;
  });
}

function parsed(file: string): unknown {
  try {
    if (fs.statSync(file).size > MOST_BYTES) throw bad(file, 'it is too large for a list of mutes');
    return JSON.parse(fs.readFileSync(file, 'utf8')) as unknown;
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw bad(file, thrown instanceof SyntaxError ? 'it is not JSON' : `it cannot be read (${thrown instanceof Error ? thrown.message : String(thrown)})`);
  }
}
