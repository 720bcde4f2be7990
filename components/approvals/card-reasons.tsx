// Why this call stopped: each reason with its rule, and what changed when it was asked before.
import type { ApprovalShape } from '@/lib/contract/approval';
import { ReasonList } from '../run/reason-list';
import { Glyph } from '../ui/glyph';
import { PaneSection } from '../ui/pane-section';

export function CardReasons({ approval }: { approval: ApprovalShape }) {
  const unknown = approval.kind === 'unknown_outcome';
  if (approval.kind === 'question') return null;
  return (
    <PaneSection gutter="main" title={unknown ? 'Why nobody knows' : 'Why it was held'}>
      {approval.reasons.length > 0 ? (
        <ReasonList reasons={approval.reasons} />
      ) : (
        <p className="text-ink-2">
          {unknown
            ? 'It was sent and no answer came back. The receiver can’t be asked, so a person has to look.'
            : 'No reason is recorded.'}
        </p>
      )}
      {approval.supersedes !== null && (
        <p className="mt-1.5 flex items-start gap-[9px] text-ink-2">
          <Glyph name="recorded" size={15} className="mt-[3px] flex-none text-faint" />
          <span>
            It was asked before and reopened, because what it was bound to changed
            {approval.changed.length > 0 ? `: ${approval.changed.join(' ')}` : '.'} Earlier decisions don’t
            carry over.
          </span>
        </p>
      )}
    </PaneSection>
  );
}
