// What differs between two states of a run, path by path. Pure; compares what the runtime's fold said, folds nothing.
import type { StateShape } from '@/lib/contract/run-detail';
import { isJsonObject } from '@/lib/domain/json';

export type StateChange = {
  readonly path: string;
  /** As JSON text, cut; undefined where it was not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
};

const TEXT_MOST = 160;
/** Where the state was taken, not what it is. */
const NOT_STATE: ReadonlySet<string> = new Set(['seq', 'lastSeq', 'at']);
/** Bookkeeping of a step that moves with every row and says nothing new. */
const NOT_IN_STEP: ReadonlySet<string> = new Set(['firstSeq', 'lastSeq', 'step', 'startedAt', 'finishedAt']);

function asText(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > TEXT_MOST ? `${text.slice(0, TEXT_MOST - 1)}…` : text;
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** `null`, an empty list and nothing are one: there is nothing there. */
function compare(path: string, before: unknown, after: unknown, found: StateChange[]): void {
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let i = 0; i < Math.max(before.length, after.length); i++)
      compare(`${path}[${i}]`, before[i], after[i], found);
    return;
  }
  if (isJsonObject(before) && isJsonObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(path === '' ? key : `${path}.${key}`, before[key], after[key], found);
    return;
  }
  if (!present(before) && !present(after)) return;
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  found.push({
    path,
    before: present(before) ? asText(before) : undefined,
    after: present(after) ? asText(after) : undefined,
  });
}

function compareSteps(before: StateShape['steps'], after: StateShape['steps'], found: StateChange[]): void {
  const known = new Map(before.map((step) => [step.step, step]));
  for (const step of after) {
    const earlier = known.get(step.step);
    const path = `step ${step.step}`;
    if (earlier === undefined) {
      const name = step.tool ?? step.model ?? step.kind;
      found.push({ path, before: undefined, after: `${name}, ${step.status.replaceAll('_', ' ')}` });
      continue;
    }
    for (const [key, value] of Object.entries(step)) {
      // safe because both are steps and the key is one of theirs
      if (!NOT_IN_STEP.has(key))
        compare(`${path}.${key}`, earlier[key as keyof typeof earlier], value, found);
    }
  }
}

/** Without a state before (the first row) everything that is there is new. */
export function stateChanges(before: StateShape | undefined, after: StateShape): StateChange[] {
  const found: StateChange[] = [];
  for (const [key, value] of Object.entries(after)) {
    if (NOT_STATE.has(key)) continue;
    if (key === 'steps') compareSteps(before?.steps ?? [], after.steps, found);
    // safe because the key comes from the same shape
    else compare(key, before?.[key as keyof StateShape], value, found);
  }
  return found;
}
