// What was found in a text of outsiders before the model read it; refuses to say whether it may be read: the label does.
import { z } from 'zod';

/** Characters that nobody sees and that are taken out, by kind. */
export const HIDDEN_KINDS = ['tag', 'bidi', 'invisible', 'control'] as const;
export type HiddenKind = (typeof HIDDEN_KINDS)[number];

/** What a text may be up to, as a rule over its words guesses. */
export const SUSPICION_RULES = [
  'override',
  'new_task',
  'addressed',
  'secrecy',
  'prompt_leak',
  'tool_order',
  'role_tag',
  'markdown_image',
  'link_with_data',
  'encoded',
] as const;
export type SuspicionRule = (typeof SUSPICION_RULES)[number];
/** What a text does, as the rest of a sentence. */
export const SUSPICION_WORDS: { readonly [R in SuspicionRule]: string } = {
  override: 'asks to ignore instructions',
  new_task: 'gives the reader another task',
  addressed: 'speaks to an AI',
  secrecy: 'asks to keep something from people',
  prompt_leak: 'asks for the prompt or for secrets',
  tool_order: 'names a tool to call',
  role_tag: 'imitates the roles of a conversation',
  markdown_image: 'loads an image from elsewhere',
  link_with_data: 'holds a link to be filled with data',
  encoded: 'hides instructions in an encoded block',
};

export const suspicion = z.strictObject({ rule: z.enum(SUSPICION_RULES), excerpt: z.string() });
export type Suspicion = z.infer<typeof suspicion>;

export const screening = z.strictObject({
  /** How many of each kind were taken out on the way to the model; kinds of which there were none stand not here. */
  removed: z.partialRecord(z.enum(HIDDEN_KINDS), z.number().int().positive()),
  /** At most five, the first of each rule. */
  suspicions: z.array(suspicion),
});
export type Screening = z.infer<typeof screening>;

/** Two tokens of one run, known to its model and its journal alone. */
export const runMarks = z.strictObject({
  /** Stands in the marks around what outsiders wrote; taken out of the text between them. */
  delimiter: z.string(),
  /** Stands in the system prompt and nowhere else: where it turns up, the prompt was given away. */
  canary: z.string(),
});
export type RunMarks = z.infer<typeof runMarks>;
