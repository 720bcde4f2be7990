// What a link to a run asks for that is not there, in words. Pure: nothing else is shown in its place without saying so.
import { RUN_VIEWS, STEP_TABS } from './use-run-view';

/** The members of the address as they stand there; null where absent. */
export type LinkAsks = {
  readonly step: string | null;
  readonly seq: string | null;
  readonly tab: string | null;
  readonly view: string | null;
};

export type LinkKnown = {
  /** Numbers of the steps there are; undefined until all of them came. */
  readonly steps: readonly number[] | undefined;
  /** Of those that there are at the chosen checkpoint. */
  readonly drawn: readonly number[] | undefined;
  /** Undefined until the journal came. */
  readonly lastSeq: number | undefined;
  readonly isFork: boolean;
  /** It goes on: what is not there may come. */
  readonly isOpen: boolean;
};

const isCounting = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text);

export function linkFaults(asks: LinkAsks, known: LinkKnown): string[] {
  const faults = [stepFault(asks.step, known), seqFault(asks.seq, known)];
  if (asks.tab !== null && !STEP_TABS.some((tab) => tab === asks.tab))
    faults.push(`There is no tab “${asks.tab}”.`);
  if (asks.view !== null && !RUN_VIEWS.some((view) => view === asks.view))
    faults.push(`There is no view “${asks.view}”.`);
  if (asks.view === 'compare' && !known.isFork)
    faults.push('There is nothing to compare: this run is no fork.');
  return faults.filter((fault) => fault !== null);
}

function stepFault(asked: string | null, { steps, drawn, isOpen }: LinkKnown): string | null {
  if (asked === null) return null;
  if (!isCounting(asked)) return `“${asked}” is no number of a step.`;
  const step = Number(asked);
  if (steps === undefined || drawn === undefined) return null;
  if (!steps.includes(step)) return `There is no step ${step} in this run${isOpen ? ' yet' : ''}.`;
  return drawn.includes(step) ? null : `Step ${step} comes later than this checkpoint.`;
}

function seqFault(asked: string | null, { lastSeq, isOpen }: LinkKnown): string | null {
  if (asked === null) return null;
  if (!isCounting(asked)) return `“${asked}” is no number of a checkpoint.`;
  if (lastSeq === undefined || Number(asked) <= lastSeq) return null;
  return `There is no checkpoint ${asked}${isOpen ? ' yet' : ''}: the journal ends with ${lastSeq}. This is the run as it is now.`;
}
