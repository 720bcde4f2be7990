// Who is asked at a level, and who after it. Pure.
import type { ApprovalShape } from '@/lib/contract/approval';
import { type AskedLevel, peopleAt } from '@/lib/domain/escalation';

/** "the role admin"; "ada@example.com or ben@example.com" where the level names people. */
export function askedWords({ role, people }: Pick<AskedLevel, 'role' | 'people'>): string {
  if (people.length === 0) return `the role ${role}`;
  const last = people.at(-1) ?? '';
  return people.length === 1 ? last : `${people.slice(0, -1).join(', ')} or ${last}`;
}

type Chained = Pick<ApprovalShape, 'requiredRole' | 'escalateTo' | 'escalationLevel'>;

/** Who may decide now, besides admins. */
export const askedNow = ({ requiredRole: role, escalateTo, escalationLevel }: Chained): string =>
  askedWords({ role, people: [...peopleAt(escalationLevel, escalateTo)] });

/** Who is asked after that, in their order. */
export const askedNext = ({ escalateTo, escalationLevel }: Chained): string[] =>
  (escalateTo ?? []).slice(escalationLevel).map(askedWords);

/** "escalated", with its place where there are several; undefined while those who were asked first are asked. */
export function levelWords({ escalateTo, escalationLevel }: Chained): string | undefined {
  if (escalationLevel === 0) return undefined;
  const levels = escalateTo?.length ?? 0;
  return levels < 2 ? 'escalated' : `escalated, ${escalationLevel} of ${levels}`;
}
