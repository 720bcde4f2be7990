// The second factor on the account page: whether a code is asked for, and the dialogs that set it up and take it away.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { plural } from '@/lib/format/count';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { removeSecondFactorMutation, secondFactorOptions } from '@/lib/query/proof';
import { Loading, StaleBanner } from '../shell/load-error';
import { AbsoluteTime } from '../ui/absolute-time';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Seam } from '../ui/seam';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';
import { EnrolSteps } from './enrol-steps';

export function SecondFactor() {
  const query = useQuery(secondFactorOptions());
  const [open, setOpen] = useState<'enrol' | 'remove' | undefined>(undefined);
  const { data } = query;
  const close = (): void => setOpen(undefined);
  if (data?.hasPassword === false) return null;
  return (
    <Seam title="Second factor">
      <StaleBanner query={query} />
      {data === undefined ? (
        <Loading what="Your second factor" query={query} rows={1} />
      ) : (
        <div className="flex flex-wrap items-center gap-3 px-4 pt-1 pb-4 max-md:px-3">
          <p className="min-w-0 flex-1 text-muted">
            {data.since === null ? (
              'A code from your phone after the password: who knows the password alone does not get in.'
            ) : (
              <>
                A code is asked for since <AbsoluteTime at={data.since} look="date-time" />.{' '}
                {plural(data.recoveryCodesLeft, 'recovery code')} left.
                {data.required && ' Your role needs it.'}
              </>
            )}
          </p>
          {data.since === null ? (
            <Button onClick={() => setOpen('enrol')}>Set it up</Button>
          ) : (
            <Button variant="danger" disabled={data.required} onClick={() => setOpen('remove')}>
              Take it away
            </Button>
          )}
        </div>
      )}
      <Dialog
        open={open === 'enrol'}
        onOpenChange={(next) => !next && close()}
        title="Set up a second factor"
        keepsOpen
      >
        <EnrolSteps
          done="I have kept them"
          onDone={() => {
            close();
            notify({ title: 'From now on signing in asks for a code' });
          }}
        />
      </Dialog>
      {open === 'remove' && <RemoveDialog onClose={close} />}
    </Seam>
  );
}

function RemoveDialog({ onClose }: { onClose: () => void }) {
  const [words, setWords] = useState({ password: '', code: '' });
  const remove = useMutation(removeSecondFactorMutation());
  const formId = useId();
  const refused = remove.error instanceof ApiProblem ? remove.error : undefined;
  const isPlaced = refused !== undefined && refused.problem.errors.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (remove.isPending) return;
    remove.mutate(words, {
      onSuccess: () => {
        onClose();
        notify({ title: 'Signing in asks for no code any more' });
      },
    });
  };
  const field = (name: 'password' | 'code', label: string, more: { type?: string; autoComplete: string }) => (
    <TextField
      {...more}
      label={label}
      name={name}
      required
      value={words[name]}
      error={refused?.messageAt(`/${name}`)}
      onChange={(event) => {
        setWords({ ...words, [name]: event.target.value });
        remove.reset();
      }}
    />
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Take the second factor away"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Back
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="danger"
            pending={remove.isPending}
            disabled={words.password === '' || words.code.trim() === ''}
          >
            Take it away
          </Button>
        </>
      }
    >
      <form id={formId} method="post" noValidate onSubmit={submit} className="grid gap-3.5">
        {remove.error !== null && !isPlaced && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {messageOf(remove.error)}
          </p>
        )}
        {field('password', 'Your password', { type: 'password', autoComplete: 'current-password' })}
        {field('code', 'Code, or a recovery code', { autoComplete: 'one-time-code' })}
      </form>
    </Dialog>
  );
}
