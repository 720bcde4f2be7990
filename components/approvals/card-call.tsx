// The exact call that is decided on: its amount, its arguments as the machine will read them, and what it is bound to.
import type { ApprovalCardShape, ApprovalShape } from '@/lib/contract/approval';
import { shortDigest } from '@/lib/format/count';
import { TaintNote } from '../run/taint-note';
import { taintedArguments } from '../run/taint-words';
import { ArgumentList } from '../ui/argument-list';
import { CopyButton } from '../ui/copy-button';
import { jsonText } from '../ui/json-text';
import { PaneSection } from '../ui/pane-section';
import { amountText } from './decision-sentences';

export type CardCallProps = {
  approval: ApprovalShape;
  description: string;
  taint: ApprovalCardShape['taint'];
};

export function CardCall({ approval, description, taint }: CardCallProps) {
  const amount = amountText(approval);
  const chosen = taintedArguments(taint?.argumentSources);
  const edited = approval.decisions.some((vote) => vote.counts && vote.decision === 'edit');
  return (
    <PaneSection gutter="main" aria-label="The call">
      <div className="mb-[9px] flex items-end gap-5 max-md:block">
        {amount !== undefined && (
          <div className="flex-none">
            <span className="text-xs font-medium text-muted">
              {approval.kind === 'unknown_outcome' ? 'Amount, sent or not' : 'Amount'}
            </span>
            <b className="block text-3xl leading-[34px] tracking-[-.03em]">{amount}</b>
          </div>
        )}
        <p className="min-w-0 pb-1 text-muted">{description}</p>
      </div>
      <ArgumentList
        rows={Object.entries(approval.arguments).map(([name, value]) => ({
          name,
          value: jsonText(value),
          tainted: chosen.has(name) && !edited,
          source: chosen.get(name),
        }))}
      />
      {Object.keys(approval.arguments).length === 0 && <p className="text-muted">It takes no arguments.</p>}
      {edited && <p className="mt-2 text-xs text-muted">These are the arguments after an edit.</p>}
      {approval.tainted && (
        <TaintNote
          taint={taint && { ...taint, reasons: approval.reasons }}
          otherwise="The agent had read text from outsiders when it asked for this call. Any value above may come from it."
        />
      )}
      <p className="mt-[9px] flex flex-wrap items-center gap-x-[18px] gap-y-0.5 text-xs text-muted">
        <span className="inline-flex min-w-0 items-center gap-[5px]">
          effect key <code className="min-w-0 truncate text-ink-2">{approval.effectKey}</code>
          <CopyButton text={approval.effectKey} what="effect key" />
        </span>
        <span className="inline-flex items-center gap-[5px]">
          shown as{' '}
          <code
            title={approval.payloadHash}
            className="text-ink-2"
          >{`sha256 ${shortDigest(approval.payloadHash)}`}</code>
          <CopyButton text={approval.payloadHash} what="hash" />
        </span>
      </p>
    </PaneSection>
  );
}
