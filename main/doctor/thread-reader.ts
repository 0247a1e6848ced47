// Has a tracker's thread of its own read the packets of a trial: the window's capture is not touched.
import { WorkerClient } from '../worker/client';
import type { Limits } from '../worker/messages';
import type { ReadTrial } from './trial';

export const threadReader = (entry: string, limits: Limits): ReadTrial => async (segments) => {
  let done: (packets: number) => void;
  let failed: (thrown: unknown) => void;
  const finished = new Promise<number>((resolve, reject) => { done = resolve; failed = reject; });
  const client = new WorkerClient({
    entry,
    onProgress: ({ state, tracker }) => { if (state === 'done' || state === 'failed') done(tracker.packets); },
    onCrash: (failure) => { failed(failure); },
  });
  try {
    client.send({ kind: 'live', run: 1, limits });
    for (const { path, startOffset, skip, bytes } of segments) if (bytes > 0) client.send({ kind: 'segment', place: { path, startOffset, skip } });
    client.send({ kind: 'grown' });
    client.send({ kind: 'end' });
    const packets = await finished;
    const { connections, health } = await client.ask('overview', { filter: 'tcp', bins: 1 });
    return { packets, tcpConnections: connections, health };
  } finally {
    await client.close();
  }
};
