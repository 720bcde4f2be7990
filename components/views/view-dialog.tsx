// Keeps what is filtered now under a name, or changes a view that is kept. A name that is taken by one's own view replaces it, and says so.
'use client';
import { useMutation } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import type { SavedViewShape, ViewPage } from '@/lib/contract/view';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { createViewMutation, deleteViewMutation, replaceViewMutation } from '@/lib/query/views';
import { useIntent } from '../runs/use-intent';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';

export type ViewDialogProps = {
  page: ViewPage;
  /** The filters that are shown. */
  query: string;
  /** The one that is changed; undefined: a new one. */
  view: SavedViewShape | undefined;
  views: readonly SavedViewShape[];
  onClose: () => void;
};

export function ViewDialog({ page, query, view, views, onClose }: ViewDialogProps) {
  const formId = useId();
  const intentOf = useIntent();
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [missing, setMissing] = useState(false);
  const create = useMutation(createViewMutation());
  const replace = useMutation(replaceViewMutation());
  const remove = useMutation(deleteViewMutation());
  const pending = create.isPending || replace.isPending || remove.isPending;
  const error = create.error ?? replace.error ?? remove.error;
  const wanted = name.trim();
  const sameName = (other: SavedViewShape) =>
    other.own && other.name.toLowerCase() === wanted.toLowerCase() && other.id !== view?.id;
  const taken = view === undefined ? views.find(sameName) : undefined;
  const done = (title: string) => ({
    onSuccess: () => {
      notify({ title, detail: wanted });
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (pending) return;
    if (wanted === '') {
      setMissing(true);
      return;
    }
    const changed = view ?? taken;
    if (changed === undefined) {
      const body = { page, name: wanted, query, shared };
      create.mutate({ intent: intentOf(body), body }, done('View saved'));
    } else replace.mutate({ view: changed, body: { name: wanted, query, shared } }, done('View changed'));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !pending && onClose()}
      title={view === undefined ? 'Save this view' : 'Change this view'}
      description="The filters as they are now. A link to the view is the page’s address."
      footer={
        <>
          {view !== undefined && (
            <Button
              variant="danger"
              icon={<Icon of={Trash2} />}
              className="mr-auto"
              pending={remove.isPending}
              onClick={() => !pending && remove.mutate(view, done('View deleted'))}
            >
              Delete
            </Button>
          )}
          <Button variant="ghost" disabled={pending} onClick={onClose}>
            Back
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            pending={create.isPending || replace.isPending}
          >
            {view !== undefined ? 'Change' : taken === undefined ? 'Save' : 'Replace'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-3.5">
        <TextField
          label="Name"
          size="lg"
          required
          maxLength={60}
          value={name}
          error={missing ? 'A view needs a name.' : fieldProblem(error, '/name')}
          hint={taken === undefined ? undefined : `You keep a view of this name; it is replaced.`}
          onChange={(event) => {
            setName(event.target.value);
            setMissing(false);
          }}
        />
        <Checkbox checked={shared} onCheckedChange={setShared}>
          Show it to everybody
        </Checkbox>
        {view !== undefined && !view.own && (
          <p className="text-xs text-muted">{`It is ${view.owner}’s; you change it as an administrator.`}</p>
        )}
        {error !== null && fieldProblem(error, '/name') === undefined && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {fieldProblem(error, '/query') ?? messageOf(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function fieldProblem(error: Error | null, path: string): string | undefined {
  return error instanceof ApiProblem ? error.messageAt(path) : undefined;
}
