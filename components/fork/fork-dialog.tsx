// Forks a run from a step: dry or live, with what is to be different. A live one names what was done, before or from there on, and asks for a word on it.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { RunShape } from '@/lib/contract/run';
import type { StepShape } from '@/lib/contract/run-detail';
import { isDryRun } from '@/lib/domain/fork';
import { agentVersionsOptions, modelsOptions } from '@/lib/query/configuration';
import { forkRunMutation, forksOptions } from '@/lib/query/forks';
import { messageOf } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { stepName } from '../run/step-words';
import { useIntent } from '../runs/use-intent';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { Glyph } from '../ui/glyph';
import { jsonText } from '../ui/json-text';
import { Select } from '../ui/select';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { ToggleGroup } from '../ui/toggle-group';
import { DoneBefore } from './done-before';
import { changesOf, type ForkTexts } from './fork-texts';

const SAME = 'same';

export function ForkDialog({ run, step, onClose }: { run: RunShape; step: StepShape; onClose: () => void }) {
  const router = useRouter();
  const intentOf = useIntent();
  const versions = useQuery(agentVersionsOptions(run.agent));
  const models = useQuery(modelsOptions());
  const before = useQuery(forksOptions(run.id, step.step));
  const first: ForkTexts = {
    mode: 'dry',
    modelCalls: 'live',
    prompt: undefined,
    model: SAME,
    version: SAME,
    arguments: undefined,
    policyVersion: '',
  };
  const [texts, setTexts] = useState(first);
  const [seen, setSeen] = useState(false);
  const chosen = texts.version === SAME ? run.version : Number(texts.version);
  const definition = versions.data?.items.find(({ version }) => version === chosen)?.definition;
  const fork = useMutation(forkRunMutation());
  const set = (change: Partial<ForkTexts>) => setTexts((now) => ({ ...now, ...change }));
  const isDry = texts.mode === 'dry';
  const given = { prompt: definition?.prompt ?? '', arguments: jsonText(step.arguments) };
  const read = changesOf(texts, given, SAME);
  const doneBefore = before.data?.doneBefore ?? [];
  const doneAgain = before.data?.doneAgain ?? [];
  const done = [...doneBefore, ...doneAgain];
  const refusal = fork.error ?? before.error;
  const act = (): void => {
    if ('problem' in read || fork.isPending) return;
    const body = {
      fromStep: step.step,
      mode: texts.mode,
      changes: read.changes,
      ...(isDry ? { modelCalls: texts.modelCalls } : { notUndone: done.map((one) => one.step) }),
    };
    fork.mutate(
      { intent: intentOf({ runId: run.id, ...body }), runId: run.id, body },
      { onSuccess: ({ id }) => router.push(routes.run(id)) },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !fork.isPending && onClose()}
      title={`Fork from step ${step.step}, ${stepName(step)}`}
      width="lg"
      description={
        isDry
          ? 'A run of its own that continues this one from here and sends nothing: reads come from the recording, writes are listed as what it would have done.'
          : 'A run of its own that continues this one from here and acts: its calls are admitted, asked about and sent as any other’s, under keys of their own.'
      }
      footer={
        <>
          <Button variant="ghost" disabled={fork.isPending} onClick={onClose}>
            Back
          </Button>
          <Button
            variant={isDry ? 'primary' : 'danger'}
            icon={<Glyph name="fork" />}
            disabled={'problem' in read || before.data === undefined || (!isDry && done.length > 0 && !seen)}
            pending={fork.isPending}
            onClick={act}
          >
            {isDry ? 'Fork dry' : 'Fork live'}
          </Button>
        </>
      }
    >
      <div className="grid gap-3.5">
        <div className="flex flex-wrap gap-3">
          {!isDryRun(run.id) && (
            <ToggleGroup
              label="What it may do"
              options={[
                { value: 'dry', label: 'Dry, sends nothing' },
                { value: 'live', label: 'Live' },
              ]}
              value={texts.mode}
              onValueChange={(mode) => set({ mode })}
            />
          )}
          {isDry && (
            <ToggleGroup
              label="Answers of the model"
              options={[
                { value: 'live', label: 'Ask the model' },
                { value: 'recorded', label: 'Recorded answers' },
              ]}
              value={texts.modelCalls}
              onValueChange={(modelCalls) => set({ modelCalls })}
            />
          )}
        </div>
        <Select
          label="Version of the agent"
          value={texts.version}
          onValueChange={(version) => set({ version })}
          options={[
            { value: SAME, label: `The same, v${run.version}` },
            ...(versions.data?.items ?? [])
              .filter(({ version }) => version !== run.version)
              .map(({ version }) => ({ value: String(version), label: `v${version}` })),
          ]}
        />
        {texts.modelCalls === 'live' || !isDry ? (
          <>
            <TextArea
              label="Prompt"
              rows={4}
              value={texts.prompt ?? given.prompt}
              changed={texts.prompt !== undefined && texts.prompt !== given.prompt}
              onChange={(event) => set({ prompt: event.target.value })}
            />
            <Select
              label="Model"
              value={texts.model}
              onValueChange={(model) => set({ model })}
              options={[
                {
                  value: SAME,
                  label: definition === undefined ? 'The same' : `The same, ${definition.model}`,
                },
                ...(models.data?.items ?? [])
                  .filter(({ name }) => name !== definition?.model)
                  .map(({ name }) => ({ value: name, label: name })),
              ]}
            />
          </>
        ) : null}
        {step.kind === 'tool' && (
          <TextArea
            label="Arguments"
            mono
            rows={4}
            value={texts.arguments ?? given.arguments}
            changed={texts.arguments !== undefined && texts.arguments !== given.arguments}
            error={'problem' in read ? read.problem : undefined}
            onChange={(event) => set({ arguments: event.target.value })}
          />
        )}
        {isDry && (
          <TextField
            label="Policy version"
            hint="Left empty: the one in force."
            inputMode="numeric"
            value={texts.policyVersion}
            onChange={(event) => set({ policyVersion: event.target.value.replaceAll(/\D/g, '') })}
          />
        )}
        {!isDry && <DoneBefore before={doneBefore} again={doneAgain} />}
        {!isDry && done.length > 0 && (
          <Checkbox checked={seen} onCheckedChange={setSeen}>
            {doneAgain.length === 0
              ? 'None of this is undone. Fork it all the same.'
              : 'None of this is undone, and some of it may be done twice. Fork it all the same.'}
          </Checkbox>
        )}
        {refusal !== null && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {messageOf(refusal)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
