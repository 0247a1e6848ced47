// Any JSON as the argument of any command of the window, and as a settings file: the guards answer yes or no, and what they let through is
// in its limits.
import { isArgument } from '../../../main/app/guards';
import { goodSettings, isSettingsPart } from '../../../main/app/settings-guard';
import { COMMAND_NAMES, isCommandName } from '../../../shared/channels';
import { DEFAULT_SETTINGS, SETTING_LIMITS } from '../../../shared/settings';
import { Choices } from '../choices';
import { hold, type FuzzTarget } from '../target';

const COMMANDS = COMMAND_NAMES.filter(isCommandName);

export const { name, mostBytes, fuzz, seeds } = {
  name: 'arguments',
  mostBytes: 2048,
  fuzz: (bytes) => {
    const c = new Choices(bytes);
    const command = COMMANDS[c.below(COMMANDS.length)] ?? 'startup';
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(c.rest()));
    } catch {
      return;
    }
    const taken: unknown = isArgument(command, value);
    hold(typeof taken === 'boolean', () => `${command} says ${String(taken)}`);
    const good = goodSettings(value);
    hold(isSettingsPart(good), () => 'what is kept of a settings file is no settings');
    const { connectionLimit = SETTING_LIMITS.connectionLimit[0] } = good;
    hold(connectionLimit >= SETTING_LIMITS.connectionLimit[0] && connectionLimit <= SETTING_LIMITS.connectionLimit[1], () => `a limit of ${connectionLimit}`);
    hold(Object.getPrototypeOf(good) === Object.prototype, () => 'a settings file changed what it inherits from');
  },
  seeds: () => [DEFAULT_SETTINGS, { id: 1 }, { path: '/a.pcap' }, { sort: 'id', descending: false, filter: '', offset: 0, count: 10 }, { by: 'host', filter: '', sort: 'peer', descending: true, offset: 0, count: 5 },
    { interface: 'lo', filter: 'tcp', capturer: null }].flatMap((value, i) => [0, 9, 21].map((command) => Uint8Array.of(command + i, ...new TextEncoder().encode(JSON.stringify(value))))),
} satisfies FuzzTarget;
