// Lets a paused or bounded run go on, with its bounds raised where that is what it needs.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunShape } from '@/lib/contract/run';
import type { LimitBound } from '@/lib/domain/run';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { resumeRunMutation } from '@/lib/query/runs';
import { LimitFields } from '../runs/limit-fields';
import { type LimitName, type LimitTexts, limitProblems, limitText, readLimits } from '../runs/limit-texts';
import { serverLimits } from '../runs/server-limits';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';
import { boundOf } from './run-words';
import { shortId } from './short-id';

const LIMIT_OF_BOUND: Partial<Record<LimitBound, LimitName>> = {
  steps: 'maxSteps',
  tool_calls: 'maxToolCalls',
  tokens: 'maxTokens',
  cost: 'maxCostMicroUsd',
  time: 'deadlineMs',
};

/** The bound that was reached, half as much again: enough to go on, and a figure that can be seen and changed. */
function proposal(run: RunShape): LimitTexts {
  const bound = boundOf(run.waiting);
  const name = bound === undefined ? undefined : LIMIT_OF_BOUND[bound];
  return name === undefined ? {} : { [name]: limitText(name, Math.ceil(run.limits[name] * 1.5)) };
}

export function ResumeDialog({ run, onClose }: { run: RunShape; onClose: () => void }) {
  const atLimit = run.waiting?.reason === 'limit';
  const bound = boundOf(run.waiting);
  const isFigure = bound !== 'loop' && bound !== 'deadline';
  const [texts, setTexts] = useState<LimitTexts>(() => proposal(run));
  const [judged, setJudged] = useState(false);
  const intentOf = useIntent();
  const resume = useMutation(resumeRunMutation());
  const own = limitProblems(texts, run.limits, 'raise');
  const refused = resume.error instanceof ApiProblem ? resume.error.problem.errors : undefined;
  const raised = readLimits(texts, run.limits);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={atLimit && isFigure ? 'Raise the bounds and resume' : 'Resume this run'}
      confirm="Resume"
      tone="primary"
      reasonLabel="Reason, kept with the run"
      error={resume.error === null ? undefined : messageOf(resume.error)}
      pending={resume.isPending}
      onConfirm={(reason) => {
        setJudged(true);
        if (Object.keys(own).length > 0) return;
        const body = { reason, ...(Object.keys(raised).length === 0 ? {} : { limits: raised }) };
        resume.mutate(
          { intent: intentOf(body), id: run.id, body },
          {
            onSuccess: () => {
              notify({ title: 'Resume asked for', detail: `${run.agent}, run ${shortId(run.id)}` });
              onClose();
            },
          },
        );
      }}
    >
      {bound === 'loop'
        ? 'It goes round in circles: the same calls again, or answers that bring nothing new. Resumed, what was so far no longer counts as a loop.'
        : bound === 'deadline'
          ? 'The deadline that was given with it is over. Resumed, it goes on without one.'
          : atLimit
            ? 'It goes on from where it stopped, up to the new bound.'
            : 'It goes on from where it stands.'}
      <LimitFields
        limits={run.limits}
        texts={texts}
        onChange={setTexts}
        direction="raise"
        problems={{ ...serverLimits(refused), ...(judged ? own : {}) }}
        open={atLimit && isFigure}
      />
    </AlertDialog>
  );
}
