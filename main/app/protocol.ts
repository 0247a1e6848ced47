// The app:// scheme: serves the window's folder and nothing else, under a strict content policy.
import fs from 'node:fs/promises';
import { protocol } from 'electron';
import { pageFile } from './page-path';

/** Scripts, styles and images from the app alone; nothing inline, nothing evaluated, no string becomes markup. */
export const CONTENT_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
  "connect-src 'self'", "worker-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  "object-src 'none'", "require-trusted-types-for 'script'", 'trusted-types default vue',
].join('; ');

/** Before the app is ready: a standard, secure scheme has an origin and may be given a policy. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
}

export function serveWindow(root: string): void {
  protocol.handle('app', async (request) => {
    const found = request.method === 'GET' ? pageFile(root, request.url) : null;
    if (found === null) return new Response('Not found', { status: 404 });
    try {
      const body = await fs.readFile(found.file);
      return new Response(new Uint8Array(body), {
        headers: { 'content-type': found.type, 'content-security-policy': CONTENT_POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
      });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
}
