// The button of the guide's present step: it starts, leads or explains; what it says is done by the reader, never for them.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import type { AgentShape } from '@/lib/contract/configuration';
import { isJsonObject } from '@/lib/domain/json';
import { approvalCardOptions } from '@/lib/query/approvals';
import { newIntent } from '@/lib/query/intent';
import { messageOf } from '@/lib/query/problem-error';
import { startRunMutation } from '@/lib/query/runs';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { sampleInput } from '../runs/sample-input';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/button-link';
import { Icon } from '../ui/icon';
import { notify } from '../ui/toaster';
import { ApproveHow } from './approve-how';
import { GUIDE_AMOUNT } from './guide-steps';
import type { Guide } from './use-guide';

export type GuideActProps = { guide: Guide; approverEmail: string; onDone: () => void };

export function GuideAct({ guide, approverEmail, onDone }: GuideActProps) {
  const pathname = usePathname();
  const { agent, run, approval, current } = guide;
  if (current === 'over') return <Button onClick={onDone}>Done</Button>;
  if (current === 'start')
    return agent === undefined ? null : <Start agent={agent} again={guide.ended !== undefined} />;
  if (current === 'why' || current === 'approve') {
    if (approval === undefined) return <span className="text-xs text-muted">The agent is at work</span>;
    if (current === 'approve') return <Approve approvalId={approval.id} approverEmail={approverEmail} />;
    return (
      <ButtonLink variant="primary" href={routes.approval(approval.id)}>
        See why
      </ButtonLink>
    );
  }
  // On the run's own page the next thing is the scrubber, and a link to it would lead nowhere.
  if (run === undefined || pathname === routes.run(run.id)) return null;
  return (
    <ButtonLink variant="primary" href={routes.run(run.id)}>
      Open the run
    </ButtonLink>
  );
}

/** An order of its own each time: one that was refunded has nothing left to pay back. */
function guideInput(agent: AgentShape, intent: string) {
  const sample = sampleInput(agent.definition.inputSchema);
  const orderId = `ORD-${intent.replaceAll('-', '').slice(-8).toUpperCase()}`;
  return { ...(isJsonObject(sample) ? sample : {}), orderId, amount: GUIDE_AMOUNT };
}

function Start({ agent, again }: { agent: AgentShape; again: boolean }) {
  const router = useRouter();
  const mayStart = useMay('runs:write');
  const start = useMutation(startRunMutation());
  if (!mayStart) return <span className="text-xs text-muted">Your role does not start runs</span>;
  const act = (): void => {
    const intent = newIntent();
    start.mutate(
      { intent, body: { agent: agent.name, input: guideInput(agent, intent) } },
      {
        onSuccess: (run) => router.push(routes.run(run.id)),
        onError: (error) =>
          notify({ title: 'The run was not started', detail: messageOf(error), state: 'failed' }),
      },
    );
  };
  return (
    <Button variant="primary" icon={<Icon of={Play} />} pending={start.isPending} onClick={act}>
      {again ? 'Start another' : 'Start the refund'}
    </Button>
  );
}

/** Leads those who may decide to the call, and tells the others how somebody may. */
function Approve({ approvalId, approverEmail }: { approvalId: string; approverEmail: string }) {
  const pathname = usePathname();
  const { data: card } = useQuery(approvalCardOptions(approvalId));
  if (card === undefined) return null;
  if (!card.mayDecide.allowed)
    return (
      <ApproveHow path={routes.approval(approvalId)} email={approverEmail} why={card.mayDecide.reason} />
    );
  if (pathname === routes.approval(approvalId)) return null;
  return (
    <ButtonLink variant="primary" href={routes.approval(approvalId)}>
      Open the call
    </ButtonLink>
  );
}
