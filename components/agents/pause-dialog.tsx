// The question before an agent is paused, and before it goes on: each with its reason, read where its runs wait.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { AgentHead } from '@/lib/contract/agent';
import { pauseAgentMutation, resumeAgentMutation } from '@/lib/query/agents';
import { messageOf } from '@/lib/query/problem-error';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';

const WORDS = {
  pause: {
    verb: 'Pause',
    body: 'Its runs stop before their next step, and new ones stay queued. What is being sent right now is finished and recorded.',
    done: 'is paused',
  },
  resume: {
    verb: 'Resume',
    body: 'Its runs go on by themselves, from where each stopped.',
    done: 'goes on',
  },
} as const;

export type PauseDialogProps = {
  agent: AgentHead;
  act: 'pause' | 'resume';
  open: boolean;
  onClose: () => void;
};

export function PauseDialog({ agent, act, open, onClose }: PauseDialogProps) {
  const words = WORDS[act];
  const intentOf = useIntent();
  const mutation = useMutation(act === 'pause' ? pauseAgentMutation() : resumeAgentMutation());
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        mutation.reset();
        onClose();
      }}
      title={`${words.verb} ${agent.name}`}
      confirm={words.verb}
      tone="primary"
      error={mutation.error === null ? undefined : messageOf(mutation.error)}
      pending={mutation.isPending}
      onConfirm={(reason) =>
        mutation.mutate(
          { intent: intentOf({ act, reason, since: agent.paused?.at }), name: agent.name, reason },
          {
            onSuccess: ({ effective }) => {
              const detail = effective
                ? undefined
                : 'Workers that have not heard of it yet will obey shortly.';
              notify({ title: `${agent.name} ${words.done}`, detail });
              onClose();
            },
          },
        )
      }
    >
      {words.body}
    </AlertDialog>
  );
}
