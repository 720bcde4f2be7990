// Why a new tool or model can't have this name. Pure.
import { resourceName } from '@/lib/domain/names';

export function takenName(
  name: string,
  kind: 'tool' | 'model',
  known: readonly { readonly name: string; readonly archivedAt: string | null }[],
): string | undefined {
  if (name === '') return 'Required';
  const parsed = resourceName.safeParse(name);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? 'can’t be a name';
  const taken = known.find((one) => one.name === name);
  if (taken === undefined) return undefined;
  return taken.archivedAt === null
    ? `There is a ${kind} of this name. Edit that one instead.`
    : `There is an archived ${kind} of this name. Bring that one back instead.`;
}
