// What a step cost, in tokens where a model was asked; what of it nobody told, and what is held for the call under way.
import type { StepShape } from '@/lib/contract/run-detail';
import { formatCount } from '@/lib/format/count';
import { KeyValue, type KeyValueItem } from '../ui/key-value';
import { Money } from '../ui/money';
import { PaneSection } from '../ui/pane-section';

export function ModelCost({ step }: { step: StepShape }) {
  return (
    <PaneSection title="Tokens and cost">
      {step.usage === null ? (
        <p className="text-xs text-muted">The provider reported no usage.</p>
      ) : (
        <KeyValue
          items={[
            { name: 'input', value: formatCount(step.usage.inputTokens) },
            { name: 'of it cached', value: formatCount(step.usage.cachedInputTokens) },
            ...(step.usage.cacheWriteTokens === undefined
              ? []
              : [{ name: 'of it written to the cache', value: formatCount(step.usage.cacheWriteTokens) }]),
            { name: 'output', value: formatCount(step.usage.outputTokens) },
            { name: 'of it reasoning', value: formatCount(step.usage.reasoningTokens) },
            { name: 'cost', value: <Money microUsd={step.costMicroUsd} minDigits={4} /> },
            ...topItems(step),
            ...savedItems(step),
            ...heldItems(step),
            { name: 'by the prices of', value: pricedBy(step) },
          ]}
        />
      )}
      <CostNotes step={step} />
    </PaneSection>
  );
}

/** Below zero, the cache cost more than it saved. */
function savedItems({ cacheSavedMicroUsd: saved }: StepShape): KeyValueItem[] {
  if (saved === null || saved === 0) return [];
  const name = saved > 0 ? 'saved by the prefix cache' : 'more, for the prefix cache';
  return [{ name, value: <Money microUsd={Math.abs(saved)} minDigits={4} /> }];
}

function pricedBy({ price, model, modelVersion }: StepShape): string {
  if (price === null) return modelVersion === null ? `${model}` : `${model}, version ${modelVersion}`;
  if (price === 'none') return 'nobody: its price was unknown, and its agent counts tokens only';
  return `the price table, version ${price.table}, from ${price.from.slice(0, 10)}`;
}

/** Nothing for a call without a price. */
export function ToolCost({ step }: { step: StepShape }) {
  if (step.costMicroUsd === 0 && step.heldMicroUsd === null) return null;
  return (
    <PaneSection title="Cost">
      <KeyValue
        items={[
          { name: 'cost', value: <Money microUsd={step.costMicroUsd} minDigits={4} /> },
          ...heldItems(step),
          ...(step.toolVersion === null
            ? []
            : [{ name: 'by the price of', value: `${step.tool}, version ${step.toolVersion}` }]),
        ]}
      />
      <CostNotes step={step} />
    </PaneSection>
  );
}

/** Where another model was the strongest. */
function topItems({ route, setAside, topMicroUsd }: StepShape): KeyValueItem[] {
  if (route === null || topMicroUsd === null || setAside || route.rung >= route.top) return [];
  return [{ name: 'about, with the strongest', value: <Money microUsd={topMicroUsd} minDigits={4} /> }];
}

/** Once it is settled: what its attempts might have cost, of which it cost this. */
function heldItems({ heldMicroUsd, heldInAllMicroUsd }: StepShape): KeyValueItem[] {
  if (heldMicroUsd !== null || heldInAllMicroUsd === null) return [];
  return [{ name: 'held for it before', value: <Money microUsd={heldInAllMicroUsd} minDigits={4} /> }];
}

function CostNotes({ step }: { step: StepShape }) {
  return (
    <>
      {step.costEstimated && (
        <p className="text-xs text-muted">
          {step.kind === 'model'
            ? 'Part of this is what was held for an answer that never came: the provider may have charged for it.'
            : 'Part of this is what was held for an answer that never came, or that did not say what it cost.'}
        </p>
      )}
      {step.heldMicroUsd !== null && (
        <p className="text-xs text-muted">
          <Money microUsd={step.heldMicroUsd} minDigits={4} /> are held for the call under way, the most it
          can cost.
        </p>
      )}
    </>
  );
}
