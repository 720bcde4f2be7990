// The button that stops everything, in the top bar of those who may; nothing while it stands, for then the banner lifts it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { OctagonX } from 'lucide-react';
import { useState } from 'react';
import { haltOptions } from '@/lib/query/halt';
import { useMay } from '../account/use-me';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Tooltip } from '../ui/tooltip';
import { SetHaltDialog } from './halt-dialogs';

export function HaltControl() {
  const [asking, setAsking] = useState(false);
  const { data } = useQuery(haltOptions());
  const may = useMay('runs:write');
  if (!may || data?.halted === true) return null;
  return (
    <>
      <Tooltip content="Nothing new starts, no effect is sent, until lifted. Asks for a reason.">
        <Button
          icon={
            <span data-state-of="failed" className="grid">
              <Icon of={OctagonX} className="text-state!" />
            </span>
          }
          onClick={() => setAsking(true)}
        >
          Halt
        </Button>
      </Tooltip>
      <SetHaltDialog open={asking} onClose={() => setAsking(false)} />
    </>
  );
}
