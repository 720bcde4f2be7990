// The head of the queue: waiting or decided, and what narrows it.
'use client';
import { ListChecks } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { ApprovalShape } from '@/lib/contract/approval';
import { formatCount } from '@/lib/format/count';
import { type ApprovalFilters, routes } from '@/lib/routes';
import { Chip } from '../ui/chip';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { ToggleGroup } from '../ui/toggle-group';
import { SavedViews } from '../views/saved-views';
import { QueueFilterMenu } from './queue-filter-menu';

const SHOWN_WORDS = {
  soon: 'expiring soon',
  unknown: 'unknown outcomes',
  snoozed: 'put off by you',
} as const;

export type QueueHeadProps = {
  filters: ApprovalFilters;
  /** How many wait in all; undefined while it isn't known: an outage must not read as none. */
  waiting: number | undefined;
  loaded: readonly ApprovalShape[];
  /** Begins to choose several for one decision; undefined where that can't be. */
  onChooseSeveral: (() => void) | undefined;
};

export function QueueHead({ filters, waiting, loaded, onChooseSeveral }: QueueHeadProps) {
  const router = useRouter();
  const { status, show, agent, tool } = filters;
  const decided = status === 'decided';
  const set = (next: ApprovalFilters): void => {
    window.history.pushState(null, '', routes.approvals(next));
  };
  const without = (name: keyof ApprovalFilters): void => {
    const { [name]: _, ...rest } = filters;
    set(rest);
  };
  /** Whose calls they are goes along; how long they have time does not. */
  const whose = { ...(agent === undefined ? {} : { agent }), ...(tool === undefined ? {} : { tool }) };
  const tab = (next: 'waiting' | 'decided'): ApprovalFilters => ({
    ...(next === 'decided' ? { status: 'decided' as const } : {}),
    ...whose,
  });
  const shown = decided ? undefined : show;
  return (
    <header className="flex-none border-b border-line">
      <div className="flex min-h-[52px] items-center gap-1.5 pr-2.5 pl-3">
        <ToggleGroup
          label="Approvals"
          value={decided ? 'decided' : 'waiting'}
          onValueChange={(next) =>
            router.push(next === 'metrics' ? routes.approvalMetrics(whose) : routes.approvals(tab(next)))
          }
          options={[
            {
              value: 'waiting',
              label: waiting === undefined ? 'Waiting' : `Waiting ${formatCount(waiting)}`,
            },
            { value: 'decided', label: 'Decided' },
            { value: 'metrics', label: 'Metrics' },
          ]}
        />
        <span className="flex-1" />
        {onChooseSeveral !== undefined && (
          <IconButton label="Choose several (X)" onClick={onChooseSeveral}>
            <Icon of={ListChecks} />
          </IconButton>
        )}
        <SavedViews page="approvals" path={routes.approvals()} all="The whole queue" look="button" />
        <QueueFilterMenu filters={filters} onChange={set} loaded={loaded} />
      </div>
      {(shown ?? agent ?? tool) !== undefined && (
        <div className="flex flex-wrap gap-1.5 px-3 pb-2.5">
          {shown !== undefined && (
            <Chip name="only" onRemove={() => without('show')}>
              {SHOWN_WORDS[shown]}
            </Chip>
          )}
          {agent !== undefined && (
            <Chip name="agent is" onRemove={() => without('agent')}>
              {agent}
            </Chip>
          )}
          {tool !== undefined && (
            <Chip name="tool is" onRemove={() => without('tool')}>
              {tool}
            </Chip>
          )}
        </div>
      )}
    </header>
  );
}
