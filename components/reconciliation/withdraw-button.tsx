// Takes back a file that was imported by mistake, after a question that says what goes with it.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { UsageImportShape } from '@/lib/contract/reconciliation';
import { plural } from '@/lib/format/count';
import { messageOf } from '@/lib/query/problem-error';
import { withdrawUsageImportMutation } from '@/lib/query/reconciliation';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';

export function WithdrawButton({ one }: { one: UsageImportShape }) {
  const [open, setOpen] = useState(false);
  const withdraw = useMutation(withdrawUsageImportMutation());
  const { fileName, standing, replaced } = one;
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-label={`Withdraw ${fileName}`}
        onClick={() => {
          withdraw.reset();
          setOpen(true);
        }}
      >
        Withdraw
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={(next) => !withdraw.isPending && setOpen(next)}
        title={`Withdraw ${fileName}`}
        confirm="Withdraw it"
        pending={withdraw.isPending}
        error={withdraw.error === null ? undefined : messageOf(withdraw.error)}
        onConfirm={(reason) => withdraw.mutate({ id: one.id, reason }, { onSuccess: () => setOpen(false) })}
      >
        {`${plural(standing, 'figure')} of it ${standing === 1 ? 'goes' : 'go'}; the file stays listed as withdrawn.`}
        {replaced > 0 &&
          ` The ${plural(replaced, 'figure')} that it replaced ${replaced === 1 ? 'does' : 'do'} not come back: import that file again.`}
      </AlertDialog>
    </>
  );
}
