// What a fork is: a run that continues another one from a place in its journal, with something changed; dry without touching the world, or live.
import { z } from 'zod';
import { jsonObject } from './json';
import { resourceName } from './names';

export const FORK_MODES = ['dry', 'live'] as const;
export const forkMode = z.enum(FORK_MODES);
export type ForkMode = z.infer<typeof forkMode>;

/** Of a dry fork: whether its model is asked, or gives the answers of the recording in their order. */
export const forkModelCalls = z.enum(['live', 'recorded']);

/** Versions, steps and rows are stored as 32 bits. */
const counting = z.number().int().min(1).max(2_147_483_647);
export const MAX_FORK_PROMPT_CHARS = 50_000;

/** What is different from the run that is forked; what is absent stays as it was. */
export const forkChanges = z.strictObject({
  /** Of the same agent. */
  version: counting.optional(),
  prompt: z.string().min(1).max(MAX_FORK_PROMPT_CHARS).optional(),
  /** Of this installation, by name. */
  model: resourceName.optional(),
  /** Of the call that the fork begins with. */
  arguments: jsonObject.optional(),
  /** Which version of the policy judges its calls; of a dry fork alone. */
  policyVersion: counting.optional(),
});
export type ForkChanges = z.infer<typeof forkChanges>;

/** Stands in the first row of a fork's journal; the rows up to `seq` are those of the run it was forked from. */
export const forkedFrom = z.strictObject({
  runId: z.uuid(),
  /** The last row that both have. */
  seq: counting,
  /** From which step it was forked, as was asked. */
  step: counting,
  /** The first step that is the fork's own: of calls of one answer the first. */
  firstStep: counting,
  /** How far the journal reached that is its recording. */
  until: counting,
  mode: forkMode,
  modelCalls: forkModelCalls,
  changes: forkChanges,
});
export type ForkedFrom = z.infer<typeof forkedFrom>;

/** Of a dry run: the step of the recording whose result or answer this is. */
export const recordedStep = z.number().int().optional();

/** Where both runs part: the row that says so, the first of the fork's own. */
export const forkedFact = z.strictObject({
  type: z.literal('forked'),
  deadlineAt: z.iso.datetime(),
  /** The call that it begins with, as it was changed. */
  edited: z.strictObject({ step: z.number().int(), arguments: jsonObject }).optional(),
});

const VERSION_AT = 14;
const DRY_VERSION = '8';

/**
 * Its id says so and nothing else does: a UUIDv8 where every other run has a UUIDv7. So whoever holds the id of a run knows, the database too, which
 * refuses it wherever something is done or counted.
 */
export function isDryRun(runId: string): boolean {
  return runId.charAt(VERSION_AT) === DRY_VERSION;
}

/** The id of a dry run that sorts where this one does. */
export function dryRunId(id: string): string {
  return `${id.slice(0, VERSION_AT)}${DRY_VERSION}${id.slice(VERSION_AT + 1)}`;
}
