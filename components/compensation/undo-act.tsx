// Where an ended run, or one step of it, can be undone: the button that asks. Nothing where nothing can be.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { RunShape } from '@/lib/contract/run';
import { TERMINAL_RUN_STATUSES } from '@/lib/domain/run';
import { compensationOptions } from '@/lib/query/compensation';
import { useMay } from '../account/use-me';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { UndoDialog } from './undo-dialog';

/** Whether a run may have effects to undo: it has ended, and is no undo itself. */
export function isUndoable({ status, trigger, toolCalls }: RunShape): boolean {
  return TERMINAL_RUN_STATUSES.has(status) && trigger.kind !== 'compensation' && toolCalls > 0;
}

/** @param step only this one's effect; the whole run's when undefined. */
export function UndoAct({ run, step }: { run: RunShape; step?: number }) {
  const [asking, setAsking] = useState(false);
  const may = useMay('runs:write');
  const { data } = useQuery({ ...compensationOptions(run.id), enabled: may && isUndoable(run) });
  const offered =
    step === undefined
      ? data?.refusal === null
      : data?.effects.some((effect) => effect.step === step && effect.state === 'undoable');
  if (!may) return null;
  // What is asked stays until it is closed, and says what became of it: somebody else may undo it meanwhile.
  return (
    <>
      {offered === true && (
        <Button
          size={step === undefined ? 'md' : 'sm'}
          className={step === undefined ? 'max-md:h-10 max-md:flex-1' : ''}
          icon={<Icon of={Undo2} />}
          onClick={() => setAsking(true)}
        >
          Undo…
        </Button>
      )}
      {asking && <UndoDialog runId={run.id} only={step} onClose={() => setAsking(false)} />}
    </>
  );
}
