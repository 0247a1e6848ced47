// Where the window was last time, if that is still on a screen: pure but for the file.
import { readJson, writeJson } from './json-file';

export interface Rectangle { x: number; y: number; width: number; height: number }
export interface WindowPlace { bounds: Rectangle | null; maximized: boolean }

export const LEAST_WIDTH = 720;
export const LEAST_HEIGHT = 420;
/** So much of the window must be on a screen for it to be found and moved. */
const VISIBLE = 80;

const isSide = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 100_000;

/** null for anything that is not a rectangle. */
function rectangle(value: unknown): Rectangle | null {
  if (typeof value !== 'object' || value === null) return null;
  const { x, y, width, height } = value as Record<string, unknown>;
  if (!isSide(x) || !isSide(y) || !isSide(width) || !isSide(height)) return null;
  return width >= LEAST_WIDTH && height >= LEAST_HEIGHT ? { x, y, width, height } : null;
}

export function isOnScreen(window: Rectangle, screens: readonly Rectangle[]): boolean {
  return screens.some((screen) =>
    Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x) >= VISIBLE
    && window.y >= screen.y - 1 && window.y <= screen.y + screen.height - VISIBLE);
}

export function loadPlace(file: string, screens: readonly Rectangle[]): WindowPlace {
  const read = readJson(file);
  if (typeof read !== 'object' || read === null) return { bounds: null, maximized: false };
  const bounds = 'bounds' in read ? rectangle(read.bounds) : null;
  return { bounds: bounds !== null && isOnScreen(bounds, screens) ? bounds : null, maximized: 'maximized' in read && read.maximized === true };
}

export function savePlace(file: string, place: WindowPlace): void {
  try {
    writeJson(file, place);
  } catch {
    // The window opens in its first size next time.
  }
}
