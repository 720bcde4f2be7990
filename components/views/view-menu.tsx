// All views of a page behind one button, with the ways to keep and to change one: for narrow places and for those that have no room in the bar.
'use client';
import { Bookmark, Pencil, Users } from 'lucide-react';
import type { ReactElement } from 'react';
import type { SavedViewShape } from '@/lib/contract/view';
import { DropdownMenu, MenuChoice, MenuItem, MenuSeparator } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';

export type ViewMenuProps = {
  trigger: ReactElement;
  /** What the page shows without a view: "All runs". */
  all: string;
  views: readonly SavedViewShape[];
  /** The filters that are shown. */
  query: string;
  onChoose: (query: string) => void;
  /** Undefined where there is nothing to keep. */
  onSave: (() => void) | undefined;
  /** Undefined where no view is shown, or it is not this person's to change. */
  onChange: (() => void) | undefined;
};

export function ViewMenu({ trigger, all, views, query, onChoose, onSave, onChange }: ViewMenuProps) {
  const options = [
    { value: '', label: all },
    ...views.map((view) => ({ value: view.query, label: <ViewName view={view} /> })),
  ];
  return (
    <DropdownMenu trigger={trigger} align="start">
      <MenuChoice label="Views" value={query} options={distinct(options)} onValueChange={onChoose} />
      {(onSave !== undefined || onChange !== undefined) && <MenuSeparator />}
      {onSave !== undefined && (
        <MenuItem icon={<Icon of={Bookmark} size={14} />} onSelect={onSave}>
          Save this view
        </MenuItem>
      )}
      {onChange !== undefined && (
        <MenuItem icon={<Icon of={Pencil} size={14} />} onSelect={onChange}>
          Change this view
        </MenuItem>
      )}
    </DropdownMenu>
  );
}

export function ViewName({ view }: { view: SavedViewShape }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="max-w-[220px] truncate">{view.name}</span>
      {view.shared && (
        <>
          <Icon of={Users} size={12} className="flex-none text-faint" />
          <span className="sr-only">{view.own ? ', shared by you' : `, shared by ${view.owner}`}</span>
        </>
      )}
    </span>
  );
}

/** Two views may say the same; one of them is enough to choose from. */
function distinct<T extends { readonly value: string }>(options: readonly T[]): T[] {
  return options.filter(
    (option, index) => options.findIndex(({ value }) => value === option.value) === index,
  );
}
