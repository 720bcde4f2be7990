// Tries a tool from a form made of its input schema. A read goes at once; anything else first says that it really acts, and asks why.
'use client';
import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useId, useState } from 'react';
import type { ToolTryShape } from '@/lib/contract/catalog-try';
import { jsonObject } from '@/lib/domain/json';
import type { ToolDefinition } from '@/lib/domain/tool';
import { tryToolDraftMutation, tryToolMutation } from '@/lib/query/catalog';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { tryCurl } from '../catalog/try-curl';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import type { Problem } from '../ui/schema-form/field-problem';
import { SchemaForm } from '../ui/schema-form/schema-form';
import { EFFECT_WORDS } from './tool-words';
import { TryResult } from './try-result';

export type TryToolProps = {
  /** Undefined: a draft that has no name yet. */
  name: string | undefined;
  definition: ToolDefinition;
  /** The contract as it is written here is tried, not the saved one. */
  draft?: boolean;
};

type Asked = { arguments: ReturnType<typeof jsonObject.parse>; reason: string | undefined };
type Tried = { answer: ToolTryShape; asked: Asked };

export function TryTool({ name, definition, draft = false }: TryToolProps) {
  const formId = useId();
  const intentOf = useIntent();
  const [round, setRound] = useState(0);
  const [waiting, setWaiting] = useState<Asked['arguments'] | undefined>(undefined);
  const [tried, setTried] = useState<Tried | undefined>(undefined);
  const saved = useMutation(tryToolMutation());
  const unsaved = useMutation(tryToolDraftMutation());
  const isRead = definition.effect === 'read' && definition.http?.method === 'GET';
  const { error, isPending } = draft ? unsaved : saved;

  const send = (asked: Asked): void => {
    const done = {
      onSuccess: (answer: ToolTryShape) => {
        setWaiting(undefined);
        setTried({ answer, asked });
        setRound((one) => one + 1);
      },
      onError: (problem: Error) => {
        setTried(undefined);
        // Refused: nothing was sent, so the next press is another act. No answer: it has to keep its key.
        if (problem instanceof ApiProblem) {
          setWaiting(undefined);
          setRound((one) => one + 1);
        }
      },
    };
    if (draft) {
      const body = { definition, arguments: asked.arguments, ...(name === undefined ? {} : { name }) };
      unsaved.mutate({ body }, done);
      return;
    }
    const body = {
      arguments: asked.arguments,
      ...(isRead ? {} : { confirm: true, reason: asked.reason ?? '' }),
    };
    const intent = isRead ? undefined : intentOf({ body, round });
    saved.mutate({ name: name ?? '', intent, body }, done);
  };

  const submit = (value: unknown): void => {
    const args = jsonObject.parse(value ?? {});
    if (isPending) return;
    if (isRead) send({ arguments: args, reason: undefined });
    else setWaiting(args);
  };
  const problems = error instanceof ApiProblem ? error.problem.errors : NO_PROBLEMS;
  return (
    <>
      <SchemaForm
        id={formId}
        schema={definition.inputSchema}
        names="schema"
        onSubmit={submit}
        errorPrefix="/arguments"
        serverErrors={problems}
      >
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" pending={isPending} icon={<Icon of={Play} />}>
            {isRead ? 'Try it' : 'Try it for real'}
          </Button>
          <span className="text-xs text-muted">
            {isRead ? 'A read: nothing is changed.' : 'This really acts. You are asked once more.'}
          </span>
        </div>
      </SchemaForm>
      {error !== null && problems.length === 0 && (
        <p role="alert" data-state-of="failed" className="mt-3 text-state [overflow-wrap:anywhere]">
          {messageOf(error)}
        </p>
      )}
      {tried !== undefined && (
        <TryResult
          answer={tried.answer}
          curl={draft || name === undefined ? undefined : curlOf(name, isRead, tried.asked)}
        />
      )}
      <AlertDialog
        open={waiting !== undefined}
        onOpenChange={(open) => !open && !isPending && setWaiting(undefined)}
        title={`Call ${name ?? 'it'} for real`}
        confirm="Call it"
        reasonLabel="Reason, kept in the audit"
        pending={isPending}
        error={error !== null && !(error instanceof ApiProblem) ? messageOf(error) : undefined}
        onConfirm={(reason) => waiting !== undefined && send({ arguments: waiting, reason })}
      >
        This is no dry run. {EFFECT_WORDS[definition.effect]} Nobody else approves it, no run knows of it, and
        Bulkhead can not undo it.
      </AlertDialog>
    </>
  );
}

const NO_PROBLEMS: readonly Problem[] = [];

function curlOf(name: string, isRead: boolean, { arguments: args, reason }: Asked): string {
  return tryCurl({
    origin: window.location.origin,
    path: `/tools/${name}/try`,
    body: { arguments: args, ...(isRead ? {} : { confirm: true, reason }) },
    keyed: !isRead,
  });
}
