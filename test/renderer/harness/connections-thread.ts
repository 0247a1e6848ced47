// The made-up connections in a thread of their own, as the program keeps its real ones.
import type { PageRequest, View } from '@shared/ipc';
import { makeConnections } from './made-connections';
import type { MadeConnections } from './made-connections';

type Question =
  | { serial: number; name: 'make'; argument: { rows: number; startMicros: number; spanMicros: number } }
  | { serial: number; name: 'step'; argument: { changes: number; micros: number } }
  | { serial: number; name: 'page'; argument: PageRequest }
  | { serial: number; name: 'locate'; argument: View & { id: number } };

let made: MadeConnections | null = null;

function answer(question: Question): unknown {
  switch (question.name) {
    case 'make': made = makeConnections(question.argument.rows, question.argument.startMicros, question.argument.spanMicros); return null;
    case 'step': made?.step(question.argument.changes, question.argument.micros); return null;
    case 'page': return made?.page(question.argument);
    case 'locate': return made?.locate(question.argument);
  }
}

addEventListener('message', (event: MessageEvent<Question>) => { postMessage({ serial: event.data.serial, value: answer(event.data) }); });
