// The filters that are on, each in words and with what takes it off. The search stands in its own field. Pure.
import { TRIGGER_WORDS, WAITING_WORDS } from '../run/run-words';
import { type RunFilterValues, sinceWords } from './run-filters';

export const DRY_WORDS = { with: 'shown too', only: 'alone' } as const;

export type FilterChip = {
  readonly name: string;
  readonly words: string;
  readonly off: Partial<RunFilterValues>;
};

export function chipsOf(values: RunFilterValues): FilterChip[] {
  const { status, waiting, trigger, agent, label, thread, since, until, dry, error } = values;
  const list = (words: readonly string[] | null | undefined) => (words ?? []).join(', ');
  return [
    { name: 'status is', words: list(status), off: { status: null } },
    {
      name: 'waiting for',
      words: list(waiting?.map((reason) => WAITING_WORDS[reason])),
      off: { waiting: null },
    },
    { name: 'agent is', words: agent ?? '', off: { agent: null } },
    { name: 'label', words: label ?? '', off: { label: null } },
    { name: 'thread', words: thread ?? '', off: { thread: null } },
    { name: 'started by', words: list(trigger?.map((kind) => TRIGGER_WORDS[kind])), off: { trigger: null } },
    { name: 'met error', words: error ?? '', off: { error: null } },
    { name: 'since', words: since === null ? '' : sinceWords(since), off: { since: null } },
    { name: 'dry forks', words: dry === null ? '' : DRY_WORDS[dry], off: { dry: null } },
    { name: 'until', words: until === null ? '' : sinceWords(until), off: { until: null } },
  ].filter(({ words }) => words !== '');
}
