// Where the guide stands: the newest run it is about, the call that run asks about, and what this person has looked at. All of it is asked
// of the API or read from the address; nothing is assumed.
'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { approvalsListOptions } from '@/lib/query/approvals';
import { agentsOptions } from '@/lib/query/configuration';
import { newestRunsOptions } from '@/lib/query/runs';
import { routes } from '@/lib/routes';
import { type GuideMemory, guideMemoryKey, NO_MEMORY, parseGuideMemory, remembering } from './guide-memory';
import {
  currentStep,
  endedEarly,
  GUIDE_AGENT,
  GUIDE_AMOUNT,
  guideApproval,
  guideRun,
  guideSteps,
} from './guide-steps';

const MANY = 50;

function useMemory(personId: string) {
  const [memory, setMemory] = useState<GuideMemory>(NO_MEMORY);
  useEffect(() => {
    try {
      setMemory(parseGuideMemory(localStorage.getItem(guideMemoryKey(personId))));
    } catch {
      // storage denied: it is remembered until the page is left
    }
  }, [personId]);
  const remember = (what: keyof GuideMemory, id: string): void =>
    setMemory((now) => {
      const next = remembering(now, what, id);
      if (next === now) return now;
      try {
        localStorage.setItem(guideMemoryKey(personId), JSON.stringify(next));
      } catch {
        // as above
      }
      return next;
    });
  return { memory, remember };
}

export function useGuide(personId: string) {
  const agents = useQuery(agentsOptions());
  const agent = agents.data?.items.find(({ name }) => name === GUIDE_AGENT);
  const above = agent?.definition.escalation?.amountAbove ?? undefined;
  const runs = useQuery({
    ...newestRunsOptions({ agent: GUIDE_AGENT }, MANY),
    enabled: above !== undefined,
  });
  const items = runs.data?.items ?? [];
  const run = above === undefined ? undefined : guideRun(items, personId, above);
  const approvals = useInfiniteQuery({
    ...approvalsListOptions({ run: run?.id, limit: MANY }),
    enabled: run !== undefined,
  });
  const calls = run === undefined ? [] : (approvals.data?.pages.flatMap((page) => page.items) ?? []);
  const approval = guideApproval(calls.filter(({ runId }) => runId === run?.id));
  const { memory, remember } = useMemory(personId);

  const pathname = usePathname();
  const scrubs = useSearchParams().get('seq') !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: remember is as new as each render and says the same
  useEffect(() => {
    if (approval !== undefined && pathname === routes.approval(approval.id)) remember('seen', approval.id);
    if (run !== undefined && scrubs && pathname === routes.run(run.id)) remember('scrubbed', run.id);
  }, [pathname, scrubs, approval?.id, run?.id]);

  const facts = { run, approval, ...memory };
  const steps = guideSteps(facts);
  const ended = endedEarly(facts);
  const known = agents.data !== undefined && (above === undefined || runs.data !== undefined);
  return {
    known,
    /** Undefined while it isn't known, and where the demo's agent is gone or asks for nothing. */
    agent: above !== undefined && above < GUIDE_AMOUNT ? agent : undefined,
    above,
    run,
    approval,
    steps,
    ended,
    current: ended === undefined ? currentStep(steps) : ('start' as const),
  };
}

export type Guide = ReturnType<typeof useGuide>;
