// What was published, taken back and logged, by whom and why; what a version changed, and the way back to one that was active.
'use client';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PoliciesShape, PolicyChangeShape } from '@/lib/contract/policy';
import { POLICY_SETS } from '@/lib/domain/policy-set';
import { policyChangesOptions, policyVersionOptions, rollBackPoliciesMutation } from '@/lib/query/policies';
import { Loading } from '../shell/load-error';
import { Button } from '../ui/button';
import { Diff } from '../ui/diff';
import { MoreRows } from '../ui/more-rows';
import { RelativeTime } from '../ui/relative-time';
import { Tag } from '../ui/tag';
import { PolicyQuestion } from './policy-question';
import { SET_WORDS } from './policy-words';

const ACTS: { readonly [A in PolicyChangeShape['act']]: string } = {
  publish: 'published',
  roll_back: 'rolled back to',
  log_only: 'had logged',
  stop_log_only: 'ended the logging of',
};

export function HistoryTab({ now, mayChange }: { now: PoliciesShape; mayChange: boolean }) {
  const query = useInfiniteQuery(policyChangesOptions());
  const [backTo, setBackTo] = useState<number | null>(null);
  const rollBack = useMutation(rollBackPoliciesMutation());
  if (query.data === undefined) return <Loading what="The history" query={query} rows={4} />;
  const active = now.active?.version ?? null;
  const changes = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      <ul>
        {changes.map((change) => (
          <ChangeRow
            key={change.seq}
            change={change}
            isActive={change.version === active}
            onRollBack={
              mayChange &&
              change.version !== active &&
              (change.act === 'publish' || change.act === 'roll_back')
                ? () => setBackTo(change.version)
                : undefined
            }
          />
        ))}
      </ul>
      <MoreRows query={query} />
      {backTo !== null && (
        <PolicyQuestion
          title={`Roll back to version ${backTo}`}
          verb="Roll back"
          tone="danger"
          says={`Version ${backTo} decides from now on in place of ${active === null ? 'none' : `version ${active}`}. The draft stays as it is.`}
          done={`Version ${backTo} decides again`}
          revision={now.revision}
          act={(said) => rollBack.mutateAsync({ ...said, version: backTo })}
          onClose={() => setBackTo(null)}
        />
      )}
    </>
  );
}

type ChangeRowProps = { change: PolicyChangeShape; isActive: boolean; onRollBack: (() => void) | undefined };

function ChangeRow({ change, isActive, onRollBack }: ChangeRowProps) {
  const [open, setOpen] = useState(false);
  const { act, version, before, by, at, reason } = change;
  return (
    <li className="border-b border-line-soft px-4 py-2 max-md:px-3">
      <div className="flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="min-w-0 flex-1 max-md:basis-full">
          <b className="font-semi">{by.label}</b> {ACTS[act]} version {version}
          {isActive && <Tag className="ml-2">active</Tag>}
          <span className="block text-xs text-muted [overflow-wrap:anywhere]">“{reason}”</span>
        </span>
        <span className="text-xs text-muted">
          <RelativeTime at={at} />
        </span>
        {before !== null && before !== version && (
          <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide the difference' : `Compare with ${before}`}
          </Button>
        )}
        {onRollBack !== undefined && (
          <Button size="sm" onClick={onRollBack}>
            Roll back to it
          </Button>
        )}
      </div>
      {open && before !== null && <VersionDiff from={before} to={version} />}
    </li>
  );
}

function VersionDiff({ from, to }: { from: number; to: number }) {
  const earlier = useQuery(policyVersionOptions(from));
  const later = useQuery(policyVersionOptions(to));
  if (earlier.data === undefined || later.data === undefined)
    return <Loading what="The two versions" query={earlier.data === undefined ? earlier : later} rows={3} />;
  const [before, after] = [earlier.data.texts, later.data.texts];
  return POLICY_SETS.filter((set) => before[set] !== after[set]).map((set) => (
    <div key={set} className="mt-2">
      <h3 className="mb-1 text-xs font-medium text-muted">{SET_WORDS[set].title}</h3>
      <Diff
        before={before[set]}
        after={after[set]}
        label={`${SET_WORDS[set].title} in ${from} and ${to}`}
        context={3}
        numbered
      />
    </div>
  ));
}
