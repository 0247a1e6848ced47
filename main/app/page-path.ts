// Which file of the window's folder an app:// address names: pure, so that every way out of the folder is a test.
import path from 'node:path';

export const PAGE_ORIGIN = 'app://synoptic';
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

export interface PageFile { file: string; type: string }

/** null: the address names nothing that may be served. */
export function pageFile(root: string, address: string): PageFile | null {
  let pathname: string;
  try {
    const url = new URL(address);
    if (url.protocol !== 'app:' || url.host !== 'synoptic') return null;
    pathname = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (pathname.includes('\0') || pathname.includes('\\')) return null;
  const file = path.join(root, pathname);
  if (!file.startsWith(root + path.sep)) return null;
  const type = TYPES[path.extname(file)];
  return type === undefined ? null : { file, type };
}

/** True for the one page that may send commands. */
export function isOurPage(address: string): boolean {
  return address === PAGE_URL || address.startsWith(`${PAGE_URL}#`);
}
