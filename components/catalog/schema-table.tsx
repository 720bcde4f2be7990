// A JSON Schema to read: its fields as a table, the whole of it as JSON below.
'use client';
import { useState } from 'react';
import { Button } from '../ui/button';
import { CodeBlock } from '../ui/code-block';
import { jsonText } from '../ui/json-text';
import { Table, TableHead, Td, Th } from '../ui/table';
import { schemaRows } from './schema-rows';

export type SchemaTableProps = {
  schema: unknown;
  /** What it is, for screen readers: "input schema". */
  label: string;
  /** Said where the schema names no fields. */
  none: string;
};

export function SchemaTable({ schema, label, none }: SchemaTableProps) {
  const [raw, setRaw] = useState(false);
  const rows = schemaRows(schema);
  return (
    <div className="pb-3">
      {rows.length === 0 ? (
        <p className="px-4 pb-2 text-muted max-md:px-3">{none}</p>
      ) : (
        <section
          aria-label={label}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
          tabIndex={0}
          className="overflow-x-auto"
        >
          <Table>
            <TableHead>
              <tr>
                <Th>Field</Th>
                <Th>Type</Th>
                <Th className="w-[99%]">What it must be</Th>
              </tr>
            </TableHead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.path} className="align-top [&>td]:py-2">
                  <Td>
                    <code>{row.path}</code>
                    {row.required && <span className="block text-xs text-muted">needed</span>}
                  </Td>
                  <Td className="text-ink-2">{row.type}</Td>
                  <Td className="min-w-[180px] whitespace-normal [overflow-wrap:anywhere]">
                    {row.description}
                    {row.bounds !== '' && <span className="block text-xs text-muted">{row.bounds}</span>}
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </section>
      )}
      {schema !== undefined && (
        <div className="px-4 pt-1 max-md:px-3">
          <Button size="sm" variant="ghost" aria-expanded={raw} onClick={() => setRaw(!raw)}>
            {raw ? 'Hide the JSON' : 'Show the JSON'}
          </Button>
          {raw && <CodeBlock text={jsonText(schema)} what={label} className="mt-1" />}
        </div>
      )}
    </div>
  );
}
