// Whom to ask, by name, with a way to write to them.
import type { AboutShape } from '@/lib/contract/installation';

export function Administrators({ of }: { of: AboutShape['administrators'] }) {
  return of.map(({ name, email }, index) => (
    <span key={email}>
      {index > 0 && ', '}
      {`${name} (`}
      <a
        className="underline decoration-line-strong underline-offset-2 hover:text-ink"
        href={`mailto:${email}`}
      >
        {email}
      </a>
      {')'}
    </span>
  ));
}
