// Two JSON values compared as indented text with sorted keys, so that order alone is no difference.
import { Diff, type DiffProps } from './diff';
import { jsonText } from './json-text';

export type JsonDiffProps = Omit<DiffProps, 'before' | 'after'> & { before: unknown; after: unknown };

/** `undefined` on one side reads as nothing there. */
export function JsonDiff({ before, after, ...rest }: JsonDiffProps) {
  return (
    <Diff {...rest} before={jsonText(before, { sorted: true })} after={jsonText(after, { sorted: true })} />
  );
}
