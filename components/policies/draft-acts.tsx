// The ways on from a draft: logged beside the active version, or published.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { PoliciesShape } from '@/lib/contract/policy';
import { POLICY_SETS } from '@/lib/domain/policy-set';
import { logPoliciesMutation, publishPoliciesMutation } from '@/lib/query/policies';
import { useMay } from '../account/use-me';
import { Button } from '../ui/button';
import { PolicyQuestion } from './policy-question';
import { countOf } from './policy-words';

export function DraftActs({ now, isDirty }: { now: PoliciesShape; isDirty: boolean }) {
  const [asking, setAsking] = useState<'log' | 'publish' | null>(null);
  const publish = useMutation(publishPoliciesMutation());
  const log = useMutation(logPoliciesMutation());
  const isAdmin = useMay('admin');
  const { draft, active, candidate, revision } = now;
  const differsFrom = (texts: typeof draft.texts | undefined) =>
    texts === undefined || POLICY_SETS.some((set) => texts[set] !== draft.texts[set]);
  const blocked = isDirty
    ? 'Save it first.'
    : countOf(draft.problems, 'error') > 0
      ? 'Correct its errors first.'
      : !differsFrom(active?.texts)
        ? 'It is what is active.'
        : active?.texts.floor !== draft.texts.floor && !isAdmin
          ? 'It changes the floor, which only an administrator may.'
          : null;
  const close = () => setAsking(null);
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2.5 max-md:px-3">
      <span className="min-w-0 flex-1 text-xs text-muted">
        {blocked ?? 'It can be logged first, to see what it would change.'}
      </span>
      <Button disabled={blocked !== null || !differsFrom(candidate?.texts)} onClick={() => setAsking('log')}>
        Log only
      </Button>
      <Button variant="primary" disabled={blocked !== null} onClick={() => setAsking('publish')}>
        Publish
      </Button>
      {asking === 'log' && (
        <PolicyQuestion
          title="Log the draft beside the active version"
          verb="Log only"
          says="It is asked about every call and decides nothing. What it would have changed is recorded with each call."
          done="The draft is logged"
          revision={revision}
          act={(said) => log.mutateAsync(said)}
          onClose={close}
        />
      )}
      {asking === 'publish' && (
        <PolicyQuestion
          title="Publish the draft"
          verb="Publish"
          says="It decides from now on, also about calls that were approved and not sent yet. Every version can be taken back."
          done="The draft decides"
          revision={revision}
          act={(said) => publish.mutateAsync(said)}
          onClose={close}
        />
      )}
    </div>
  );
}
