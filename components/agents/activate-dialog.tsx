// The question before new runs use another version: what changes for them, and why it is chosen.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { AgentHead } from '@/lib/contract/agent';
import { activateAgentMutation } from '@/lib/query/agents';
import { agentVersionsOptions } from '@/lib/query/configuration';
import { messageOf } from '@/lib/query/problem-error';
import { useIntent } from '../runs/use-intent';
import { Loading } from '../shell/load-error';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';
import { VersionDiff } from './version-diff';

export type ActivateDialogProps = { agent: AgentHead; version: number; onClose: () => void };

export function ActivateDialog({ agent, version, onClose }: ActivateDialogProps) {
  const intentOf = useIntent();
  const versions = useQuery(agentVersionsOptions(agent.name));
  const activate = useMutation(activateAgentMutation());
  const target = versions.data?.items.find((one) => one.version === version);
  const back = version < agent.version;
  return (
    <AlertDialog
      open
      width="lg"
      onOpenChange={(open) => !open && onClose()}
      title={`${back ? 'Roll back to' : 'Activate'} v${version} of ${agent.name}`}
      confirm={back ? 'Roll back' : 'Activate'}
      tone="primary"
      reason={back ? 'required' : 'optional'}
      error={activate.error === null ? undefined : messageOf(activate.error)}
      pending={activate.isPending}
      onConfirm={(reason) => {
        const body = { version, ...(reason === '' ? {} : { reason }) };
        activate.mutate(
          { intent: intentOf(body), name: agent.name, body },
          {
            onSuccess: () => {
              notify({ title: `v${version} is active`, detail: `New runs of ${agent.name} use it.` });
              onClose();
            },
          },
        );
      }}
    >
      <p>{`New runs use v${version} instead of v${agent.version}. Runs under way keep the version they began with.`}</p>
      <div className="mt-3">
        {target === undefined ? (
          <Loading what="The version" query={versions} rows={4} />
        ) : (
          <VersionDiff before={agent} after={target} look="one" context={2} />
        )}
      </div>
    </AlertDialog>
  );
}
