// A definition as a form and as JSON, one draft behind both: looked at before it is saved, refused at its fields, never over another's version.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import type { z } from 'zod';
import type { Problem } from '@/lib/domain/errors';
import type { PutDefinitionAct } from '@/lib/query/catalog';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import type { Crumb } from '@/lib/routes';
import { SetCrumbs } from '../shell/crumbs';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { PageHead } from '../ui/page-head';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { ToggleGroup } from '../ui/toggle-group';
import { fieldId } from './draft-fields';
import { ReviewDialog } from './review-dialog';
import { type DefinitionDraft, useDefinitionDraft } from './use-definition-draft';

export type DefinitionEditorProps<T> = {
  title: string;
  /** Undefined: a new one, which is asked for its name. */
  name: string | undefined;
  schema: z.ZodType<T>;
  initial: unknown;
  /** What is in use; undefined for a new one. */
  before: unknown;
  /** It is out of use: saving it, changed or not, brings it back. */
  archived: boolean;
  baseVersion: number | undefined;
  save: (act: PutDefinitionAct) => Promise<unknown>;
  /** Why this name can't be taken; undefined where it can. */
  nameProblem: (name: string) => string | undefined;
  pageOf: (name: string) => string;
  /** The way back, without this page. */
  crumbs: readonly Crumb[];
  form: (draft: DefinitionDraft<T>) => ReactNode;
  /** Fields that only the JSON shows. */
  onlyInJson: readonly string[];
  /** Beside or below the fields: a try of the draft. */
  aside?: (draft: DefinitionDraft<T>, name: string) => ReactNode;
};

type Refused = { text: string; problems: readonly Problem[] };

export function DefinitionEditor<T>(props: DefinitionEditorProps<T>) {
  const { title, name: known, schema, initial, nameProblem, pageOf } = props;
  // As they were when the draft was made: a version that somebody saves meanwhile must not be written over.
  const [{ before, baseVersion }] = useState(props);
  const router = useRouter();
  const [typedName, setTypedName] = useState('');
  const [view, setView] = useState<'form' | 'json'>('form');
  const [reviewing, setReviewing] = useState(false);
  const [looked, setLooked] = useState(false);
  const [refused, setRefused] = useState<Refused | undefined>(undefined);
  const draft = useDefinitionDraft(schema, initial, refused);
  const name = known ?? typedName;
  const wrongName =
    known !== undefined || !looked
      ? undefined
      : (nameProblem(typedName) ?? refused?.problems.find(({ path }) => path === '/path/name')?.message);
  const save = useMutation({
    mutationFn: props.save,
    onSuccess: () => router.push(pageOf(name)),
    onError: (error) => {
      if (!(error instanceof ApiProblem) || error.problem.errors.length === 0) return;
      setRefused({ text: draft.text, problems: error.problem.errors });
      setReviewing(false);
    },
  });
  useLeaveQuestion(draft.changed && !save.isSuccess);

  const review = (): void => {
    draft.judge();
    setLooked(true);
    save.reset();
    if (known === undefined && nameProblem(typedName) !== undefined) focusSoon(fieldId(['name']));
    else if (draft.parsed !== undefined) setReviewing(true);
    else if (draft.unreadable !== undefined) setView('json');
  };
  const shown = draft.unreadable === undefined ? view : 'json';
  return (
    <div className="flex h-full flex-col max-md:h-auto">
      <SetCrumbs crumbs={[...props.crumbs, { label: known === undefined ? 'New' : 'Edit' }]} />
      <PageHead
        title={<span className="block truncate max-md:max-w-[48vw]">{title}</span>}
        actions={
          <Button variant="primary" onClick={review}>
            Review and save
          </Button>
        }
      />
      <div className="min-h-0 flex-1 overflow-auto max-md:overflow-visible">
        <Problems draft={draft} />
        <div className="max-w-[760px] px-4 py-4 max-md:px-3">
          <ToggleGroup
            className="mb-4"
            label="View"
            value={shown}
            onValueChange={setView}
            options={[
              { value: 'form', label: 'Form', disabled: draft.unreadable !== undefined },
              { value: 'json', label: 'JSON' },
            ]}
          />

          {known === undefined && (
            <TextField
              id={fieldId(['name'])}
              label="Name"
              required
              mono
              className="mb-4"
              placeholder="orders.get"
              hint="Lower-case words, parted by dots, dashes or underscores. It stays for good."
              error={wrongName}
              value={typedName}
              onChange={(event) => setTypedName(event.target.value)}
            />
          )}
          {shown === 'form' ? (
            <>
              {props.form(draft)}
              {props.onlyInJson.length > 0 && (
                <p className="mt-4 text-xs text-muted">
                  Only the JSON shows {props.onlyInJson.join(', ')}; the form leaves them as they are.
                </p>
              )}
            </>
          ) : (
            <TextArea
              label="Definition as JSON"
              mono
              rows={24}
              spellCheck={false}
              value={draft.text}
              error={draft.unreadable}
              onChange={(event) => draft.setText(event.target.value)}
            />
          )}
          {props.aside?.(draft, name)}
        </div>
      </div>
      <ReviewDialog
        open={reviewing && draft.parsed !== undefined}
        onClose={() => setReviewing(false)}
        name={name}
        before={before}
        archived={props.archived}
        after={draft.parsed}
        error={save.error === null ? undefined : saveWords(save.error)}
        pending={save.isPending}
        onSave={() => save.mutate({ name, definition: draft.parsed, baseVersion })}
      />
    </div>
  );
}

function Problems<T>({ draft: { problems, unreadable } }: { draft: DefinitionDraft<T> }) {
  if (problems.length === 0 || unreadable !== undefined) return null;
  return (
    <ErrorState title="This can’t be saved yet">
      <ul>
        {problems.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <code>{path}</code> {message}
          </li>
        ))}
      </ul>
    </ErrorState>
  );
}

/** Somebody else's version is never written over: the draft stays, and is to be looked at again. */
function saveWords(error: Error): string {
  if (error instanceof ApiProblem && error.code === 'version_mismatch')
    return 'Somebody saved another version meanwhile. Your draft is kept here: open the page in another tab, look at what changed, then load it again.';
  return messageOf(error);
}

function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

/** The browser asks before a draft is lost with its tab. */
function useLeaveQuestion(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [changed]);
}
