// What admission asks of the world, answered by what was recorded when the call was admitted; what was not recorded is noted and never made up.
import type { Admission } from '@/lib/domain/admission';
import { effectIdOf } from '@/lib/domain/effect';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { Unrecorded } from '@/lib/domain/redecision';
import type { SamplingFact } from '@/lib/domain/sampling';
import type { ToolVersion } from '@/lib/domain/tool';
import type { WindowAsk, WindowSum } from '@/lib/ports/amount-windows';
import type { Policy } from '@/lib/ports/policy';
import type { AdmitPorts } from './judge-call';
import type { RuntimePorts } from './runtime-ports';

type Recorded = {
  readonly call: PlannedCall;
  readonly admission: Admission;
  readonly tool: ToolVersion;
  readonly note: (what: Unrecorded['what'], message: string) => void;
};

/** Sends, writes and counts nothing. */
export function recordedFacts(
  { call, admission, tool, note }: Recorded,
  { schemas, hash, keyedHash }: Pick<RuntimePorts, 'schemas' | 'hash' | 'keyedHash'>,
  policy: Policy,
): AdmitPorts {
  return {
    policy,
    schemas,
    hash,
    catalog: { tool: async () => tool },
    // Where a registered secret stood in the arguments, its mark stands in the record.
    redactor: { namesIn: () => [] },
    keyedHash: (text) =>
      admission.sampling === undefined ? keyedHash(text) : digestOf(admission.sampling.drawn),
    store: {
      sumsIn: async (asked) => asked.map((one) => sumOf(one, admission, note)),
      reviewRate: async () => rateOf(admission.sampling, note),
      contactsOn: async () => {
        const { contacts } = admission;
        // Without a count it stood among the contacts already.
        if (contacts === undefined) return [effectIdOf(call)];
        return Array.from({ length: contacts.sent }, (_, i) => ({ scope: 'recorded', key: String(i) }));
      },
    },
  };
}

function sumOf({ key, perMs }: WindowAsk, { windows = [] }: Admission, note: Recorded['note']): WindowSum {
  const known = windows.find((one) => one.key === key && one.perMs === perMs);
  if (known !== undefined) return { key, perMs, others: known.others, seen: known.seen };
  note(
    'windows',
    'What other calls had come to within this time was not recorded: the call is judged by its own amount alone.',
  );
  return { key, perMs, others: 0, seen: 0 };
}

function rateOf(sampling: SamplingFact | undefined, note: Recorded['note']) {
  if (sampling === undefined) {
    note('sampling', 'How often such calls were sampled was not recorded: the new rate is taken.');
    return null;
  }
  const { rate, last } = sampling;
  return last === null ? null : { rate, last };
}

/** The digest from which this draw is made. */
const digestOf = (drawn: number): string =>
  Math.round(drawn * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
