// When the breaker of a tool or a model opens; empty fields have the defaults that stand in them.
'use client';
import type { BreakerSettings } from '@/lib/domain/breaker';
import { DraftNumber } from './draft-fields';
import { FieldGroup } from './field-group';
import type { DefinitionDraft } from './use-definition-draft';

type Guarded = { readonly breaker?: BreakerSettings | undefined };

export function BreakerFields<T extends Guarded>({ draft }: { draft: DefinitionDraft<T> }) {
  return (
    <FieldGroup title="Breaker">
      <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
        <DraftNumber
          draft={draft}
          path={['breaker', 'failureRate']}
          label="Opens at this share of failures"
          placeholder="0.5"
        />
        <DraftNumber
          draft={draft}
          path={['breaker', 'slowRate']}
          label="Or of slow calls"
          placeholder="0.9"
        />
        <DraftNumber
          draft={draft}
          path={['breaker', 'slowCallMs']}
          label="Slow from, in ms"
          placeholder="half of the timeout"
        />
        <DraftNumber
          draft={draft}
          path={['breaker', 'windowMs']}
          label="Judged over, in ms"
          placeholder="60000"
        />
        <DraftNumber
          draft={draft}
          path={['breaker', 'minimumCalls']}
          label="At least so many calls"
          placeholder="10"
        />
        <DraftNumber
          draft={draft}
          path={['breaker', 'openMs']}
          label="Stays open for, in ms"
          placeholder="30000"
        />
        <DraftNumber
          draft={draft}
          path={['breaker', 'probes']}
          label="Probes that close it"
          placeholder="3"
        />
      </div>
    </FieldGroup>
  );
}
