// The interface list and its activity while the start page shows it; nothing is sampled otherwise.
import type { CapturerStatus, InterfaceInfo } from '@shared/ipc';
import { ActivityMeter } from './capture/activity';
import { probeCapturers } from './capture/capturers';
import { listInterfaces } from './capture/interfaces';

export class InterfaceWatch {
  readonly #meter = new ActivityMeter();
  readonly #onList: (interfaces: InterfaceInfo[]) => void;
  #following = false;
  #busy = false;

  constructor(onList: (interfaces: InterfaceInfo[]) => void) {
    this.#onList = onList;
    this.#meter.onSample(() => { void this.#tell(); });
  }

  follow(on: boolean): void {
    if (on === this.#following) return;
    this.#following = on;
    if (on) this.#meter.start();
    else this.#meter.stop();
  }

  async list(): Promise<{ interfaces: InterfaceInfo[]; capturers: CapturerStatus[] }> {
    const [interfaces, capturers] = await Promise.all([listInterfaces(this.#meter), probeCapturers()]);
    return { interfaces, capturers };
  }

  async #tell(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const list = await listInterfaces(this.#meter);
      if (this.#following) this.#onList(list);
    } catch {
      // The list of a second ago stays on the page.
    } finally {
      this.#busy = false;
    }
  }
}
