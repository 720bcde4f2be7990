// The last look before a draft becomes a version: what changes against the newest one, and whether new runs use it at once.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AgentShape } from '@/lib/contract/configuration';
import type { AgentDefinition } from '@/lib/domain/agent';
import { activateAgentMutation, putAgentMutation } from '@/lib/query/agents';
import { agentVersionsOptions } from '@/lib/query/configuration';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { VersionDiff } from '../agents/version-diff';
import { useIntent } from '../runs/use-intent';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { StateGlyph } from '../ui/state-glyph';

export type Saved = { readonly name: string; readonly version: number; readonly active: boolean };

export type SaveDialogProps = {
  name: string;
  definition: AgentDefinition;
  /** The version that the draft is compared with; undefined for a new agent. */
  base: AgentShape | undefined;
  /** The newest version that this edit knows of. */
  baseVersion: number | undefined;
  /** Goes on above a version that was saved meanwhile. */
  onRebase: (newest: AgentShape) => void;
  onRefused: (problem: ApiProblem) => void;
  onSaved: (saved: Saved) => void;
  onClose: () => void;
};

export function SaveDialog({
  name,
  definition,
  base,
  baseVersion,
  onRebase,
  onRefused,
  onSaved,
  onClose,
}: SaveDialogProps) {
  const [activate, setActivate] = useState(false);
  const [saved, setSaved] = useState<Saved | undefined>(undefined);
  const intentOf = useIntent();
  const put = useMutation(putAgentMutation());
  const choose = useMutation(activateAgentMutation());
  const pending = put.isPending || choose.isPending;
  const stale = put.error instanceof ApiProblem && put.error.code === 'version_mismatch';
  const next = baseVersion === undefined ? 1 : baseVersion + 1;

  const activateAfter = (done: Saved): void => {
    if (done.active || !activate) {
      onSaved(done);
      return;
    }
    const body = { version: done.version };
    choose.mutate(
      { intent: intentOf({ name, ...body }), name, body },
      { onSuccess: () => onSaved({ ...done, active: true }) },
    );
  };
  const save = (): void => {
    if (saved !== undefined) {
      activateAfter(saved);
      return;
    }
    put.mutate(
      { name, definition, baseVersion },
      {
        onSuccess: (done) => {
          setSaved(done);
          activateAfter(done);
        },
        onError: (error) => {
          if (error instanceof ApiProblem && error.problem.errors.length > 0) onRefused(error);
        },
      },
    );
  };
  const error = choose.error ?? (stale ? null : put.error);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !pending && onClose()}
      title={base === undefined ? `Create ${name}` : `Save ${name} as v${next}`}
      width="lg"
      footer={
        <>
          <span className="min-w-0 flex-1">
            {base !== undefined && (
              <Checkbox checked={activate} disabled={pending} onCheckedChange={setActivate}>
                Activate at once
              </Checkbox>
            )}
          </span>
          <Button variant="ghost" disabled={pending} onClick={onClose}>
            Back
          </Button>
          <Button variant="primary" pending={pending} disabled={stale} onClick={save}>
            {saved !== undefined && activate
              ? `Activate v${saved.version}`
              : base === undefined
                ? 'Create'
                : `Save as v${next}`}
          </Button>
        </>
      }
    >
      {error !== null && (
        <p role="alert" data-state-of="failed" className="mb-3 text-xs text-state">
          {saved === undefined
            ? messageOf(error)
            : `v${saved.version} is saved, but not active. ${messageOf(error)}`}
        </p>
      )}
      {stale && baseVersion !== undefined && (
        <ChangedMeanwhile
          name={name}
          since={baseVersion}
          onGoOn={(newest) => {
            put.reset();
            onRebase(newest);
          }}
        />
      )}
      {base === undefined ? (
        <p className="text-ink-2">Its first version is active at once: runs of it can be started then.</p>
      ) : (
        !stale && (
          <>
            <p className="mb-3 text-ink-2">
              {activate
                ? 'New runs use it at once. Runs under way keep the version they began with.'
                : 'It is kept beside the others until someone activates it; new runs go on as before.'}
            </p>
            <VersionDiff before={base} after={{ version: next, definition }} look="one" context={2} />
          </>
        )
      )}
    </Dialog>
  );
}

type ChangedProps = { name: string; since: number; onGoOn: (newest: AgentShape) => void };

/** Someone saved another version since the edit began: what it changed, and the way to go on above it. */
function ChangedMeanwhile({ name, since, onGoOn }: ChangedProps) {
  const versions = useQuery(agentVersionsOptions(name));
  const before = versions.data?.items.find(({ version }) => version === since);
  const newest = versions.data?.items[0];
  if (before === undefined || newest === undefined || newest.version === since)
    return <p role="status">Looking at what was saved meanwhile …</p>;
  return (
    <div role="alert">
      <p className="mb-2 flex items-start gap-2">
        <StateGlyph state="waiting" className="mt-0.5" />
        <span>
          <b>{`${newest.createdBy.label} saved v${newest.version} meanwhile. `}</b>
          Below is what it changed. Going on keeps your draft as it is, above that version: the next look
          shows what it takes back.
        </span>
      </p>
      <VersionDiff before={before} after={newest} look="one" context={2} />
      <Button className="mt-3" onClick={() => onGoOn(newest)}>
        {`Go on above v${newest.version}`}
      </Button>
    </div>
  );
}
