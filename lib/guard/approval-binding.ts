// What an approval is bound to, its hash, and in words what differs when it no longer holds.
import type { Admission } from '@/lib/domain/admission';
import type { ApprovalBinding } from '@/lib/domain/approval';
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { HashText } from '@/lib/domain/journal-row';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { SeenValue, TargetState } from '@/lib/domain/precondition';

type BoundCall = Pick<PlannedCall, 'tool' | 'toolVersion' | 'effectKey' | 'argumentHash'>;

/**
 * The determining policy rules stand in it with their verdict, in a fixed order, and the role that they name; the version of the whole policy set does
 * not. Of its target stands in it what was seen, and not when.
 */
export function approvalBindingOf(
  call: BoundCall,
  { policy, target }: Pick<Admission, 'policy' | 'target'>,
): ApprovalBinding {
  const { tool, toolVersion, effectKey, argumentHash } = call;
  const rules = policy.rules.map((rule) => `${rule.id}=${rule.effect}`);
  // Left out where the policy names none, so that what was bound before roles stood in it still holds.
  const role = policy.requiredRole === undefined ? [] : [`role=${policy.requiredRole}`];
  const bound = {
    tool,
    toolVersion,
    effectKey,
    argumentHash,
    rules: [policy.effect, ...role, ...rules.sort()],
  };
  return target === undefined ? bound : { ...bound, target: boundTarget(target) };
}

type SeenTarget = Pick<TargetState, 'tool' | 'arguments' | 'seen'>;

const boundTarget = ({ tool, arguments: asked, seen }: TargetState) => ({ tool, arguments: asked, seen });

export function bindingHash(binding: ApprovalBinding, hash: HashText): string {
  return hash(canonicalJson(binding));
}

/** What changed between what was shown and what would be sent, a plain sentence each. */
export function bindingChanges(shown: ApprovalBinding, now: ApprovalBinding): string[] {
  const changes: string[] = [];
  if (shown.toolVersion !== now.toolVersion) {
    changes.push(`${now.tool} changed from version ${shown.toolVersion} to ${now.toolVersion}.`);
  } else if (shown.argumentHash !== now.argumentHash) {
    changes.push('The arguments changed.');
  }
  if (shown.effectKey !== now.effectKey) {
    changes.push(`The effect key changed from ${shown.effectKey} to ${now.effectKey}.`);
  }
  const [before, after] = [shown.rules.join(', '), now.rules.join(', ')];
  if (before !== after) changes.push(`The policy says ${after} where it said ${before}.`);
  return [...changes, ...targetChanges(shown.target, now.target)];
}

/** What of its target is not what people were shown, path by path. */
export function targetChanges(shown: SeenTarget | undefined, now: SeenTarget | undefined): string[] {
  if (shown === undefined || now === undefined) {
    const looks = now ?? shown;
    if (looks === undefined) return [];
    return [`Its target is ${now === undefined ? 'no longer' : 'now'} looked at with ${looks.tool}.`];
  }
  if (shown.tool !== now.tool || canonicalJson(shown.arguments) !== canonicalJson(now.arguments))
    return [`Another target is looked at, with ${now.tool}.`];
  const paths = [...new Set([...shown.seen, ...now.seen].map(({ path }) => path))];
  return paths.flatMap((path) => {
    const [before, after] = [saidAt(shown.seen, path), saidAt(now.seen, path)];
    return before === after
      ? []
      : [`${path || 'The state'} of its target was ${cut(before)} and is ${cut(after)} now.`];
  });
}

function saidAt(seen: readonly SeenValue[], path: string): string {
  const value = seen.find((one) => one.path === path)?.value;
  return value === undefined ? 'not there' : canonicalJson(value);
}

const MOST_TOLD = 200;
const cut = (text: string) => (text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}…` : text);
