// How differences from the record read. Pure.
import type { RedecidedRuns } from '@/lib/contract/redecide';
import type { Course, DecidedSide, RedecisionDifference } from '@/lib/domain/redecision';
import { plural } from '@/lib/format/count';
import type { StateName } from '../ui/state-name';

export const COURSE_WORDS: Readonly<Record<Course, { readonly word: string; readonly state: StateName }>> = {
  same_course: { word: 'goes on the same', state: 'neutral' },
  asks_person: { word: 'asks a person', state: 'waiting' },
  stops: { word: 'stops there', state: 'failed' },
  needs_fork: { word: 'diverged, needs a fork', state: 'partial' },
};

const VERDICTS: Readonly<Record<string, string>> = {
  admit: 'admitted',
  await_approval: 'asks a person',
  deny: 'denied',
  within: 'within its bounds',
  bound: 'at a bound',
  taken: 'answer taken',
  set_aside: 'answer set aside',
  fits: 'input fits',
  refused: 'input refused',
  same: 'same question',
  changed: 'another question',
  waits: 'waits for its model',
};

export function sideWords({ verdict, people }: DecidedSide): string {
  if (people === undefined) return VERDICTS[verdict] ?? verdict;
  const { quorum, requiredRole, selfApproval, onExpiry } = people;
  const own = selfApproval === 'forbid' ? ', not who started it' : '';
  return `${quorum} × ${requiredRole}${own}${onExpiry === null ? '' : `, then ${onExpiry}`}`;
}

/** Whether a person would be asked, a bound be met, … : what the difference is about, where no tool is. */
export const KIND_WORDS: Readonly<Record<RedecisionDifference['kind'], string>> = {
  input: 'Input of the run',
  question: 'What the model is asked',
  route: 'Which model is asked',
  answer: 'Answer of the model',
  limit: 'Bounds of the run',
  admission: 'Admission',
  people: 'Who is asked',
};

export function placeWords({ step, tool, kind }: RedecisionDifference): string {
  const what = tool ?? KIND_WORDS[kind];
  return step === null ? what : `Step ${step}, ${what}`;
}

/** One sentence about where the run would have left its record. */
export function divergenceWords(first: RedecisionDifference | null, differences: number): string {
  if (first === null)
    return differences === 0
      ? 'Nothing is decided otherwise: the run would have gone the same way.'
      : `${plural(differences, 'difference')}, and the run would have gone the same way.`;
  const at = first.step === null ? 'before its first step' : `at step ${first.step}`;
  return `${plural(differences, 'difference')}; it first parts from the record ${at}: ${COURSE_WORDS[first.course].word}.`;
}

type Counts = RedecidedRuns['counts'];

/** Of another page of runs. */
export function addedCounts(known: Counts, more: Counts): Counts {
  const added = [...known];
  for (const one of more) {
    const at = added.findIndex(({ kind, course }) => kind === one.kind && course === one.course);
    const before = added[at];
    if (before === undefined) added.push(one);
    else
      added[at] = {
        ...before,
        differences: before.differences + one.differences,
        runs: before.runs + one.runs,
      };
  }
  return added;
}
