// The last decisions on this agent's calls of this tool, oldest first: one hatch each, and their counts in words.
import type { ApprovalCardShape } from '@/lib/contract/approval';
import { Legend } from '../ui/legend';

export function RecordStrip({ record }: { record: ApprovalCardShape['record'] }) {
  const counts = [
    { kind: 'approved', count: record.approved },
    { kind: 'edited', count: record.edited },
    { kind: 'rejected', count: record.rejected },
    { kind: 'expired', count: record.expired },
    { kind: 'unopposed', count: record.unopposed },
  ].filter(({ count }) => count > 0);
  if (counts.length === 0) return <p className="text-xs text-muted">No earlier call of it was decided.</p>;
  return (
    <>
      {record.recent.length > 0 && (
        <div
          role="img"
          aria-label={`The last ${record.recent.length} decisions, oldest first: ${record.recent.join(', ')}`}
          className="record"
        >
          {record.recent.map((kind, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a decision is its place in the record
            <i key={index} data-kind={kind} title={kind} />
          ))}
        </div>
      )}
      <Legend
        className="mt-[7px]"
        items={counts.map(({ kind, count }) => ({
          sign: <i aria-hidden="true" className="record-sign" data-kind={kind} />,
          label: `${count} ${kind}`,
        }))}
      />
    </>
  );
}
