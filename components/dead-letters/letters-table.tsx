// The letters of one cause, newest first: which run, when it failed and at which step; once dealt with, by whom and why.
'use client';
import Link from 'next/link';
import type { DeadLetterShape } from '@/lib/contract/dead-letter';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { Checkbox } from '../ui/checkbox';
import { RelativeTime } from '../ui/relative-time';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';

export function letterLinkId(runId: string): string {
  return `letter-${runId}`;
}

export type LettersTableProps = {
  letters: readonly DeadLetterShape[];
  /** By run: one that failed for good has one open letter. Undefined where nothing can be chosen. */
  chosen: ReadonlySet<string> | undefined;
  onToggle: (runId: string) => void;
  onToggleAll: () => void;
  onFocus: (runId: string) => void;
};

export function LettersTable({ letters, chosen, onToggle, onToggleAll, onFocus }: LettersTableProps) {
  const count = letters.filter(({ runId }) => chosen?.has(runId)).length;
  const all = count === letters.length ? true : count > 0 ? 'indeterminate' : false;
  const settled = letters[0]?.state !== 'open';
  return (
    <Table>
      <TableHead sticky>
        <tr>
          {chosen !== undefined && (
            <Th box>
              <Checkbox label="Choose all runs shown" checked={all} onCheckedChange={onToggleAll} />
            </Th>
          )}
          <Th>Run</Th>
          <Th className="max-md:hidden">Agent</Th>
          <Th numeric className="max-md:hidden">
            Step
          </Th>
          <Th className="w-[99%]">{settled ? 'Dealt with' : 'Message'}</Th>
          <Th numeric>Failed</Th>
        </tr>
      </TableHead>
      <tbody>
        {letters.map((letter) => (
          <TableRow
            key={letter.id}
            selected={chosen?.has(letter.runId) ?? false}
            onFocus={() => onFocus(letter.runId)}
          >
            {chosen !== undefined && (
              <Td box>
                <Checkbox
                  label={`Choose run ${shortId(letter.runId)}`}
                  checked={chosen.has(letter.runId)}
                  onCheckedChange={() => onToggle(letter.runId)}
                />
              </Td>
            )}
            <Td>
              <Link
                id={letterLinkId(letter.runId)}
                href={routes.run(letter.runId)}
                title={letter.runId}
                className="mono hover:underline"
              >
                {shortId(letter.runId)}
              </Link>
            </Td>
            <Td className="max-md:hidden">
              {letter.agent} <span className="text-faint">{`v${letter.version}`}</span>
            </Td>
            <Td numeric className="max-md:hidden">
              {letter.step}
            </Td>
            <Td grow title={settled ? (letter.reason ?? undefined) : letter.message} className="text-ink-2">
              {settled ? `${letter.settledBy?.label ?? ''}: ${letter.reason ?? ''}` : letter.message}
            </Td>
            <Td numeric className="text-muted">
              <RelativeTime at={letter.failedAt} focusable={false} />
            </Td>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
