// Entry of the tracker's thread: warms the tracker up, then serves its session until told to end.
import { parentPort } from 'node:worker_threads';
import { Desk } from './desk';
import type { ToThread } from './messages';
import { warmUp } from './warm-up';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');

const desk = new Desk((message) => { port.postMessage(message); });
port.on('message', (message: ToThread) => { desk.receive(message); });
// After the first message, if one waits already: a file named on the command line must not wait for the warm-up.
setImmediate(warmUp);
