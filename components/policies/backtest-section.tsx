// The draft over calls that were made: which of the last five hundred it would judge otherwise than the active version does.
'use client';
import { useMutation } from '@tanstack/react-query';
import { plural } from '@/lib/format/count';
import { backtestPoliciesMutation } from '@/lib/query/policies';
import { messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Seam } from '../ui/seam';
import { ChangedCalls } from './changed-calls';
import { changeCounts, changeWords } from './policy-words';

export function BacktestSection() {
  const backtest = useMutation(backtestPoliciesMutation());
  const answer = backtest.data;
  return (
    <Seam
      title="Over the past"
      note="the last 500 calls"
      action={
        <Button size="sm" pending={backtest.isPending} onClick={() => backtest.mutate()}>
          Backtest the draft
        </Button>
      }
    >
      {backtest.error !== null && (
        <p role="alert" data-state-of="failed" className="px-4 pb-3 text-state max-md:px-3">
          {messageOf(backtest.error)}
        </p>
      )}
      <p role="status" className="px-4 pb-2 text-xs text-muted max-md:px-3">
        {answer === undefined
          ? 'By what was recorded with each admission; nothing is sent again.'
          : `${plural(answer.differences.length, 'call')} of ${answer.judged} would go another way${changeCounts(answer.differences)}${answer.unread === 0 ? '' : `; of ${answer.unread} too little was recorded`}.`}
      </p>
      {answer !== undefined && answer.differences.length > 0 && (
        <ChangedCalls
          calls={answer.differences.map(({ active, draft, ...call }) => ({
            ...call,
            change: changeWords({ decided: active.effect, said: draft.effect }),
            rules: draft.rules,
          }))}
        />
      )}
    </Seam>
  );
}
