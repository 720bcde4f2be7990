// Under what is decided anew: a version of the agent, and one of the policy or its draft.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { RedecideRunBody } from '@/lib/contract/redecide';
import { agentVersionsOptions } from '@/lib/query/configuration';
import { policiesOptions } from '@/lib/query/policies';
import { useMay } from '../account/use-me';
import { Select } from '../ui/select';

export const RECORDED = 'recorded';
const DRAFT = 'draft';
const MOST_OFFERED = 50;

export type UnderTexts = { readonly version: string; readonly policy: string };
export const AS_RECORDED: UnderTexts = { version: RECORDED, policy: RECORDED };

export function underOf({ version, policy }: UnderTexts): RedecideRunBody {
  return {
    ...(version === RECORDED ? {} : { version: Number(version) }),
    ...(policy === RECORDED ? {} : { policyVersion: policy === DRAFT ? DRAFT : Number(policy) }),
  };
}

type UnderFieldsProps = {
  /** undefined: of several agents, so that no version of one can be meant. */
  agent: string | undefined;
  value: UnderTexts;
  onChange: (value: UnderTexts) => void;
};

export function UnderFields({ agent, value, onChange }: UnderFieldsProps) {
  const mayRead = useMay('policies:read');
  const versions = useQuery({ ...agentVersionsOptions(agent ?? ''), enabled: agent !== undefined });
  const policies = useQuery({ ...policiesOptions(), enabled: mayRead });
  const newest = Math.max(policies.data?.active?.version ?? 0, policies.data?.candidate?.version ?? 0);
  const active = policies.data?.active?.version;
  return (
    <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
      {agent !== undefined && (
        <Select
          label={`Version of ${agent}`}
          value={value.version}
          onValueChange={(version) => onChange({ ...value, version })}
          options={[
            { value: RECORDED, label: 'As recorded' },
            ...(versions.data?.items ?? []).map(({ version }) => ({
              value: String(version),
              label: `Version ${version}`,
            })),
          ]}
        />
      )}
      {mayRead && (
        <Select
          label="Policy"
          value={value.policy}
          onValueChange={(policy) => onChange({ ...value, policy })}
          options={[
            { value: RECORDED, label: 'As recorded' },
            ...((policies.data?.draft.revision ?? 0) > 0 ? [{ value: DRAFT, label: 'The draft' }] : []),
            ...Array.from({ length: Math.min(newest, MOST_OFFERED) }, (_, i) => newest - i).map(
              (version) => ({
                value: String(version),
                label: `Version ${version}${version === active ? ', active' : ''}`,
              }),
            ),
          ]}
        />
      )}
    </div>
  );
}
