// `synoptic interfaces [--json]`: what can be captured from, by which capturer, and why not.
import type { CapturerStatus, InterfaceInfo } from '@shared/ipc';
import { probeCapturers } from '../capture/capturers';
import { listInterfaces } from '../capture/interfaces';
import { DONE } from './exit-status';
import { printable, printableJson, type Console } from './output';

export async function interfaces(json: boolean, console: Console): Promise<number> {
  const [devices, capturers] = await Promise.all([listInterfaces(), probeCapturers()]);
  console.output.write(json ? `${printableJson({ interfaces: devices.map(withoutActivity), capturers })}\n` : interfacesText(devices, capturers));
  return DONE;
}

/** A single look has no activity to show. */
function withoutActivity(device: InterfaceInfo): Omit<InterfaceInfo, 'activity'> {
  const { name, description, addresses, up, loopback } = device;
  return { name, description, addresses, up, loopback };
}

export function interfacesText(devices: readonly InterfaceInfo[], capturers: readonly CapturerStatus[]): string {
  const rows = devices.map((device) => [printable(device.name), device.up ? 'up' : 'down', printable(device.description ?? ''), device.addresses.join(', ')]);
  const lines = rows.length === 0 ? ['No interface was found.'] : columns([['Interface', 'State', 'Description', 'Addresses'], ...rows]);
  lines.push('');
  const inUse = capturers.find((capturer) => capturer.usable);
  for (const capturer of capturers) {
    lines.push(`${capturer.name}: ${capturer.usable ? (capturer === inUse ? 'usable, the one that will be used' : 'usable') : `not usable. ${printable(capturer.reason ?? '')}`}`);
    if (capturer.remedy !== null) lines.push(`    ${printable(capturer.remedy)}`);
    for (const limit of capturer.limits) lines.push(`    limit: ${limit}`);
  }
  if (inUse === undefined) lines.push('', 'Nothing can be captured until one of them is made usable; saved captures can be opened.');
  return `${lines.join('\n')}\n`;
}

function columns(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}
