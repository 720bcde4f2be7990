// What the guide says about its present step, in a sentence. Pure.
import type { Guide } from './use-guide';

export function guideSentence({ current, ended, above }: Pick<Guide, 'current' | 'ended' | 'above'>): string {
  if (ended !== undefined) return `${ended}; start another to go on.`;
  switch (current) {
    case 'start':
      return `The agent pays up to ${above ?? 0} EUR alone; a bigger refund stops and asks a person.`;
    case 'why':
      return 'The call is held before anything is sent; its card says which rule held it.';
    case 'approve':
      return 'Who started a run can’t decide its calls. It is sent once, after another person has approved it.';
    case 'replay':
      return 'On the run’s page, drag the scrubber or press the arrow keys: its state is computed again at each checkpoint.';
    case 'over':
      return 'Held, approved by somebody else, paid and replayed. All of it stands in the journal.';
  }
}
