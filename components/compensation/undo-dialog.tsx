// The question before an undo: which calls, with which arguments, in which order, and what stays. Held to confirm, with a reason.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { UndoableEffectShape } from '@/lib/contract/compensation';
import { compensateRunMutation, compensationOptions } from '@/lib/query/compensation';
import { useIntent } from '../runs/use-intent';
import { ArgumentList } from '../ui/argument-list';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { HoldButton } from '../ui/hold-button';
import { Icon } from '../ui/icon';
import { jsonText } from '../ui/json-text';
import { Tag } from '../ui/tag';
import { TextArea } from '../ui/text-area';
import { notify } from '../ui/toaster';
import { UndoProblem } from './undo-problem';
import { effectNote, undoCallWords, undoTitle } from './undo-words';

export type UndoDialogProps = {
  runId: string;
  /** Only this step's effect is chosen at first; undefined: all that can be undone. */
  only: number | undefined;
  onClose: () => void;
};

export function UndoDialog({ runId, only, onClose }: UndoDialogProps) {
  const [chosen, setChosen] = useState<readonly number[] | undefined>(
    only === undefined ? undefined : [only],
  );
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const none = chosen !== undefined && chosen.length === 0;
  const plan = useQuery(compensationOptions(runId, none ? undefined : chosen));
  const intentOf = useIntent();
  const mutation = useMutation(compensateRunMutation());
  const data = plan.data;
  const steps = chosen ?? data?.steps ?? [];
  const isFresh = data !== undefined && !plan.isPlaceholderData && !none;
  const effects = data?.effects ?? [];
  const meant = effects.filter(({ step, state }) => steps.includes(step) && state === 'undoable');
  const refusal = mutation.error ?? plan.error;
  const toggle = (step: number) => (on: boolean) =>
    setChosen(on ? [...steps, step] : steps.filter((one) => one !== step));
  const act = (): void => {
    if (data === undefined || mutation.isPending) return;
    if (reason.trim() === '') {
      setMissing(true);
      return;
    }
    const body = { reason: reason.trim(), steps: [...data.steps], planHash: data.planHash };
    mutation.mutate(
      { intent: intentOf({ runId, ...body }), runId, body },
      {
        onSuccess: () => {
          notify({ title: 'Undoing', detail: 'A run of its own carries it out.', state: 'running' });
          onClose();
        },
      },
    );
  };
  const title = undoTitle(meant);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !mutation.isPending && onClose()}
      title={title}
      width="lg"
      description="The latest effect is undone first, one after the other, each checked and sent as any other call. This run stays as it ended, and can’t be redriven afterwards."
      footer={
        <>
          <Button variant="ghost" disabled={mutation.isPending} onClick={onClose}>
            Back
          </Button>
          <HoldButton
            armKey={data?.planHash ?? ''}
            icon={<Icon of={Undo2} />}
            disabled={!isFresh || meant.length === 0}
            pending={mutation.isPending}
            onConfirm={act}
            confirmTitle={title}
            confirmBody="The calls that are shown are sent."
            confirmVerb="Undo"
          >
            {title}
          </HoldButton>
        </>
      }
    >
      <ol className="grid gap-3">
        {effects.map((effect) => (
          <Effect
            key={effect.step}
            effect={effect}
            on={steps.includes(effect.step)}
            onToggle={toggle(effect.step)}
          />
        ))}
      </ol>
      <TextArea
        className="mt-3.5"
        label="Reason, kept with the run and in the audit log"
        required
        error={missing ? 'Say why: it is read later, where the effect is seen.' : undefined}
        value={reason}
        onChange={(event) => {
          setReason(event.target.value);
          setMissing(false);
        }}
      />
      <UndoProblem error={refusal} refusal={data?.refusal ?? null} />
    </Dialog>
  );
}

type EffectProps = { effect: UndoableEffectShape; on: boolean; onToggle: (on: boolean) => void };

function Effect({ effect, on, onToggle }: EffectProps) {
  const { step, tool, state, undo } = effect;
  const note = effectNote(effect);
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Checkbox checked={on} disabled={state !== 'undoable'} onCheckedChange={onToggle}>
          {`Step ${step}, ${tool}`}
        </Checkbox>
        {undo !== null && <span className="text-xs text-muted">{undoCallWords(effect)}</span>}
        {undo !== null && undo.risk !== 'low' && <Tag>{`${undo.risk} risk`}</Tag>}
      </div>
      {note !== '' && <p className="mt-0.5 pl-[22px] text-xs text-muted">{note}</p>}
      {undo !== null && state === 'undoable' && (
        <ArgumentList
          className="mt-1.5 ml-[22px]"
          rows={Object.entries(undo.arguments).map(([name, value]) => ({ name, value: jsonText(value) }))}
        />
      )}
    </li>
  );
}
