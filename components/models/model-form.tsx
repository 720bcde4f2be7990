// The form of a model: where it is reached, what it costs, what fits.
'use client';
import type { ModelDefinition } from '@/lib/domain/model';
import { tokenizer } from '@/lib/domain/tokenizer';
import { BreakerFields } from '../definition-editor/breaker-fields';
import { DraftNumber, DraftSelect, DraftText } from '../definition-editor/draft-fields';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';

/** What the form shows; anything else of the schema is left to the JSON. */
export const MODEL_FORM_KEYS: ReadonlySet<string> = new Set([
  'provider',
  'baseUrl',
  'model',
  'apiKeySecret',
  'prices',
  'tokenizer',
  'contextTokens',
  'maxOutputTokens',
  'timeoutMs',
  'breaker',
  'concurrency',
]);

const PROVIDERS = [{ value: 'openai-compatible', label: 'openai-compatible' }];

/** Nothing is said. */
const KNOWN = 'known';
const TOKENIZERS = [
  { value: KNOWN, label: 'as known of the provider' },
  ...tokenizer.options.map((value) => ({ value, label: value })),
];

const PRICES = [
  'inputMicroUsdPerMTok',
  'outputMicroUsdPerMTok',
  'cachedInputMicroUsdPerMTok',
  'cacheWriteMicroUsdPerMTok',
  'reasoningMicroUsdPerMTok',
] as const;

export function ModelForm({ draft }: { draft: DefinitionDraft<ModelDefinition> }) {
  // Where the last price is taken away there are no prices of its own.
  const set: typeof draft.set = (path, next) => {
    const isSaid = (name: string) => name !== path[1] && draft.at(['prices', name]) !== undefined;
    draft.set(next === undefined && !PRICES.some(isSaid) ? ['prices'] : path, next);
  };
  const priced = { ...draft, set };
  const setTokenizer: typeof draft.set = (path, next) => draft.set(path, next === KNOWN ? undefined : next);
  const counted = { ...draft, set: setTokenizer };
  return (
    <>
      <FieldGroup title="Where it is reached">
        <DraftSelect draft={draft} path={['provider']} label="Provider" required options={PROVIDERS} />
        <DraftText
          draft={draft}
          path={['baseUrl']}
          label="Base URL"
          required
          mono
          placeholder="https://api.example.com/v1"
          hint="/chat/completions is added to it."
        />
        <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
          <DraftText
            draft={draft}
            path={['model']}
            label="Model"
            required
            mono
            hint="The provider’s own name; best a pinned version."
          />
          <DraftText
            draft={draft}
            path={['apiKeySecret']}
            label="Secret with its key"
            mono
            placeholder="MODEL_KEY"
            hint="The name of a secret. Left empty, none is sent."
          />
        </div>
      </FieldGroup>
      <FieldGroup title="What a million tokens cost">
        <p className="text-xs text-muted">
          In micro-USD: 150000 is $0.15. With none of them said, the price table is asked for what it costs.
        </p>
        <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
          <DraftNumber draft={priced} path={['prices', 'inputMicroUsdPerMTok']} label="Input" />
          <DraftNumber draft={priced} path={['prices', 'outputMicroUsdPerMTok']} label="Output" />
          <DraftNumber
            draft={priced}
            path={['prices', 'cachedInputMicroUsdPerMTok']}
            label="Cached input"
            hint="Left empty, as input."
          />
          <DraftNumber
            draft={priced}
            path={['prices', 'cacheWriteMicroUsdPerMTok']}
            label="Written to the cache"
            hint="Left empty, as input."
          />
          <DraftNumber
            draft={priced}
            path={['prices', 'reasoningMicroUsdPerMTok']}
            label="Reasoning"
            hint="Left empty, as output."
          />
        </div>
      </FieldGroup>
      <FieldGroup title="What fits">
        <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
          <DraftNumber
            draft={draft}
            path={['contextTokens']}
            label="Context in tokens"
            placeholder="128000"
          />
          <DraftNumber
            draft={draft}
            path={['maxOutputTokens']}
            label="Longest answer in tokens"
            placeholder="4096"
          />
          <DraftSelect
            draft={counted}
            fallback={KNOWN}
            path={['tokenizer']}
            label="Tokenizer"
            options={TOKENIZERS}
            hint="Where none is known, what is sent is held in bytes."
          />
          <DraftNumber draft={draft} path={['timeoutMs']} label="Timeout in ms" placeholder="60000" />
          <DraftNumber
            draft={draft}
            path={['concurrency']}
            label="Calls at once"
            placeholder="no limit"
            hint="In all processes together."
          />
        </div>
      </FieldGroup>
      <BreakerFields draft={draft} />
    </>
  );
}
