// What can be done with a run that failed for good: send it on or leave it so. Nothing once somebody has left it so.
'use client';
import { useQuery } from '@tanstack/react-query';
import { RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import type { RunShape } from '@/lib/contract/run';
import { compensationOptions } from '@/lib/query/compensation';
import { deadLetterOfRunOptions } from '@/lib/query/dead-letters';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { usePageKeys } from '../ui/use-page-keys';
import type { SettleKind } from './letter-words';
import { SettleDialog } from './settle-dialog';

export function FailedRunActs({ run }: { run: RunShape }) {
  const [asking, setAsking] = useState<SettleKind | undefined>(undefined);
  const { data: letter } = useQuery(deadLetterOfRunOptions(run.id));
  const open = letter?.state === 'open';
  const { data: undoing } = useQuery({ ...compensationOptions(run.id), enabled: open && run.toolCalls > 0 });
  // What it did is undone, or about to be: it can't go on from there.
  const mayGoOn = open && undoing?.runs.some(({ cause }) => cause !== 'decision') !== true;
  usePageKeys({ r: { label: 'Redrive the run', act: mayGoOn ? () => setAsking('redrive') : undefined } });
  if (letter === undefined || letter === null || !open) return null;
  return (
    <span className="flex gap-2 max-md:w-full max-md:[&>button]:h-10 max-md:[&>button]:flex-1">
      {mayGoOn && (
        <Button
          variant="primary"
          icon={<Icon of={RotateCw} />}
          keyHint="R"
          onClick={() => setAsking('redrive')}
        >
          Redrive
        </Button>
      )}
      <Button variant="danger" icon={<Icon of={X} />} onClick={() => setAsking('discard')}>
        Discard
      </Button>
      {asking !== undefined && (
        <SettleDialog kind={asking} letter={letter} onClose={() => setAsking(undefined)} />
      )}
    </span>
  );
}
