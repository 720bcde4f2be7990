// What will happen either way, side by side, before it is decided.
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import {
  IF_ANSWERED,
  IF_DID_NOT_HAPPEN,
  IF_HAPPENED,
  ifApproved,
  ifNobodyAnswers,
  ifNobodyDecides,
  isAnnounced,
} from './decision-sentences';

export function CardConsequences({ approval }: { approval: ApprovalShape }) {
  return (
    <section
      aria-label="What will happen"
      className="grid grid-cols-2 border-t border-line max-md:grid-cols-1 [&>div+div]:border-l [&>div+div]:border-line max-md:[&>div+div]:border-t max-md:[&>div+div]:border-l-0"
    >
      {approval.kind === 'unknown_outcome' ? (
        <>
          <Way icon={<Icon of={Check} size={14} />} title="If it happened" text={IF_HAPPENED} />
          <Way
            icon={<Glyph name="recorded" size={14} />}
            title="If it did not happen"
            text={IF_DID_NOT_HAPPEN}
          />
        </>
      ) : approval.kind === 'question' ? (
        <>
          <Way icon={<Icon of={Check} size={14} />} title="If you answer" text={IF_ANSWERED} />
          <Way
            icon={<Glyph name="timer" size={14} />}
            title="If nobody answers"
            text={ifNobodyAnswers(approval)}
          />
        </>
      ) : (
        <>
          <Way
            icon={<Icon of={Check} size={14} />}
            title={isAnnounced(approval) ? 'If you let it go now' : 'If you approve'}
            text={ifApproved(approval)}
          />
          <Way
            icon={<Glyph name="timer" size={14} />}
            title={isAnnounced(approval) ? 'If nobody objects' : 'If nobody decides'}
            text={ifNobodyDecides(approval)}
          />
        </>
      )}
    </section>
  );
}

function Way({ icon, title, text }: { icon: ReactNode; title: string; text: string }) {
  return (
    <div className="px-5 py-3 max-md:px-3.5">
      <h3 className="mb-1 flex items-center gap-1.5 font-semi">
        {icon}
        {title}
      </h3>
      <p className="text-ink-2">{text}</p>
    </div>
  );
}
