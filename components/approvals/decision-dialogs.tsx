// The questions before a rejection and before the word on an unknown outcome: what will happen, and why it is said.
'use client';
import { useState } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { messageOf } from '@/lib/query/problem-error';
import { AlertDialog } from '../ui/alert-dialog';
import { TextArea } from '../ui/text-area';
import { amountText, IF_DID_NOT_HAPPEN, IF_HAPPENED, isAnnounced } from './decision-sentences';
import { readJsonText } from './json-draft';
import type { Decide } from './use-decide';

function callName(approval: ApprovalShape): string {
  const amount = amountText(approval);
  return amount === undefined ? approval.tool : `${approval.tool}, ${amount}`;
}

type RejectDialogProps = { approval: ApprovalShape; open: boolean; decide: Decide; onClose: () => void };

export function RejectDialog({ approval, open, decide, onClose }: RejectDialogProps) {
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={isAnnounced(approval) ? `Object to ${callName(approval)}` : `Reject ${callName(approval)}`}
      confirm={isAnnounced(approval) ? 'Object' : 'Reject'}
      reasonLabel="Reason, read by the agent and kept in the audit log"
      pending={decide.pending}
      error={decide.error === null ? undefined : messageOf(decide.error)}
      onConfirm={(reason) => decide.act({ decision: 'reject', reason }, onClose)}
    >
      Nothing is sent. The agent reads your reason, is told not to try the same again, and goes on without
      this call.
    </AlertDialog>
  );
}

type AnswerDialogProps = {
  approval: ApprovalShape;
  answer: 'happened' | 'did_not_happen' | undefined;
  decide: Decide;
  onClose: () => void;
};

export function AnswerDialog({ approval, answer, decide, onClose }: AnswerDialogProps) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | undefined>(undefined);
  const happened = answer === 'happened';
  const close = (): void => {
    setText('');
    setError(undefined);
    onClose();
  };
  return (
    <AlertDialog
      open={answer !== undefined}
      onOpenChange={(next) => !next && close()}
      title={happened ? `${callName(approval)} happened` : `${callName(approval)} did not happen`}
      confirm={happened ? 'Record as happened' : 'Send it again'}
      tone={happened ? 'primary' : 'danger'}
      reason="optional"
      reasonLabel="How you know, kept in the audit log"
      pending={decide.pending}
      error={decide.error === null ? undefined : messageOf(decide.error)}
      onConfirm={(reason) => {
        if (answer === undefined) return;
        const read = happened && text.trim() !== '' ? readJsonText(text) : undefined;
        if (read !== undefined && !read.ok) {
          setError(read.problem);
          return;
        }
        const said = {
          decision: answer,
          ...(read === undefined ? {} : { answer: read.value }),
          ...(reason === '' ? {} : { reason }),
        };
        decide.act(said, close);
      }}
    >
      {happened ? IF_HAPPENED : IF_DID_NOT_HAPPEN}
      {happened && (
        <TextArea
          className="mt-3.5"
          label="Result, as the agent should read it (JSON, may be left empty)"
          mono
          rows={3}
          spellCheck={false}
          value={text}
          error={error}
          placeholder={'{ "status": "accepted" }'}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
        />
      )}
    </AlertDialog>
  );
}
