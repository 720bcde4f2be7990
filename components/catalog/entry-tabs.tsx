// The tabs of the page of a tool or a model. Who may not try it has no such tab, whatever the address says.
'use client';
import { type ReactNode, useMemo } from 'react';
import { CodeBlock } from '../ui/code-block';
import { jsonText } from '../ui/json-text';
import { Tabs } from '../ui/tabs';
import { CATALOG_TABS, useCatalogView } from './use-catalog-view';

export type EntryTabsProps = {
  name: string;
  contract: ReactNode;
  contractLabel: string;
  /** Undefined where it may not be tried. */
  tryIt: ReactNode | undefined;
  versions: ReactNode;
  definition: unknown;
};

export function EntryTabs({ name, contract, contractLabel, tryIt, versions, definition }: EntryTabsProps) {
  const [view, setView] = useCatalogView();
  const items = useMemo(
    () => [
      { value: 'contract', label: contractLabel, content: contract },
      ...(tryIt === undefined
        ? []
        : [
            {
              value: 'try',
              label: 'Try it',
              content: <div className="max-w-[720px] px-4 py-4 max-md:px-3">{tryIt}</div>,
            },
          ]),
      { value: 'versions', label: 'Versions', content: versions },
      {
        value: 'definition',
        label: 'Definition',
        content: (
          <div className="p-4 max-md:p-3">
            <CodeBlock text={jsonText(definition)} what="definition" />
          </div>
        ),
      },
    ],
    [contract, contractLabel, tryIt, versions, definition],
  );
  return (
    <Tabs
      label={`About ${name}`}
      className="min-h-0 flex-1 overflow-auto pt-1 max-md:overflow-visible"
      value={items.some((item) => item.value === view.tab) ? view.tab : 'contract'}
      onValueChange={(next) => {
        const chosen = CATALOG_TABS.find((known) => known === next);
        if (chosen !== undefined) void setView({ tab: chosen }, { history: 'push' });
      }}
      items={items}
    />
  );
}
