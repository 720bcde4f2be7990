// Asks a model for one short answer: that it answers, how long it takes, what it costs.
'use client';
import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { MOST_TRY_OUTPUT_TOKENS, type ModelTryShape } from '@/lib/contract/catalog-try';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { tryModelMutation } from '@/lib/query/catalog';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { tryCurl } from '../catalog/try-curl';
import { useIntent } from '../runs/use-intent';
import { Button } from '../ui/button';
import { CodeBlock } from '../ui/code-block';
import { Icon } from '../ui/icon';
import { KeyValue } from '../ui/key-value';
import { Money } from '../ui/money';
import { Pill } from '../ui/pill';
import { StateGlyph } from '../ui/state-glyph';
import { TextArea } from '../ui/text-area';

const HELLO = 'Say hello in one short sentence.';

export function TryModel({ name }: { name: string }) {
  const [prompt, setPrompt] = useState(HELLO);
  const [missing, setMissing] = useState(false);
  const intentOf = useIntent();
  const [round, setRound] = useState(0);
  const ask = useMutation({
    ...tryModelMutation(),
    onSettled: (_answer, error) => {
      // Without an answer nobody knows whether it was asked: the next press keeps the key.
      if (error === null || error instanceof ApiProblem) setRound((one) => one + 1);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(prompt.trim() === '');
    if (prompt.trim() === '' || ask.isPending) return;
    const body = { prompt };
    ask.mutate({ name, intent: intentOf({ body, round }), body });
  };
  const refused = ask.error instanceof ApiProblem ? ask.error.messageAt('/prompt') : undefined;
  return (
    <form onSubmit={submit} noValidate>
      <TextArea
        label="Prompt"
        required
        rows={3}
        maxLength={4_000}
        value={prompt}
        onChange={(event) => setPrompt(event.target.value)}
        error={missing ? 'Required' : refused}
        hint={`At most ${MOST_TRY_OUTPUT_TOKENS} tokens come back.`}
      />
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={ask.isPending} icon={<Icon of={Play} />}>
          Ask it
        </Button>
        <span className="text-xs text-muted">It costs what the provider asks, and no budget counts it.</span>
      </div>
      {ask.error !== null && refused === undefined && (
        <p role="alert" data-state-of="failed" className="mt-3 text-state [overflow-wrap:anywhere]">
          {messageOf(ask.error)}
        </p>
      )}
      {ask.data !== undefined && <Answer answer={ask.data} prompt={ask.variables?.body.prompt ?? prompt} />}
    </form>
  );
}

function Answer({ answer, prompt }: { answer: ModelTryShape; prompt: string }) {
  const { outcome, text, error, usage, costMicroUsd, words, latencyMs, finishReason, reportedModel } = answer;
  const failed = outcome === 'failed';
  return (
    <section aria-label="Answer" className="mt-4 border-t border-line pt-3">
      <div className="mb-2 flex flex-wrap items-center gap-2" role="status">
        <Pill
          state={failed ? 'failed' : 'succeeded'}
          icon={<StateGlyph state={failed ? 'failed' : 'succeeded'} />}
        >
          {failed ? 'Failed' : 'Answered'}
        </Pill>
        <span className="text-xs text-muted">{formatDurationMs(latencyMs)}</span>
      </div>
      {error !== null && (
        <p data-state-of="failed" className="mb-2 [overflow-wrap:anywhere]">
          <code className="text-state">{error.code}</code> {error.message}
        </p>
      )}
      {!failed && (
        <p className="rounded-md bg-sunken px-3 py-2 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {text === null || text === '' ? (
            <span className="text-muted">It answered without a text.</span>
          ) : (
            text
          )}
        </p>
      )}
      <KeyValue
        className="mt-2"
        items={[
          ...(usage === null
            ? []
            : [
                {
                  name: 'Tokens',
                  value: `${formatCount(usage.inputTokens)} in, ${formatCount(usage.outputTokens)} out`,
                },
              ]),
          { name: 'Cost', value: <Money microUsd={costMicroUsd} minDigits={6} /> },
          ...(finishReason === 'length' ? [{ name: 'Cut', value: 'At the length of a try.' }] : []),
          ...(reportedModel === null ? [] : [{ name: 'Answered by', value: reportedModel, mono: true }]),
        ]}
      />
      <p className="mt-1 text-xs text-muted">{words}</p>
      <details className="mt-3 text-xs">
        <summary className="cursor-pointer py-1 text-muted">The same with curl</summary>
        <CodeBlock
          className="mt-1"
          what="curl command"
          text={tryCurl({
            origin: window.location.origin,
            path: `/models/${answer.model}/try`,
            body: { prompt },
            keyed: true,
          })}
        />
      </details>
    </section>
  );
}
