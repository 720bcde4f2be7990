// The head of the queue: waiting or decided, and what narrows it.
'use client';
import { ListFilter } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { ApprovalShape } from '@/lib/contract/approval';
import { type ApprovalFilters, routes } from '@/lib/routes';
import { Chip } from '../ui/chip';
import { DropdownMenu, MenuChoice } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { ToggleGroup } from '../ui/toggle-group';
import { SavedViews } from '../views/saved-views';

const ANY = 'any';
const SHOW = [
  { value: ANY, label: 'Everything that waits' },
  { value: 'soon', label: 'Expires within 15 minutes' },
  { value: 'unknown', label: 'Unknown outcomes' },
] as const;

export type QueueHeadProps = {
  filters: ApprovalFilters;
  /** Undefined while it isn't known: an outage must not read as none. */
  waiting: number | undefined;
  all: readonly ApprovalShape[];
};

export function QueueHead({ filters, waiting, all }: QueueHeadProps) {
  const router = useRouter();
  const decided = filters.status === 'decided';
  const set = (change: Partial<ApprovalFilters>): void => {
    window.history.pushState(null, '', routes.approvals({ ...filters, ...change }));
  };
  const without = (name: keyof ApprovalFilters): void => {
    const { [name]: _, ...rest } = filters;
    window.history.pushState(null, '', routes.approvals(rest));
  };
  const choice = (name: 'agent' | 'tool', values: readonly string[]) => [
    { value: ANY, label: name === 'agent' ? 'Any agent' : 'Any tool' },
    ...[...new Set(values)].sort().map((value) => ({ value, label: value })),
  ];
  return (
    <header className="flex-none border-b border-line">
      <div className="flex min-h-[52px] items-center gap-1.5 pr-2.5 pl-3">
        <ToggleGroup
          label="Approvals"
          value={decided ? 'decided' : 'waiting'}
          onValueChange={(tab) =>
            router.push(routes.approvals(tab === 'decided' ? { status: 'decided' } : {}))
          }
          options={[
            { value: 'waiting', label: waiting === undefined ? 'Waiting' : `Waiting ${waiting}` },
            { value: 'decided', label: 'Decided' },
          ]}
        />
        <span className="flex-1" />
        <SavedViews page="approvals" path={routes.approvals()} all="The whole queue" look="button" />
        {!decided && (
          <DropdownMenu
            trigger={
              <IconButton label="Filter the queue" tooltip={false}>
                <Icon of={ListFilter} />
              </IconButton>
            }
          >
            <MenuChoice
              label="Show"
              value={filters.show ?? ANY}
              options={SHOW}
              onValueChange={(value) =>
                value === 'soon' || value === 'unknown' ? set({ show: value }) : without('show')
              }
            />
            <MenuChoice
              label="Agent"
              value={filters.agent ?? ANY}
              options={choice(
                'agent',
                all.map((item) => item.agent),
              )}
              onValueChange={(value) => (value === ANY ? without('agent') : set({ agent: value }))}
            />
            <MenuChoice
              label="Tool"
              value={filters.tool ?? ANY}
              options={choice(
                'tool',
                all.map((item) => item.tool),
              )}
              onValueChange={(value) => (value === ANY ? without('tool') : set({ tool: value }))}
            />
          </DropdownMenu>
        )}
      </div>
      {!decided && (filters.show ?? filters.agent ?? filters.tool) !== undefined && (
        <div className="flex flex-wrap gap-1.5 px-3 pb-2.5">
          {filters.show !== undefined && (
            <Chip name="only" onRemove={() => without('show')}>
              {filters.show === 'soon' ? 'expiring soon' : 'unknown outcomes'}
            </Chip>
          )}
          {filters.agent !== undefined && (
            <Chip name="agent is" onRemove={() => without('agent')}>
              {filters.agent}
            </Chip>
          )}
          {filters.tool !== undefined && (
            <Chip name="tool is" onRemove={() => without('tool')}>
              {filters.tool}
            </Chip>
          )}
        </div>
      )}
    </header>
  );
}
