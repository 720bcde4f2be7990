// Jumps of the run page: by keys that stand in the sheet, and by a menu for the mouse.
'use client';
import { Crosshair } from 'lucide-react';
import type { StepShape } from '@/lib/contract/run-detail';
import { Button } from '../ui/button';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';
import { usePageKeys } from '../ui/use-page-keys';
import { costliestStep, firstFailedStep, nextDecision } from './step-jumps';

export type JumpMenuProps = {
  /** As they are drawn: of the past where a checkpoint is chosen. */
  steps: readonly StepShape[];
  chosen: number | undefined;
  onStep: (step: number) => void;
};

export function JumpMenu({ steps, chosen, onStep }: JumpMenuProps) {
  const to = (step: number | undefined) => (step === undefined ? undefined : () => onStep(step));
  const costliest = to(costliestStep(steps));
  const failed = to(firstFailedStep(steps));
  const next = to(nextDecision(steps, chosen, 1));
  const previous = to(nextDecision(steps, chosen, -1));
  usePageKeys({
    c: { label: 'The costliest step', act: costliest },
    e: { label: 'The first step that failed', act: failed },
    d: { label: 'Next decision', act: next, repeats: true },
    s: { label: 'Previous decision', act: previous, repeats: true },
  });
  return (
    <DropdownMenu
      trigger={
        <Button size="sm" icon={<Icon of={Crosshair} size={14} />}>
          Jump<span className="max-md:hidden"> to</span>
        </Button>
      }
    >
      <Jump act={costliest} keyHint="C">
        Costliest step
      </Jump>
      <Jump act={failed} keyHint="E">
        First that failed
      </Jump>
      <Jump act={next} keyHint="D">
        Next decision
      </Jump>
      <Jump act={previous} keyHint="S">
        Previous decision
      </Jump>
    </DropdownMenu>
  );
}

type JumpProps = { act: (() => void) | undefined; keyHint: string; children: string };

/** Where there is no such step it stays, without effect, so that the others keep their places. */
function Jump({ act, keyHint, children }: JumpProps) {
  return (
    <MenuItem keyHint={keyHint} disabled={act === undefined} onSelect={() => act?.()}>
      {children}
    </MenuItem>
  );
}
