// The question before what decides is changed: what will happen, and why it is done. Answers by the revision that was shown.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PoliciesShape } from '@/lib/contract/policy';
import type { PolicyAct } from '@/lib/query/policies';
import { messageOf } from '@/lib/query/problem-error';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';

export type PolicyQuestionProps = {
  readonly title: string;
  readonly verb: string;
  readonly says: ReactNode;
  readonly done: string;
  readonly tone?: 'danger' | 'primary';
  /** As it was shown when the question was opened. */
  readonly revision: number;
  readonly act: (said: PolicyAct) => Promise<PoliciesShape>;
  readonly onClose: () => void;
};

export function PolicyQuestion({
  title,
  verb,
  says,
  done,
  tone = 'primary',
  revision,
  act,
  onClose,
}: PolicyQuestionProps) {
  const intentOf = useIntent();
  const mutation = useMutation({ mutationFn: act });
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      confirm={verb}
      tone={tone}
      reasonHint="It stands in the history of the policy and in the audit."
      error={mutation.error === null ? undefined : messageOf(mutation.error)}
      pending={mutation.isPending}
      onConfirm={(reason) =>
        mutation.mutate(
          { reason, revision, intent: intentOf({ title, reason, revision, try: mutation.submittedAt }) },
          {
            onSuccess: () => {
              notify({ title: done, detail: 'Every process obeys within a second.' });
              onClose();
            },
          },
        )
      }
    >
      {says}
    </AlertDialog>
  );
}
