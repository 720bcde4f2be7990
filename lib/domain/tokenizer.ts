// Which tokenizer a model's provider counts with; refuses to guess: a name alone, at an address that may serve anything, says nothing.
import { z } from 'zod';

export const tokenizer = z.enum(['o200k_base', 'cl100k_base']);
export type Tokenizer = z.infer<typeof tokenizer>;

type Reached = {
  readonly baseUrl: string;
  readonly model: string;
  readonly tokenizer?: Tokenizer | undefined;
};

const PROVIDER = 'api.openai.com';

/** As the provider's own library maps names to encodings, fine-tuned ones included. */
const BY_NAME: readonly (readonly [RegExp, Tokenizer])[] = [
  [/^(ft:)?(o1|o3|o4-mini|gpt-5|gpt-4\.5|gpt-4\.1|gpt-4o|chatgpt-4o)(?=$|[-:])/, 'o200k_base'],
  [/^(ft:)?(gpt-4|gpt-3\.5-turbo)(?=$|[-:])/, 'cl100k_base'],
];

/** What the definition says, else what is known of the provider's own models. null: unknown, so that bytes are counted. */
export function tokenizerOf({ baseUrl, model, tokenizer: declared }: Reached): Tokenizer | null {
  if (declared !== undefined) return declared;
  if (new URL(baseUrl).hostname !== PROVIDER) return null;
  return BY_NAME.find(([names]) => names.test(model))?.[1] ?? null;
}
