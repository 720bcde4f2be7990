// Checks that each event follows from the one before it and the journals of runs from theirs, and says what that proves and what it can't.
'use client';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { type FormEvent, useId, useState } from 'react';
import type { AuditVerdictShape } from '@/lib/contract/audit';
import { formatCount } from '@/lib/format/count';
import { verifyAuditMutation } from '@/lib/query/audit';
import { messageOf } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { Button } from '../ui/button';
import { CodeBlock } from '../ui/code-block';
import { Dialog } from '../ui/dialog';
import { StateGlyph } from '../ui/state-glyph';
import { TextField } from '../ui/text-field';
import { JournalsVerdict } from './journals-verdict';
import { useVerifyJournals } from './use-verify-journals';

const DIGEST = /^[0-9a-f]{64}$/;

export function VerifyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [expected, setExpected] = useState('');
  const [malformed, setMalformed] = useState(false);
  const verify = useMutation(verifyAuditMutation());
  const journals = useVerifyJournals();
  const formId = useId();
  const head = expected.trim().toLowerCase();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const bad = head !== '' && !DIGEST.test(head);
    setMalformed(bad);
    if (bad || verify.isPending) return;
    journals.stop();
    const asked = { expectedHead: head === '' ? undefined : head };
    verify.mutate(asked, { onSuccess: () => void journals.start() });
  };
  const close = (): void => {
    verify.reset();
    journals.stop();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title="Verify the chain"
      description="Each event carries the hash of the one before it. Every five minutes the record is signed, together with how far each run’s journal went; then the journals are checked against that."
      width="lg"
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            Close
          </Button>
          <Button type="submit" form={formId} variant="primary" pending={verify.isPending}>
            {verify.data === undefined ? 'Verify' : 'Verify again'}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit}>
        <TextField
          label="Expected head"
          mono
          autoComplete="off"
          spellCheck={false}
          value={expected}
          hint="Optional: the head of an earlier check, kept elsewhere. Without it, events cut off at the end can’t be seen."
          error={malformed ? 'A head has 64 hex digits.' : undefined}
          onChange={(event) => {
            setExpected(event.target.value);
            setMalformed(false);
          }}
        />
      </form>
      {verify.error !== null && (
        <p role="alert" data-state-of="failed" className="mt-3 text-xs text-state">
          {messageOf(verify.error)}
        </p>
      )}
      {verify.data !== undefined && <Verdict verdict={verify.data} onLeave={close} />}
      {journals.check !== null && (
        <JournalsVerdict check={journals.check} onAgain={() => void journals.start()} onLeave={close} />
      )}
    </Dialog>
  );
}

function Verdict({ verdict, onLeave }: { verdict: AuditVerdictShape; onLeave: () => void }) {
  const { ok, checked, firstBroken, head, detail, seals } = verdict;
  const broken = firstBroken ?? seals.firstBroken?.seq ?? null;
  return (
    <div role="status" className="mt-4 border-t border-line pt-4">
      <p className="flex items-center gap-2 font-semi">
        <StateGlyph state={ok ? 'succeeded' : 'failed'} />
        {ok
          ? `Checked ${formatCount(checked)}: the chain is whole`
          : firstBroken === null
            ? `Checked ${formatCount(checked)}: ${seals.unopened > 0 && broken === null ? 'not all can be proven' : 'not what it was'}`
            : `Broken after ${formatCount(checked)}`}
      </p>
      <p className="mt-1 text-muted">{detail}</p>
      {broken !== null && (
        <p className="mt-2">
          <Link
            className="underline decoration-line-strong underline-offset-2"
            href={routes.audit({ event: broken })}
            onClick={onLeave}
          >
            {`See event ${broken}`}
          </Link>
        </p>
      )}
      {head !== null && (
        <>
          <p className="mt-3 mb-1 text-xs font-medium">Head: keep it elsewhere</p>
          <CodeBlock text={head} what="head" look="sunken" />
        </>
      )}
    </div>
  );
}
