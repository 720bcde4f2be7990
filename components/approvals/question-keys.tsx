// What else can be said to a question: that one won't answer, by those who may decide.
'use client';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { messageOf } from '@/lib/query/problem-error';
import { useMay } from '../account/use-me';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { usePageKeys } from '../ui/use-page-keys';
import type { Decide } from './use-decide';
import { useGuard } from './use-guard';

export function QuestionKeys({ approval, decide }: { approval: ApprovalShape; decide: Decide }) {
  const mayRefuse = useMay('approvals:decide');
  const [isRefusing, setRefusing] = useState(false);
  const guarded = useGuard(`${approval.id} ${approval.payloadHash}`);
  const refuse = (): void => {
    decide.clearError();
    setRefusing(true);
  };
  usePageKeys({
    r: {
      label: 'Won’t answer',
      act: mayRefuse ? () => !guarded() && !decide.pending && refuse() : undefined,
    },
  });
  if (!mayRefuse) return null;
  return (
    <>
      <Button
        size="lg"
        variant="danger"
        className="max-md:flex-1"
        icon={<Icon of={X} />}
        keyHint="R"
        pending={decide.pending}
        onClick={refuse}
      >
        Won’t answer
      </Button>
      <AlertDialog
        open={isRefusing}
        onOpenChange={(next) => !next && setRefusing(false)}
        title="Leave it unanswered"
        confirm="Won’t answer"
        reasonLabel="Reason, read by the agent and kept in the audit log"
        pending={decide.pending}
        error={decide.error === null ? undefined : messageOf(decide.error)}
        onConfirm={(reason) => decide.act({ decision: 'reject', reason }, () => setRefusing(false))}
      >
        The agent reads your reason, is told not to ask the same again, and goes on without an answer.
      </AlertDialog>
    </>
  );
}
