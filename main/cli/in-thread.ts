// The command line as a thread of the packaged application, and above it the thread that hears how it ends, even when its memory runs out.
import fs from 'node:fs';
import process from 'node:process';
import { parentPort, Worker, workerData } from 'node:worker_threads';

const STANDARD_ERROR = 2;

/** `ended`: 0 until the command has ended, then its exit status + 1; the application's main thread waits for it. */
function supervise(ended: Int32Array): void {
  const command = new Worker(__filename, { argv: process.argv.slice(2), workerData: null });
  parentPort?.on('message', (message) => { command.postMessage(message); });
  command.on('error', (thrown) => { fs.writeSync(STANDARD_ERROR, `synoptic: ${thrown.message}\n`); });
  command.on('exit', (status) => {
    Atomics.store(ended, 0, status + 1);
    Atomics.notify(ended, 0);
  });
}

if (workerData instanceof SharedArrayBuffer) {
  supervise(new Int32Array(workerData));
} else {
  // A thread gets no signals: Ctrl-C comes as a message.
  parentPort?.on('message', () => { process.emit('SIGINT'); }).unref();
  void import('./synoptic');
}
