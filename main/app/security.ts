// What no page may do: leave, open windows, ask for permissions, attach a webview. The window shows text from hostile networks.
import { app, session } from 'electron';
import { isOurPage } from './page-path';

export function lockDown(devServer: string | null): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => { answer(permission === 'clipboard-sanitized-write'); });
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
  session.defaultSession.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => { event.preventDefault(); });
    const stay = (event: { preventDefault(): void }, url: string): void => {
      if (!isOurPage(url) && (devServer === null || !url.startsWith(devServer))) event.preventDefault();
    };
    contents.on('will-navigate', (event) => { stay(event, event.url); });
    contents.on('will-redirect', (event) => { stay(event, event.url); });
  });
}
