// The calibration of each agent with each model, in one row each; its name narrows the page to it.
'use client';
import type { CalibrationShape } from '@/lib/contract/calibration';
import { formatCount, formatPercent } from '@/lib/format/count';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';

export type CalibrationGroupsProps = {
  rows: CalibrationShape['groups'];
  onPick: (of: { agent: string; model: string | null }) => void;
};

export function CalibrationGroups({ rows, onPick }: CalibrationGroupsProps) {
  return (
    <Seam title="By agent and model" className="border-t">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section aria-label="Calibration by agent and model" tabIndex={0} className="overflow-x-auto">
        <Table>
          <TableHead>
            <tr>
              <Th>Agent</Th>
              <Th>Model</Th>
              <Th numeric>Calls</Th>
              <Th numeric>Approved unchanged</Th>
              <Th numeric>Brier score</Th>
              <Th numeric>Off by</Th>
            </tr>
          </TableHead>
          <tbody>
            {rows.map(({ agent, model, cases, agreed, brier, expectedError }) => (
              <TableRow key={`${agent} ${model}`}>
                <Td>
                  <button type="button" className="link mono" onClick={() => onPick({ agent, model })}>
                    {agent}
                  </button>
                </Td>
                <Td>{model === null ? 'not recorded' : <span className="mono">{model}</span>}</Td>
                <Td numeric>{formatCount(cases)}</Td>
                <Td numeric>
                  {brier === null ? `${formatCount(agreed)}, too few` : formatPercent(agreed / cases)}
                </Td>
                <Td numeric>{brier === null ? 'too few' : brier.toFixed(3)}</Td>
                <Td numeric>{expectedError === null ? 'too few' : formatPercent(expectedError)}</Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </section>
    </Seam>
  );
}
