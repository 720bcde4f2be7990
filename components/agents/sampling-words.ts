// How often an agent's calls are looked at anyway, and why so often, in sentences. Pure.
import type { AgentHealth } from '@/lib/contract/agent';
import { formatCount, formatPercent } from '@/lib/format/count';

type Sampling = AgentHealth['sampling'];
type OfTool = Sampling['tools'][number];

/** What holds for all of its tools. */
export function floorWords({ floor, tools }: Sampling): string {
  if (floor === 0)
    return tools.length === 0
      ? 'Calls that nothing stops are not looked at: the active version samples none.'
      : 'The active version samples none. What was decided before is kept for when one does.';
  const floors = `At least ${formatPercent(floor)} of the calls that nothing stops, reads aside, ${tools.length === 0 ? 'are' : 'of each tool are'} looked at.`;
  return tools.length === 0 ? `${floors} Nobody has decided on a sample yet.` : floors;
}

/** What the last decision made of the rate. */
export function lastWords({ rate, last }: OfTool, floor: number): string {
  const who = last.by.label;
  if (last.decision !== 'approve') {
    const did = last.decision === 'reject' ? 'rejected' : 'edited';
    const made = floor === 0 ? '' : rate >= 1 ? ': every call is looked at now' : ', which doubled it';
    return `${who} ${did} the last sample${made}`;
  }
  const made =
    floor === 0 ? '' : rate > floor ? ', which lowered it towards its floor' : ': it is at its floor';
  return `${who} approved the last sample as asked${made}`;
}

export const countWords = ({ lookedAt, disagreed }: OfTool): string =>
  `${formatCount(disagreed)} of ${formatCount(lookedAt)} rejected or edited`;
