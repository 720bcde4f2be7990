// Which view of the steps: timeline, list, JSON; and, when a checkpoint is chosen, that what is shown is the past.
'use client';
import { AbsoluteTime } from '../ui/absolute-time';
import { Button } from '../ui/button';
import { Legend } from '../ui/legend';
import { TimelineBar } from '../ui/timeline-bar';
import { ToggleGroup } from '../ui/toggle-group';
import { EvidenceMenu } from './evidence-menu';
import { JumpMenu, type JumpMenuProps } from './jump-menu';
import type { RunViewName } from './use-run-view';

const VIEWS = [
  { value: 'timeline', label: 'Timeline' },
  { value: 'list', label: 'List' },
  { value: 'json', label: 'JSON' },
] as const;
/** Of a fork, with the run that it continues. */
const COMPARE = { value: 'compare', label: 'Compare' } as const;

export type ViewBarProps = {
  runId: string;
  view: RunViewName;
  isFork: boolean;
  onView: (view: RunViewName) => void;
  /** When the chosen checkpoint was written; undefined shows the run as it is. */
  pastAt: string | undefined;
  onNow: () => void;
  jumps: JumpMenuProps;
};

export function ViewBar({ runId, view, isFork, onView, pastAt, onNow, jumps }: ViewBarProps) {
  return (
    <div className="flex h-11 flex-none items-center gap-3 border-b border-line px-4 text-xs max-md:px-3">
      <ToggleGroup
        label="View"
        options={isFork ? [...VIEWS, COMPARE] : VIEWS}
        value={view}
        onValueChange={onView}
      />
      {pastAt !== undefined ? (
        <>
          <span className="min-w-0 truncate text-muted">
            As it was at <AbsoluteTime at={pastAt} />
          </span>
          <span className="flex-1" />
          <JumpMenu {...jumps} />
          <Button size="sm" onClick={onNow}>
            Back to now
          </Button>
        </>
      ) : (
        <>
          {view === 'timeline' && !isFork && (
            <span className="min-w-0 truncate text-muted max-lg:hidden">waits are folded</span>
          )}
          <span className="flex-1" />
          {view === 'json' && <EvidenceMenu runId={runId} />}
          {view === 'timeline' && (
            <Legend
              className="flex-nowrap max-lg:hidden"
              items={[
                { sign: <TimelineBar kind="model" />, label: 'model' },
                { sign: <TimelineBar kind="tool" />, label: 'tool' },
                { sign: <TimelineBar kind="wait" />, label: 'wait' },
                { sign: <TimelineBar kind="failed" />, label: 'failed attempt' },
              ]}
            />
          )}
          <JumpMenu {...jumps} />
        </>
      )}
    </div>
  );
}
