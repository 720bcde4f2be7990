// The form to start a run, open while the URL says so: a link can lead straight to it, Back closes it.
'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { StartRunDialog } from './start-run-dialog';

const param = parseAsString.withOptions({ history: 'push' });

/** Opens the form, for this agent or with `*` for any. */
export function useStartRun(): (agent: string) => void {
  const [, setStart] = useQueryState('start', param);
  return (agent) => void setStart(agent);
}

export function StartRun() {
  const [start, setStart] = useQueryState('start', param);
  if (start === null) return null;
  return (
    <StartRunDialog
      agent={start === '*' ? undefined : start}
      onChooseAgent={(agent) => void setStart(agent, { history: 'replace' })}
      onClose={() => void setStart(null, { history: 'replace' })}
    />
  );
}
