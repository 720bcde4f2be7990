// Why a run stands still that nobody stopped itself: everything is halted, or its agent is paused; who, and why. It goes on by itself.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { RunShape } from '@/lib/contract/run';
import { agentOptions } from '@/lib/query/configuration';
import { haltOptions } from '@/lib/query/halt';
import { routes } from '@/lib/routes';

/** Which stop holds a run that waits or is queued; undefined for none. */
export function useStopOf(run: RunShape): 'halt' | 'agent' | undefined {
  const queued = run.status === 'queued';
  const { data: halt } = useQuery(haltOptions());
  const { data: agent } = useQuery({ ...agentOptions(run.agent), enabled: queued });
  if (run.status === 'waiting') {
    if (run.waiting?.reason === 'halt') return 'halt';
    return run.waiting?.items[0]?.kind === 'agent_paused' ? 'agent' : undefined;
  }
  if (!queued) return undefined;
  if (halt?.halted === true) return 'halt';
  return agent?.paused ? 'agent' : undefined;
}

export function StopNote({ run, by }: { run: RunShape; by: 'halt' | 'agent' }) {
  const { data: halt } = useQuery(haltOptions());
  const { data: agent } = useQuery({ ...agentOptions(run.agent), enabled: by === 'agent' });
  if (by === 'halt') {
    const why = halt?.halted === true ? ` by ${halt.by?.label}: “${halt.reason}”` : '';
    return <>{`Everything is halted${why}. It goes on by itself when the halt is lifted.`}</>;
  }
  const why = agent?.paused ? `${agent.paused.by.label}: “${agent.paused.reason}”. ` : '';
  return (
    <>
      {why}It goes on by itself when somebody resumes{' '}
      <Link href={routes.agent(run.agent)} className="link underline">
        {run.agent}
      </Link>
      .
    </>
  );
}
