// What a version of the policy that is only logged would have said of this call; it decided nothing.
import Link from 'next/link';
import type { PolicyVerdict } from '@/lib/domain/admission';
import { routes } from '@/lib/routes';

const WOULD: { readonly [E in PolicyVerdict['effect']]: string } = {
  permit: 'would have permitted it',
  ask: 'would have asked a person',
  deny: 'would have denied it',
};

export function CandidateNote({ candidate }: { candidate: NonNullable<PolicyVerdict['candidate']> }) {
  const { policyVersion, effect, rules } = candidate;
  const role = candidate.requiredRole === undefined ? '' : ` in the role ${candidate.requiredRole}`;
  return (
    <p className="mt-1.5 text-xs text-muted">
      Only logged: version {policyVersion} of the policy {WOULD[effect]}
      {effect === 'ask' && role}
      {rules.map(({ id }, index) => (
        <span key={id}>
          {index === 0 ? ': ' : ', '}
          <Link
            href={routes.policies({ rule: id, version: policyVersion })}
            className="font-mono underline decoration-line-strong underline-offset-2 hover:text-ink"
          >
            {id}
          </Link>
        </span>
      ))}
      .
    </p>
  );
}
