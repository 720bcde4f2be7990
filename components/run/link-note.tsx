// Above the steps: what the address asks for that is not there, and the way on without it.
'use client';
import { useSearchParams } from 'next/navigation';
import { Button } from '../ui/button';
import { type LinkKnown, linkFaults } from './link-faults';

export function LinkNote({ known, onForget }: { known: LinkKnown; onForget: () => void }) {
  const params = useSearchParams();
  const faults = linkFaults(
    { step: params.get('step'), seq: params.get('seq'), tab: params.get('tab'), view: params.get('view') },
    known,
  );
  if (faults.length === 0) return null;
  return (
    <div
      role="status"
      data-state-of="waiting"
      className="flex min-h-9 flex-none items-center gap-3 border-b border-line bg-tint px-4 py-1.5 text-xs max-md:px-3"
    >
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">{faults.join(' ')}</p>
      <Button size="sm" onClick={onForget}>
        Show the run
      </Button>
    </div>
  );
}
