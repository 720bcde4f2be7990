// The form's part about tools: which are granted, which of them always ask, and within which bounds each may be called.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import type { ToolShape } from '@/lib/contract/configuration';
import { toolsOptions } from '@/lib/query/configuration';
import { Checkbox } from '../ui/checkbox';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { Select } from '../ui/select';
import { Tag } from '../ui/tag';
import { BoundsEditor } from './bounds-editor';
import { type EditScope, fieldId } from './edit-scope';
import { FormSection } from './form-section';
import { alwaysAsked, grantNames, withAlwaysAsk, withGrant, withoutGrant } from './grants';

export function ToolsSection({ scope }: { scope: EditScope }) {
  const tools = useQuery(toolsOptions());
  const known = tools.data?.items ?? [];
  const names = grantNames(scope.value);
  const free = known.filter(({ name }) => !names.includes(name));
  return (
    <FormSection title="Tools" about="What is not granted is denied. A call outside its bounds is refused.">
      <ul className="flex flex-col gap-3">
        {names.map((name, index) => (
          <GrantItem
            // biome-ignore lint/suspicious/noArrayIndexKey: a grant is its place in the definition
            key={index}
            scope={scope}
            name={name}
            index={index}
            tool={known.find((one) => one.name === name)}
            missing={tools.data !== undefined}
          />
        ))}
      </ul>
      <Select
        label="Grant another tool"
        mono
        className="max-w-80"
        value=""
        placeholder={free.length === 0 ? 'Every tool is granted' : 'Choose a tool'}
        disabled={free.length === 0}
        options={free.map(({ name, definition }) => ({
          value: name,
          label: name,
          detail: definition.effect,
        }))}
        onValueChange={(name) => scope.change([], withGrant(scope.value, name))}
      />
    </FormSection>
  );
}

type GrantItemProps = {
  scope: EditScope;
  name: string;
  index: number;
  tool: ToolShape | undefined;
  /** The tools are known: one that is not among them is not there. */
  missing: boolean;
};

function GrantItem({ scope, name, index, tool, missing }: GrantItemProps) {
  const asks = alwaysAsked(scope.value).includes(name);
  const problem =
    scope.problemAt(`/tools/${index}/name`) ??
    (tool === undefined && missing ? 'There is no such tool.' : undefined);
  return (
    <li id={fieldId(`/tools/${index}`)} tabIndex={-1} className="rounded-md border border-line px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <b className="mono font-medium">{name === '' ? 'no name' : name}</b>
        {tool !== undefined && <Tag>{tool.definition.effect}</Tag>}
        {tool?.definition.risk === 'high' && <Tag>high risk</Tag>}
        <span className="flex-1" />
        <span className="max-md:py-2">
          <Checkbox
            checked={asks}
            onCheckedChange={(next) => scope.change([], withAlwaysAsk(scope.value, name, next))}
          >
            always ask<span className="sr-only">{` before ${name}`}</span>
          </Checkbox>
        </span>
        <IconButton
          label={`Take ${name} away`}
          onClick={() => scope.change([], withoutGrant(scope.value, index))}
        >
          <Icon of={Trash2} />
        </IconButton>
      </div>
      {tool !== undefined && <p className="text-xs text-muted">{tool.definition.description}</p>}
      {problem !== undefined && (
        <p data-state-of="failed" className="pt-1 text-xs text-state">
          {problem}
        </p>
      )}
      <BoundsEditor scope={scope} index={index} tool={tool} />
    </li>
  );
}
