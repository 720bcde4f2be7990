// The version that is logged beside the active one: what it would have changed, and what can be done with it.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { PoliciesShape, PolicyVersionShape } from '@/lib/contract/policy';
import { publishPoliciesMutation, stopLoggingPoliciesMutation } from '@/lib/query/policies';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { PolicyQuestion } from './policy-question';

type CandidateStripProps = { now: PoliciesShape; candidate: PolicyVersionShape; mayChange: boolean };

export function CandidateStrip({ now, candidate, mayChange }: CandidateStripProps) {
  const [asking, setAsking] = useState<'publish' | 'stop' | null>(null);
  const publish = useMutation(publishPoliciesMutation());
  const stop = useMutation(stopLoggingPoliciesMutation());
  const { version } = candidate;
  const revision = now.revision;
  const close = () => setAsking(null);
  return (
    <>
      <Banner
        state="dry"
        title={`Version ${version} is only logged.`}
        actions={
          mayChange && (
            <span className="flex gap-2">
              <Button size="sm" onClick={() => setAsking('stop')}>
                Stop logging
              </Button>
              <Button size="sm" onClick={() => setAsking('publish')}>
                Publish it
              </Button>
            </span>
          )
        }
      >
        It is asked about every call beside the active version, and decides nothing.
      </Banner>
      {asking === 'publish' && (
        <PolicyQuestion
          title={`Publish version ${version}`}
          verb="Publish"
          says="It decides from now on, also about calls that were approved and not sent yet."
          done={`Version ${version} decides`}
          revision={revision}
          act={(said) => publish.mutateAsync({ ...said, version })}
          onClose={close}
        />
      )}
      {asking === 'stop' && (
        <PolicyQuestion
          title={`Stop logging version ${version}`}
          verb="Stop logging"
          says="What it would have said is recorded no more. What was recorded stays."
          done={`Version ${version} is logged no more`}
          revision={revision}
          act={(said) => stop.mutateAsync(said)}
          onClose={close}
        />
      )}
    </>
  );
}
