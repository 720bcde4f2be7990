// The step as the API says it, and its rows of the journal with their hashes.
import type { JournalRowShape, StepShape } from '@/lib/contract/run-detail';
import { plural } from '@/lib/format/count';
import { JsonView } from '../ui/json-view';
import { PaneSection } from '../ui/pane-section';

export function StepRaw({ step, rows }: { step: StepShape; rows: readonly JournalRowShape[] }) {
  return (
    <>
      <PaneSection title="Step">
        <JsonView value={step} label="step" />
      </PaneSection>
      <PaneSection title="Journal" note={plural(rows.length, 'row')}>
        {rows.length === 0 ? (
          <p className="text-xs text-muted">
            This step has no row of its own: it stands in the result of the model’s answer.
          </p>
        ) : (
          <JsonView value={rows} label="journal rows" />
        )}
      </PaneSection>
    </>
  );
}
