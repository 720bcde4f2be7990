// Beside the call: the run so far, what the model stated, and how this agent has done with this tool.
import type { ApprovalCardShape } from '@/lib/contract/approval';
import { formatCount } from '@/lib/format/count';
import { DecisionRecordView } from '../run/decision-record';
import { JsonView } from '../ui/json-view';
import { PaneSection } from '../ui/pane-section';
import { RecordStrip } from './record-strip';

export function CardSide({ card }: { card: ApprovalCardShape }) {
  const { approval, record, story } = card;
  return (
    <>
      {story.length > 0 && (
        <PaneSection title="The run so far">
          <ol className="text-xs leading-[17px] text-ink-2">
            {story.map((line, index) => (
              <li key={line} className="mb-1.5 grid grid-cols-[20px_minmax(0,1fr)] last:mb-0">
                <span className="text-faint">{index + 1}</span>
                <span className="[overflow-wrap:anywhere]">{line}</span>
              </li>
            ))}
          </ol>
        </PaneSection>
      )}
      <PaneSection title="What the agent said" note="not checked">
        <DecisionRecordView decision={approval.decision} threshold={undefined} narrow />
      </PaneSection>
      <PaneSection title="This agent with this tool" note="30 days">
        <div className="-mt-0.5 mb-2 flex gap-5 text-xs text-muted">
          <Count value={record.calls} label="calls" />
          <Count value={record.calls - record.held} label="not held" />
          <Count value={record.held} label="held" />
        </div>
        <RecordStrip record={record} />
      </PaneSection>
      <PaneSection title="What the run was started with">
        <JsonView value={card.runInput} label="input of the run" />
      </PaneSection>
    </>
  );
}

function Count({ value, label }: { value: number; label: string }) {
  return (
    <div>
      <b className="block text-lg leading-5 tracking-[-.02em] text-ink">{formatCount(Math.max(0, value))}</b>
      {label}
    </div>
  );
}
