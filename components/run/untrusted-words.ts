// What was found in a text of outsiders, in words. Pure.
import { HIDDEN_KINDS, type HiddenKind, type Screening, SUSPICION_WORDS } from '@/lib/domain/screening';
import { plural } from '@/lib/format/count';

const KIND_WORDS: { readonly [K in HiddenKind]: string } = {
  tag: 'tag character',
  bidi: 'override of the direction of text',
  invisible: 'invisible character',
  control: 'control character',
};
const PLURALS: { readonly [K in HiddenKind]?: string } = { bidi: 'overrides of the direction of text' };

/** undefined where nothing was taken out. */
export function removedWords({ removed }: Screening): string | undefined {
  const parts = HIDDEN_KINDS.flatMap((kind) => {
    const count = removed[kind] ?? 0;
    return count === 0 ? [] : [plural(count, KIND_WORDS[kind], PLURALS[kind])];
  });
  if (parts.length === 0) return undefined;
  const one = parts.length === 1 && Object.values(removed)[0] === 1;
  return `${parts.join(', ')} ${one ? 'was' : 'were'} taken out before the model read it.`;
}

/** One sentence for each suspicion, with the place that raised it. */
export function suspicionSentences({ suspicions }: Screening): { sentence: string; excerpt: string }[] {
  return suspicions.map(({ rule, excerpt }) => ({ sentence: `It ${SUSPICION_WORDS[rule]}.`, excerpt }));
}
