// A notice of the desktop: shown where the system can, gone when clicked.
import { Notification } from 'electron';

export function showNotice(title: string, body: string, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notice = new Notification({ title, body, urgency: 'critical' });
  notice.on('click', onClick);
  notice.show();
}
