// A process that keeps and finds results on the database of a test: the production store, a pool of its own.
import { createKeptResults } from '../kept-results';
import { createPool } from '../pool';
import { answerCalls } from './other-process';

export function keptResultsCalls(url: string) {
  const { find, keep } = createKeptResults(createPool({ url, size: 2 }));
  return { find, keep };
}

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('whose results?');
answerCalls(keptResultsCalls(url));
