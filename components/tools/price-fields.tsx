// The form's part about money: what a call costs, and where its result tells it.
'use client';
import type { ToolDefinition } from '@/lib/domain/tool';
import { DraftNumber, DraftSelect, DraftText } from '../definition-editor/draft-fields';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';

const UNITS = [
  { value: 'usd', label: 'USD' },
  { value: 'micro_usd', label: 'micro-USD' },
];

export function PriceFields({ draft }: { draft: DefinitionDraft<ToolDefinition> }) {
  // Without a bound there is no price, and without a path nothing is told in any unit.
  const set: typeof draft.set = (path, next) =>
    next === undefined ? draft.set(['price'], undefined) : draft.set(path, next);
  const setPath: typeof draft.set = (path, next) => {
    if (next === undefined) draft.set(['price', 'costUnit'], undefined);
    draft.set(path, next);
  };
  const isPriced = draft.at(['price', 'perCallMicroUsd']) !== undefined;
  const isTold = draft.at(['price', 'costPath']) !== undefined;
  return (
    <FieldGroup title="Price">
      <DraftNumber
        draft={{ ...draft, set }}
        path={['price', 'perCallMicroUsd']}
        label="Micro-USD a call"
        placeholder="free"
        hint={
          isTold
            ? 'The most a call may cost. It is held from every budget before the call, and settled with what the result tells.'
            : '10000 is one cent. It is held from every budget before the call, and counts in the cost of the run.'
        }
      />
      {isPriced && (
        <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
          <DraftText
            draft={{ ...draft, set: setPath }}
            path={['price', 'costPath']}
            label="Cost in the result"
            mono
            placeholder="billing.cost"
            hint="Dotted path at which the result tells what the call did cost. Left empty, each call costs the same."
          />
          {isTold && (
            <DraftSelect
              draft={draft}
              path={['price', 'costUnit']}
              label="Told in"
              fallback="usd"
              options={UNITS}
            />
          )}
        </div>
      )}
    </FieldGroup>
  );
}
