// Which secrets' values came back with a step, by name: said, because it means that a receiver or a model knows them.
import type { StepShape } from '@/lib/contract/run-detail';
import { Tag } from '../ui/tag';

export function SecretsNote({ step: { secretsSeen } }: { step: StepShape }) {
  if (secretsSeen.length === 0) return null;
  return (
    <p className="mt-2 flex flex-wrap items-center gap-1.5 text-xs text-muted">
      Taken out before it was kept:
      {secretsSeen.map((name) => (
        <Tag key={name}>
          <span className="mono">{name}</span>
        </Tag>
      ))}
    </p>
  );
}
