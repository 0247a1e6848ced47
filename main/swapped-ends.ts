// Connections whose ends the user has exchanged, by the file they are in: they stay so when it is opened again, until the program ends.
import { isSameConnection, type ConnectionIdentity } from '@shared/flow';

/** Files remembered; the one noted longest ago goes first. */
const MOST_FILES = 50;

export class SwappedEnds {
  readonly #files = new Map<string, ConnectionIdentity[]>();

  of(file: string): readonly ConnectionIdentity[] { return this.#files.get(file) ?? []; }

  note(file: string, connection: ConnectionIdentity, swapped: boolean): void {
    const others = this.of(file).filter((one) => !isSameConnection(one, connection));
    this.#files.delete(file);
    if (swapped || others.length > 0) this.#files.set(file, swapped ? [...others, connection] : others);
    const [oldest] = this.#files.keys();
    if (this.#files.size > MOST_FILES && oldest !== undefined) this.#files.delete(oldest);
  }
}
