// What a dry fork would have done, in words, and what was changed for it. Pure.
import type { WouldHaveDoneShape } from '@/lib/contract/fork';
import type { ForkChanges } from '@/lib/domain/fork';
import { formatAmount } from '@/lib/format/money';

const IRREGULAR: Readonly<Record<string, string>> = {
  buy: 'bought',
  cancel: 'cancelled',
  give: 'given',
  make: 'made',
  pay: 'paid',
  put: 'put',
  read: 'read',
  sell: 'sold',
  send: 'sent',
  set: 'set',
  take: 'taken',
  write: 'written',
};

/** "refund" is "refunded": tools are named by what they do. */
export function doneForm(verb: string): string {
  const known = IRREGULAR[verb];
  if (known !== undefined) return known;
  if (verb.endsWith('e')) return `${verb}d`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`;
}

/** "would have refunded €900.00"; a tool whose name is no plain verb is "called". */
export function wouldWords({ tool, amount, amountUnit }: WouldHaveDoneShape): string {
  const [verb = '', ...rest] = (tool.split('.').at(-1) ?? tool).split('_');
  const what = /^[a-z]{2,}$/.test(verb) ? [doneForm(verb), ...rest].join(' ') : `called ${tool}`;
  return `would have ${what}${amount === null ? '' : ` ${formatAmount(amount, amountUnit ?? undefined)}`}`;
}

export function verdictWords({ verdict }: Pick<WouldHaveDoneShape, 'verdict'>): string {
  return verdict === 'await_approval'
    ? 'a person would have been asked first'
    : 'nobody would have been asked';
}

/** One line for each change. */
export function changeWords(changes: ForkChanges): string[] {
  const { version, prompt, model, arguments: args, policyVersion } = changes;
  return [
    ...(version === undefined ? [] : [`Agent version ${version}`]),
    ...(prompt === undefined ? [] : ['Another prompt']),
    ...(model === undefined ? [] : [`Model ${model}`]),
    ...(args === undefined ? [] : ['Other arguments']),
    ...(policyVersion === undefined ? [] : [`Policy version ${policyVersion}`]),
  ];
}
