// What a run waits for, with the time that is left, or why it ended, in the room of a cell.
import type { RunShape } from '@/lib/contract/run';
import { endWords, waitingWords } from '../run/run-words';
import { Countdown } from '../ui/countdown';

export function RunCause({ run, fallback = '' }: { run: RunShape; fallback?: string }) {
  if (run.waiting === null) {
    const words = endWords(run);
    return <span title={words === '' ? undefined : words}>{words === '' ? fallback : words}</span>;
  }
  const { word, until } = waitingWords(run.waiting);
  return (
    <>
      {word}
      {until !== undefined && (
        <Countdown
          until={until}
          quiet={run.waiting.reason === 'timer'}
          atZero="due"
          className="ml-2 align-middle"
        />
      )}
    </>
  );
}
