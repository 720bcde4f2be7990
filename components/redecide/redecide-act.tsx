// The button that asks what other versions would have decided on this run.
'use client';
import { GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import type { RunShape } from '@/lib/contract/run';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { RedecideDialog } from './redecide-dialog';

export function RedecideAct({ run }: { run: RunShape }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton label="Decide this run anew under…" onClick={() => setAsking(true)}>
        <Icon of={GitCompareArrows} />
      </IconButton>
      {asking && <RedecideDialog run={run} onClose={() => setAsking(false)} />}
    </>
  );
}
