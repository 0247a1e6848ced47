// Judges what was observed: one check for each thing that a capture needs. Pure, so that every finding is a test.
import type { CheckState, Diagnosis, DoctorCheck, DoctorCheckId, Remedy } from './doctor';
import type { DoctorFacts, ObservedDevice, ObservedTrial } from './doctor-facts';
import type { HealthFact } from './overview';
import { amount, FINDINGS, LOOKED, REMEDIES } from './texts-doctor';

type Found = Omit<DoctorCheck, 'id' | 'looked'>;
const found = (state: CheckState, finding: string, ...remedies: Remedy[]): Found => ({ state, finding, remedies });
const ok = (finding: string): Found => found('ok', finding);
const remedy = (text: string, command: string | null = null): Remedy => ({ text, command });

/** A capture needs less than this to begin at all. */
const LEAST_FREE_BYTES = 2_000_000;
/** Slewing moves a clock by less in a trial; a step of NTP is above 128 ms. */
const STEP_MILLIS = 100;
const LARGEST_ORDINARY_MTU = 1500;
const JOINING = ['generic-receive-offload', 'large-receive-offload', 'generic-segmentation-offload', 'tcp-segmentation-offload'];
const CHECKSUMS = ['tx-checksumming', 'rx-checksumming'];
/** How much more another interface must carry before it is named. */
const WORTH_NAMING_BYTES = 2_000;

