// The two ends of the load, as processes: a server at the other end of the device, a client here.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { makeDevice, mayMakeDevices, type Device } from './veth.mjs';

const PORT = '7777';
const TRAFFIC = path.join(import.meta.dirname, 'traffic.mjs');

/** Where no device can be made, loopback: its packets are not all ours, so the kernel's count says nothing. */
export function provideDevice(): Device {
  if (mayMakeDevices()) return makeDevice({ addressed: true });
  return { name: 'lo', peer: 'lo', inside: [], here: '127.0.0.1', there: '127.0.0.1', packets: () => NaN, remove: () => undefined };
}

export class Load {
  readonly #server: ChildProcess;
  #client: ChildProcess | null = null;
  readonly #device: Device;

  private constructor(device: Device, server: ChildProcess) {
    this.#device = device;
    this.#server = server;
  }

  static async serve(device: Device): Promise<Load> {
    const [program = process.execPath, ...before] = [...device.inside, process.execPath];
    const server = spawn(program, [...before, TRAFFIC, 'server', device.there, PORT], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(server.stdout, 'data');
    return new Load(device, server);
  }

  begin(peak: string): void {
    this.#client = spawn(process.execPath, [TRAFFIC, 'client', this.#device.there, PORT, peak], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  /** Ends the load when the last connection is closed. @returns connections that were tried */
  async end(): Promise<number> {
    if (this.#client === null) return 0;
    const said: Buffer[] = [];
    this.#client.stdout?.on('data', (bytes: Buffer) => said.push(bytes));
    const gone = once(this.#client, 'close');
    this.#client.kill('SIGTERM');
    await gone;
    return Number((JSON.parse(Buffer.concat(said).toString() || '{"connections":0}') as { connections: number }).connections);
  }

  kill(): void {
    this.#client?.kill('SIGKILL');
    this.#server.kill('SIGKILL');
  }
}
