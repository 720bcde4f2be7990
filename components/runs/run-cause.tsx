// What a run waits for, with the time that is left, or why it ended, in the room of a cell.
import { waitingWords } from '../run/run-words';
import { Countdown } from '../ui/countdown';
import type { ListedRun } from './listed-run';

export function RunCause({ run, fallback = '' }: { run: ListedRun; fallback?: string }) {
  if (run.waiting === null) {
    return (
      <span title={run.ended === '' ? undefined : run.ended}>{run.ended === '' ? fallback : run.ended}</span>
    );
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
