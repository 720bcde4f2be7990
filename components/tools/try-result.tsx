// What a try brought: whether it acted, the value as it may be shown, what the schema says of it, and the same for a terminal.
'use client';
import type { ReactNode } from 'react';
import type { ToolTryShape } from '@/lib/contract/catalog-try';
import { formatDurationMs } from '@/lib/format/duration';
import { CodeBlock } from '../ui/code-block';
import { JsonView } from '../ui/json-view';
import { KeyValue } from '../ui/key-value';
import { Pill } from '../ui/pill';
import { StateGlyph } from '../ui/state-glyph';
import { Taint } from '../ui/taint';

/** Refusals of the door to the network: nothing went out. */
const EGRESS_REFUSALS: ReadonlySet<string> = new Set(['url_refused', 'address_refused', 'header_refused']);

export function TryResult({ answer, curl }: { answer: ToolTryShape; curl: string | undefined }) {
  const { outcome, acted, words, value, error, schema, redacted, tainted, privateData, latencyMs } = answer;
  const failed = outcome === 'failed';
  return (
    <section aria-label="Result" className="mt-4 border-t border-line pt-3">
      <div className="mb-2 flex flex-wrap items-center gap-2" role="status">
        <Pill
          state={failed ? 'failed' : 'succeeded'}
          icon={<StateGlyph state={failed ? 'failed' : 'succeeded'} />}
        >
          {failed ? 'Failed' : 'Succeeded'}
        </Pill>
        {acted === 'yes' && <Pill look="strong">It acted</Pill>}
        {acted === 'unknown' && <Pill state="waiting">Outcome unknown</Pill>}
        {tainted && <Taint />}
        {privateData && <Pill>Private data</Pill>}
        <span className="text-xs text-muted">{`${formatDurationMs(latencyMs)}, one attempt`}</span>
      </div>
      <p className="mb-2">{words}</p>
      {error !== null && (
        <p data-state-of="failed" className="mb-2 [overflow-wrap:anywhere]">
          {EGRESS_REFUSALS.has(error.code) && (
            <b className="block font-semi">Refused before anything left: the egress guard.</b>
          )}
          <code className="text-state">{error.code}</code> {error.message}
        </p>
      )}
      {outcome === 'succeeded' && <JsonView value={value} label="result" />}
      <KeyValue
        className="mt-2"
        items={[
          { name: 'Output schema', value: schemaWords(answer) },
          ...(redacted ? [{ name: 'Secrets', value: 'Taken out of this answer.' }] : []),
          { name: 'Policy', value: policyWords(answer) },
          ...(answer.effectKey === null
            ? []
            : [{ name: 'Key that was sent', value: answer.effectKey, mono: true }]),
        ]}
      />
      {schema.problems.length > 0 && (
        <ul data-state-of="failed" className="mt-1 text-xs text-state">
          {schema.problems.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {curl !== undefined && (
        <details className="mt-3 text-xs">
          <summary className="cursor-pointer py-1 text-muted">The same with curl</summary>
          <CodeBlock text={curl} what="curl command" className="mt-1" />
        </details>
      )}
    </section>
  );
}

function schemaWords({ outcome, schema }: ToolTryShape): ReactNode {
  if (outcome === 'failed') return 'Nothing to check.';
  switch (schema.verdict) {
    case 'fits':
      return 'The answer fits.';
    case 'breaks':
      return 'The answer breaks it: in a run this call would have failed.';
    case 'none':
      return 'None is declared: any answer is taken.';
  }
}

function policyWords({ policy }: ToolTryShape): string {
  const rules = policy.rules.map((rule) => rule.message).join(' ');
  return policy.effect === 'ask' ? `In a run a person would be asked. ${rules}` : rules;
}
