// What became of a failed run: who left it so and why, or who sent it on before it failed again.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { RunShape } from '@/lib/contract/run';
import { deadLetterOfRunOptions } from '@/lib/query/dead-letters';
import { routes } from '@/lib/routes';
import { ButtonLink } from '../ui/button-link';

export function LetterNote({ run }: { run: RunShape }) {
  const { data: letter } = useQuery(deadLetterOfRunOptions(run.id));
  if (letter === undefined || letter === null) return null;
  if (letter.state === 'discarded')
    return <span className="text-muted">{`Discarded by ${letter.settledBy?.label}: ${letter.reason}`}</span>;
  return (
    <ButtonLink href={routes.deadLetters({ cause: letter.fingerprint })} size="xs">
      All of this cause
    </ButtonLink>
  );
}
