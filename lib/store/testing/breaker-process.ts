// A process with breakers on the database of a test: the production store, a pool of its own.
import { createBreakerStore } from '../breakers/breaker-store';
import { createPool } from '../pool';
import { answerCalls } from './other-process';

export function breakerCalls(url: string) {
  const { read, report, countsOf, open, takeProbe, settleProbe } = createBreakerStore(
    createPool({ url, size: 6 }),
    () => 0.9,
  );
  return { read, report, countsOf, open, takeProbe, settleProbe };
}

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('whose breakers?');
answerCalls(breakerCalls(url));
