// Knows how a commit notes what a candidate of the policy would have said otherwise.
import type { PolicyDifference } from '../../ports/policy';
import type { Section } from './sections';

export const DIFFERENCES: Section<PolicyDifference> = {
  name: 'difference',
  columns: [
    { name: 'run_id', type: 'uuid', of: (d) => d.runId },
    { name: 'seq', type: 'int', of: (d) => d.seq },
    { name: 'version', type: 'int', of: (d) => d.version },
    { name: 'step', type: 'int', of: (d) => d.step },
    { name: 'at', type: 'timestamptz', of: (d) => d.at },
    { name: 'agent', type: 'text', of: (d) => d.agent },
    { name: 'tool', type: 'text', of: (d) => d.tool },
    { name: 'decided', type: 'text', of: (d) => d.decided },
    { name: 'said', type: 'text', of: (d) => d.said },
    { name: 'rules', type: 'text', of: (d) => JSON.stringify(d.rules) },
  ],
};

export function noteDifferenceStatement(from: string): string {
  return `INSERT INTO policy_difference (run_id, seq, version, step, at, agent, tool, decided, said, rules)
    SELECT difference.run_id, difference.seq, version, step, at, agent, tool, decided, said,
      ARRAY(SELECT json_array_elements_text(rules::json)) FROM ${from}
    ON CONFLICT (run_id, seq) DO NOTHING`; // a commit that is handed in again is told by its journal rows
}
