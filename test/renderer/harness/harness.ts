// The window without its main process: puts the stand-in in place, then starts the real page.
import { createFakeApi } from './fake-api';
import type { Scene } from './fake-api';

const asked = new URLSearchParams(location.search);
window.synoptic = createFakeApi({
  name: (asked.get('scene') ?? 'live') as Scene['name'],
  rows: Number(asked.get('rows') ?? 1_000_000),
  theme: (asked.get('theme') ?? 'system') as Scene['theme'],
  density: (asked.get('density') ?? 'compact') as Scene['density'],
});
await import('../../../renderer/main');