const names = (list: readonly string[]): string => (list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1) ?? ''}`);
const fact = (trial: ObservedTrial, kind: string): HealthFact | undefined => trial.health.find((one) => one.kind === kind);
/** No card and no wire: what is captured is what was sent. */
const isVirtual = (device: ObservedDevice | null): boolean => device !== null && (device.loopback || device.all);

function capturer({ capturers, driver, installCommand, platform }: DoctorFacts): Found {
  if (driver.state === 'missing') return found('problem', FINDINGS.driverMissing, platform === 'win32' ? remedy(REMEDIES.npcap) : remedy(REMEDIES.install, installCommand));
  const there = capturers.filter((one) => one.found).map((one) => one.status.name);
  const missing = capturers.filter((one) => !one.found).map((one) => one.status.name);
  if (there.length === 0) return found('problem', FINDINGS.capturersNone, remedy(REMEDIES.install, installCommand));
  return ok(missing.length === 0 ? FINDINGS.capturers(names(there)) : FINDINGS.capturersSome(names(there), names(missing)));
}

function permission({ capturers, driver, platform, device, groupCommand }: DoctorFacts): Found {
  const usable = capturers.find((one) => one.status.usable);
  if (usable !== undefined) return ok(FINDINGS.mayCapture(usable.status.name, device?.name ?? ''));
  if (driver.state === 'forbidden') return found('problem', FINDINGS.driverForbidden, remedy(REMEDIES.chmodBpf));
  const there = capturers.filter((one) => one.found);
  if (driver.state === 'missing' || there.length === 0 || device === null || !device.exists) return found('unknown', FINDINGS.permissionWaits);
  if (!device.up) {
    // A program that opened an interface that is down says so, and that is no question of permission.
    const refused = there.filter((one) => one.executable && !/permission/i.test(one.status.reason ?? ''));
    if (refused.length > 0) return found('unknown', FINDINGS.mayNotCapture(refused[0]?.status.reason ?? ''));
  }
  if (there.every((one) => !one.executable)) return found('problem', FINDINGS.mayNotRun, remedy(REMEDIES.group, groupCommand));
  const remedies = there.flatMap(({ executable, status }) => (!executable ? [remedy(REMEDIES.group, groupCommand)] : status.remedy === null ? [] : [platform === 'linux' ? remedy(REMEDIES.grant, status.remedy) : remedy(status.remedy)]));
  const best = there.find((one) => one.executable) ?? there[0];
  // The first is the best of them: one command is enough.
  return found('problem', FINDINGS.mayNotCapture(best?.status.reason ?? FINDINGS.mayNotRun), ...remedies.slice(0, 1));
}

function device({ device: one, upCommand, platform }: DoctorFacts): Found {
  const list = remedy(REMEDIES.list, platform === 'linux' ? 'ip -brief link' : 'synoptic interfaces');
  if (one === null) return found('problem', FINDINGS.noDevice, list);
  if (!one.exists) return found('problem', FINDINGS.deviceGone(one.name), list);
  if (one.all) return ok(FINDINGS.all);
  return one.up ? ok(FINDINGS.deviceUp(one.name, one.mtu)) : found('problem', FINDINGS.deviceDown(one.name), remedy(REMEDIES.up, upCommand));
}

function traffic(facts: DoctorFacts): Found {
  const { trial, others, device: one } = facts;
  const busier = others.filter(({ bytes }) => bytes >= WORTH_NAMING_BYTES).sort((a, b) => b.bytes - a.bytes).slice(0, 3);
  const meanwhile = busier.length === 0 ? '' : ` ${FINDINGS.busier(names(busier.map(({ name, bytes }) => `${name} (${amount(bytes)})`)))}`;
  const instead = busier.slice(0, 1).map(({ name }) => remedy(REMEDIES.other(name)));
  if (trial !== null && trial.packets > 0) return ok(FINDINGS.arrived(trial.packets, trial.seconds, trial.running));
  if (one !== null && one.exists && !one.up) return found('problem', `${FINDINGS.deviceDown(one.name)}${meanwhile}`, ...instead);
  if (trial === null) return untried(facts);
  const counted = facts.traffic?.bytes ?? 0;
  if (counted >= WORTH_NAMING_BYTES) return found('problem', FINDINGS.silentCounted(amount(counted)), remedy(REMEDIES.filter));
  return found('problem', FINDINGS.silent(trial.seconds) + meanwhile, ...instead, remedy(REMEDIES.wait));
}

/** Nothing was captured: because nothing was to be, or because it could not. */
const untried = ({ trialError }: DoctorFacts): Found => found('unknown', trialError === null ? FINDINGS.noTrial : FINDINGS.trialFailed(trialError.message));

function promiscuous(facts: DoctorFacts): Found {
  if (isVirtual(facts.device)) return ok(FINDINGS.promiscuousLoopback);
  if (facts.trial === null) return untried(facts);
  if (facts.trial.promiscuous === null) return found('unknown', FINDINGS.promiscuousUnknown);
  return facts.trial.promiscuous ? ok(FINDINGS.promiscuous) : found('problem', FINDINGS.promiscuousRefused, remedy(REMEDIES.mirror));
}

function drops(facts: DoctorFacts): Found {
  const { trial, traffic: counted } = facts;
  if (trial === null) return untried(facts);
  const missed = counted?.missed ?? 0;
  const dropped = trial.dropped ?? 0;
  if (missed + dropped > 0) {
    const by = [...(dropped > 0 ? ['the kernel or the capturer'] : []), ...(missed > 0 ? ['the interface'] : [])];
    return found('problem', FINDINGS.drops(missed + dropped, names(by)), remedy(REMEDIES.buffer));
  }
  return trial.dropped === null ? found('unknown', FINDINGS.dropsUnknown(trial.capturer), remedy(REMEDIES.otherCapturer)) : ok(FINDINGS.dropsNone);
}

function offload(facts: DoctorFacts): Found {
  const { trial, device: one, offloads } = facts;
  if (isVirtual(one)) return ok(FINDINGS.superLoopback);
  if (trial === null) return untried(facts);
  const large = fact(trial, 'super-frames');
  const on = (offloads ?? []).filter((name) => JOINING.includes(name));
  if (large === undefined) return ok(on.length === 0 ? FINDINGS.framesFit : FINDINGS.framesFitOn(names(on)));
  const mtu = one?.mtu ?? null;
  if (mtu !== null && mtu > LARGEST_ORDINARY_MTU) return found('unknown', FINDINGS.jumbo(large.text, mtu));
  const set = (value: string): string => `sudo ethtool -K ${one?.word ?? ''} gro ${value} lro ${value} gso ${value} tso ${value}`;
  return found('problem', FINDINGS.superFrames(large.text, mtu), remedy(REMEDIES.offload, set('off')), remedy(REMEDIES.offloadAgain, set('on')));
}

function checksums({ device: one, offloads, platform }: DoctorFacts): Found {
  if (isVirtual(one)) return ok(FINDINGS.checksumsNone);
  if (offloads === null) return found('unknown', FINDINGS.checksumsUnknown, ...(platform === 'linux' ? [remedy(REMEDIES.readOffloads, 'sudo apt-get install ethtool')] : []));
  const on = offloads.filter((name) => CHECKSUMS.includes(name));
  return ok(on.length === 0 ? FINDINGS.checksumsOff : FINDINGS.checksumsOn(names(on)));
}

function oneSided(facts: DoctorFacts): Found {
  const { trial } = facts;
  if (trial === null) return untried(facts);
  if (trial.tcpConnections === 0) return found('unknown', FINDINGS.noTcp, remedy(REMEDIES.wait));
  const one = fact(trial, 'one-sided');
  if (one === undefined) return ok(FINDINGS.twoSided(trial.tcpConnections));
  return one.level === 'warn' ? found('problem', FINDINGS.oneSided(`${one.text} ${one.advice}`), remedy(REMEDIES.bothWays)) : ok(FINDINGS.fewOneSided(one.text));
}

function clock(facts: DoctorFacts): Found {
  const { trial, platform } = facts;
  if (trial === null) return untried(facts);
  const command = platform === 'linux' ? 'chronyc tracking' : null;
  if (Math.abs(trial.clockStepMillis) >= STEP_MILLIS) return found('problem', FINDINGS.clockStepped(trial.clockStepMillis), remedy(REMEDIES.steadyClock, command));
  const strays = fact(trial, 'stray-times');
  return strays === undefined ? ok(FINDINGS.clockSteady) : found('problem', FINDINGS.clockStrays(`${strays.text} ${strays.advice}`), remedy(REMEDIES.steadyClock, command));
}

function disk({ disk: { freeBytes, limitBytes, spaceCommand } }: DoctorFacts): Found {
  const help = remedy(REMEDIES.freeSpace, spaceCommand);
  if (!Number.isFinite(freeBytes)) return found('unknown', FINDINGS.diskUnknown);
  if (freeBytes < LEAST_FREE_BYTES) return found('problem', FINDINGS.diskFull(amount(freeBytes)), help);
  return freeBytes < limitBytes ? found('problem', FINDINGS.diskShort(amount(freeBytes), amount(limitBytes)), help) : ok(FINDINGS.diskRoom(amount(freeBytes), amount(limitBytes)));
}

function privilege({ root, window }: DoctorFacts): Found {
  return root ? found('problem', window ? FINDINGS.rootWindow : FINDINGS.rootCommand, remedy(REMEDIES.asUser)) : ok(FINDINGS.unprivileged);
}

const CHECKS: readonly (readonly [id: DoctorCheckId, judge: (facts: DoctorFacts) => Found, looked: (facts: DoctorFacts) => string])[] = [
  ['capturer', capturer, ({ driver }) => LOOKED.capturer(driver.looked)],
  ['permission', permission, ({ device: one }) => LOOKED.permission(one?.name ?? 'the loopback interface')],
  ['interface', device, () => LOOKED.interface],
  ['traffic', traffic, ({ trial }) => (trial === null ? LOOKED.trafficOnly : trial.running ? LOOKED.running : LOOKED.traffic(trial.seconds))],
  ['promiscuous', promiscuous, () => LOOKED.promiscuous],
  ['drops', drops, () => LOOKED.drops],
  ['offload', offload, () => LOOKED.offload],
  ['checksums', checksums, () => LOOKED.checksums],
  ['one-sided', oneSided, ({ trial }) => (trial?.running === true ? LOOKED.running : LOOKED.oneSided)],
  ['clock', clock, () => LOOKED.clock],
  ['disk', disk, ({ disk: { folder } }) => LOOKED.disk(folder)],
  ['privilege', privilege, () => LOOKED.privilege],
];

export function diagnose(facts: DoctorFacts): Diagnosis {
  return {
    interface: facts.device?.name ?? '',
    seconds: facts.trial?.seconds ?? null,
    checks: CHECKS.map(([id, judge, looked]) => ({ id, looked: looked(facts), ...judge(facts) })),
  };
}
