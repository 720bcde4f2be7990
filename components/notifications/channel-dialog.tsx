// A channel, new or changed: what it is, what it is told of, and when not.
'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { ChannelShape } from '@/lib/contract/channel';
import { CHANNEL_KINDS, channelDefinition } from '@/lib/domain/channel';
import { resourceName } from '@/lib/domain/names';
import { putChannelMutation } from '@/lib/query/channels';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';
import { ToggleGroup } from '../ui/toggle-group';
import { definitionOf, draftOf, newDraft, problemsOf } from './channel-draft';
import { ChannelFields } from './channel-fields';
import type { ChannelForm } from './channel-form';
import { ChannelRouting } from './channel-routing';
import { KIND_WORDS } from './channel-words';
import { QuietFields } from './quiet-fields';

export type ChannelDialogProps = {
  /** Undefined for a new one. */
  channel: ChannelShape | undefined;
  onClose: () => void;
  onPut: (name: string) => void;
};

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export function ChannelDialog({ channel, onClose, onPut }: ChannelDialogProps) {
  const [draft, setDraft] = useState(() =>
    channel === undefined ? newDraft(ownZone()) : draftOf(channel, ownZone()),
  );
  const [judged, setJudged] = useState(false);
  const put = useMutation(putChannelMutation());
  const refused = put.error instanceof ApiProblem ? put.error : undefined;
  const named = resourceName.safeParse(draft.name);
  const wrong = problemsOf(draft);
  const form: ChannelForm = {
    draft,
    change: (change) => setDraft((before) => ({ ...before, ...change })),
    problem: (pointer) =>
      (judged ? wrong(pointer) : undefined) ??
      refused?.problem.errors.find(({ path }) => path === pointer || path.startsWith(`${pointer}/`))?.message,
  };
  const formId = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setJudged(true);
    const definition = channelDefinition.safeParse(definitionOf(draft));
    if (!named.success || !definition.success || put.isPending) return;
    const { name } = draft;
    put.mutate(
      {
        name,
        definition: definition.data,
        ...(channel === undefined ? {} : { ifMatchVersion: channel.version }),
      },
      {
        onSuccess: () => {
          notify({ title: channel === undefined ? 'Channel added' : 'Channel changed', detail: name });
          onPut(name);
        },
      },
    );
  };
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={(open) => !open && !put.isPending && onClose()}
      title={channel === undefined ? 'Add a channel' : `Change ${channel.name}`}
      footer={
        <>
          <Button variant="ghost" disabled={put.isPending} onClick={onClose}>
            Back
          </Button>
          <Button type="submit" form={formId} variant="primary" pending={put.isPending}>
            {channel === undefined ? 'Add' : 'Save'}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        {put.error !== null && (refused === undefined || refused.problem.errors.length === 0) && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {messageOf(put.error)}
          </p>
        )}
        {channel === undefined && (
          <>
            <ToggleGroup
              label="Kind"
              className="justify-self-start"
              options={CHANNEL_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
              value={draft.kind}
              onValueChange={(kind) => form.change({ kind })}
            />
            <TextField
              label="Name"
              mono
              required
              autoComplete="off"
              spellCheck={false}
              placeholder="on-call"
              value={draft.name}
              error={judged && !named.success ? named.error.issues[0]?.message : undefined}
              onChange={({ target }) => form.change({ name: target.value })}
            />
          </>
        )}
        <ChannelFields {...form} />
        <ChannelRouting {...form} />
        <QuietFields {...form} />
      </form>
    </Dialog>
  );
}
