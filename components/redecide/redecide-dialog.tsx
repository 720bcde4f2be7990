// Asks what another version would have decided on what this run recorded, and shows the answer. Nothing is sent or written.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RedecisionShape } from '@/lib/contract/redecide';
import type { RunShape } from '@/lib/contract/run';
import { plural } from '@/lib/format/count';
import { messageOf } from '@/lib/query/problem-error';
import { redecideRunMutation } from '@/lib/query/redecide';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/button-link';
import { Dialog } from '../ui/dialog';
import { Glyph } from '../ui/glyph';
import { DifferenceList } from './difference-list';
import { divergenceWords } from './redecide-words';
import { AS_RECORDED, UnderFields, underOf } from './under-fields';
import { Unrecorded } from './unrecorded';

export function RedecideDialog({ run, onClose }: { run: RunShape; onClose: () => void }) {
  const [under, setUnder] = useState(AS_RECORDED);
  const ask = useMutation(redecideRunMutation(run.id));
  const mayFork = useMay('runs:write') && run.trigger.kind !== 'compensation';
  const answer = ask.data;
  const fork = mayFork ? answer?.fork : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Decide this run anew"
      width="lg"
      description="Admission, policy, bounds and routing are decided again on what was recorded. Nothing is sent, and nothing is written."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
          {fork && (
            <ButtonLink
              href={routes.run(run.id, { step: fork.step, act: 'fork' })}
              icon={<Glyph name="fork" />}
              onClick={onClose}
            >
              {`Fork from step ${fork.step}…`}
            </ButtonLink>
          )}
          <Button variant="primary" pending={ask.isPending} onClick={() => ask.mutate(underOf(under))}>
            Decide anew
          </Button>
        </>
      }
    >
      <div className="grid gap-3.5">
        <UnderFields
          agent={run.agent}
          value={under}
          onChange={(next) => {
            ask.reset();
            setUnder(next);
          }}
        />
        {ask.error !== null && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {messageOf(ask.error)}
          </p>
        )}
        <p role="status" className="text-xs text-muted">
          {answer === undefined
            ? 'Left as recorded, the record is held against itself.'
            : divergenceWords(answer.firstDivergence, answer.differences.length + answer.more)}
        </p>
        {answer !== undefined && <Answer answer={answer} onFollow={onClose} />}
      </div>
    </Dialog>
  );
}

function Answer({ answer, onFollow }: { answer: RedecisionShape; onFollow: () => void }) {
  const { runId, differences, more, unrecorded, looked } = answer;
  return (
    <>
      {differences.length > 0 && (
        <DifferenceList runId={runId} differences={differences} onFollow={onFollow} />
      )}
      {more > 0 && <p className="text-xs text-muted">{`${plural(more, 'difference')} more.`}</p>}
      <Unrecorded runId={runId} unrecorded={unrecorded} onFollow={onFollow} />
      <p className="text-2xs text-faint">
        {`Looked at ${plural(looked.admissions, 'admission')}, ${plural(looked.questions, 'question')} to a model and ${plural(looked.answers, 'answer')}.`}
      </p>
    </>
  );
}
