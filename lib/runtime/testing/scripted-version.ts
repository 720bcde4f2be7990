// The model that benches ask, as it is configured.
import { type ModelVersion, modelDefinition } from '@/lib/domain/model';

export const SCRIPTED_MODEL: ModelVersion = {
  name: 'scripted',
  version: 1,
  definition: modelDefinition.parse({
    provider: 'openai-compatible',
    baseUrl: 'http://127.0.0.1:1/v1',
    model: 'scripted-1',
    prices: { inputMicroUsdPerMTok: 1_000_000, outputMicroUsdPerMTok: 2_000_000 },
  }),
};
