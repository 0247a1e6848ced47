// Prints a page to PDF in a window that nobody sees: sandboxed, without script, cut off from every network.
import { BrowserWindow, session } from 'electron';

const PARTITION = 'report'; // not kept on disk
const SCHEME = 'synoptic-report';
const PAGE = `${SCHEME}://page/`;

export async function printToPdf(html: string): Promise<Uint8Array> {
  const apart = session.fromPartition(PARTITION);
  apart.webRequest.onBeforeRequest((details, answer) => { answer({ cancel: details.url !== PAGE }); });
  apart.setPermissionRequestHandler((_contents, _permission, answer) => { answer(false); });
  apart.protocol.handle(SCHEME, () => new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } }));
  const window = new BrowserWindow({ show: false, width: 800, height: 1100, webPreferences: { session: apart, sandbox: true, contextIsolation: true, javascript: false, nodeIntegration: false, webviewTag: false } });
  try {
    await window.loadURL(PAGE);
    return await window.webContents.printToPDF({
      printBackground: true, preferCSSPageSize: true, displayHeaderFooter: true, headerTemplate: '<span></span>',
      footerTemplate: '<div style="width:100%;font-size:8px;color:#4f5b69;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>',
    });
  } finally {
    apart.protocol.unhandle(SCHEME);
    if (!window.isDestroyed()) window.destroy();
  }
}
