// The questions before an agent is taken out of use, and before it is brought back.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { AgentHead } from '@/lib/contract/agent';
import { archiveAgentMutation, putAgentMutation } from '@/lib/query/agents';
import { messageOf } from '@/lib/query/problem-error';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';

type DialogProps = { agent: AgentHead; open: boolean; onClose: () => void };

export function ArchiveDialog({ agent, open, onClose }: DialogProps) {
  const archive = useMutation(archiveAgentMutation());
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Archive ${agent.name}`}
      confirm="Archive"
      reason="none"
      error={archive.error === null ? undefined : messageOf(archive.error)}
      pending={archive.isPending}
      onConfirm={() =>
        archive.mutate(
          { name: agent.name },
          {
            onSuccess: () => {
              notify({ title: `${agent.name} is archived`, detail: 'Runs under way go on.' });
              onClose();
            },
          },
        )
      }
    >
      It takes no new runs, and leaves the lists. Runs under way go on; its versions and runs stay readable.
      It can be brought back.
    </AlertDialog>
  );
}

export function BringBackDialog({ agent, open, onClose }: DialogProps) {
  const put = useMutation(putAgentMutation());
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Bring ${agent.name} back`}
      confirm="Bring back"
      tone="primary"
      reason="none"
      error={put.error === null ? undefined : messageOf(put.error)}
      pending={put.isPending}
      onConfirm={() =>
        put.mutate(
          { name: agent.name, definition: agent.definition, baseVersion: agent.latestVersion },
          {
            onSuccess: () => {
              notify({ title: `${agent.name} is back`, detail: `New runs use v${agent.version}.` });
              onClose();
            },
          },
        )
      }
    >
      {`It takes new runs again, with v${agent.version} as before. No new version is made.`}
    </AlertDialog>
  );
}
