// The verdict of a connection in words: how it was opened, what passed, what went wrong, how it ended, what the capture does not show, and why
// we believe who is who. Pure: sentences out of the facts that a connection's detail holds.
import { PROTOCOL } from './flow';
import type { ConnectionDetail } from './snapshot';
import { SENTENCE_TOPIC, type Sentence } from './verdict-sentence';
import { captureWords, directionWords } from './verdict-words-capture';
import { closingWords } from './verdict-words-closing';
import { datagramWords } from './verdict-words-datagram';
import { openingWords } from './verdict-words-opening';
import { passedWords, troubleWords } from './verdict-words-trouble';

/** In the order of their topics. */
export function verdictWords(detail: ConnectionDetail): Sentence[] {
  const words = detail.protocol === PROTOCOL.tcp
    ? [...openingWords(detail), ...passedWords(detail), ...troubleWords(detail), ...closingWords(detail), ...captureWords(detail), ...directionWords(detail)]
    : [...datagramWords(detail), ...directionWords(detail)];
  return SENTENCE_TOPIC.flatMap((topic) => words.filter((sentence) => sentence.topic === topic));
}
