// Beside an edit: what changed, whether it fits, and what it does to the approvals that stand.
import type { ApprovalShape } from '@/lib/contract/approval';
import type { JsonObject } from '@/lib/domain/json';
import { shortDigest } from '@/lib/format/count';
import { Glyph } from '../ui/glyph';
import { JsonDiff } from '../ui/json-diff';
import { PaneSection } from '../ui/pane-section';
import { StateGlyph } from '../ui/state-glyph';
import { countingVotes, ifEdited } from './decision-sentences';

export type EditSideProps = { approval: ApprovalShape; edited: JsonObject; fits: boolean; asJson: boolean };

export function EditSide({ approval, edited, fits, asJson }: EditSideProps) {
  const votes = countingVotes(approval);
  return (
    <>
      <PaneSection title="What changes" flush>
        <JsonDiff
          className="-mx-4 max-md:-mx-3.5"
          numbered
          label="Arguments before and after the edit"
          before={approval.arguments}
          after={edited}
        />
      </PaneSection>
      <PaneSection title="Checked as you type">
        <p className="flex items-start gap-2 text-xs leading-[17px]">
          <StateGlyph state={fits ? 'succeeded' : 'failed'} className="mt-px" />
          {asJson
            ? fits
              ? 'Valid JSON. The schema is checked when you approve.'
              : 'Not a JSON object yet.'
            : fits
              ? `Fits the input schema of v${approval.toolVersion}.`
              : 'Does not fit the input schema yet: see the fields.'}
        </p>
        <p className="mt-1 flex items-start gap-2 text-xs leading-[17px]">
          <StateGlyph state="waiting" className="mt-px" />
          Rules and policy are asked again when you approve, and once more before it is sent.
        </p>
      </PaneSection>
      {votes.length > 0 && (
        <section data-state-of="waiting" className="border-t border-line bg-tint px-4 py-3">
          <h3 className="mb-1 flex items-center gap-1.5 font-semi">
            <Glyph name="people" size={14} className="text-state" />
            {votes.length === 1
              ? 'The first approval does not carry over'
              : 'Earlier approvals do not carry over'}
          </h3>
          <p className="text-xs leading-[17px] text-ink-2">
            {`${votes.map((vote) => vote.by.label).join(', ')} approved `}
            <code>{shortDigest(approval.payloadHash)}</code>. Your edit is another call and needs its own
            approvals.
          </p>
        </section>
      )}
      <PaneSection title="If you approve it">
        <p className="text-xs leading-[17px] text-ink-2">{ifEdited(approval)}</p>
      </PaneSection>
    </>
  );
}
