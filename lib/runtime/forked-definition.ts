// An agent as a fork of one of its runs takes it: with what was changed, and of a dry one without what would reach people or other runs.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { ForkedFrom } from '@/lib/domain/fork';
import type { AdvancePorts } from './runtime-ports';

export function forkedDefinition(definition: AgentDefinition, fork: ForkedFrom | null): AgentDefinition {
  if (fork === null) return definition;
  const { prompt = definition.prompt, model = definition.model } = fork.changes;
  const changed = { ...definition, prompt, model };
  if (fork.mode === 'live') return changed;
  // Nobody is drawn to look at a call, nobody raises a bound, and nothing is undone.
  const { onFailure: _, ...rest } = changed;
  return { ...rest, failAtBoundAfterMs: 0, escalation: { ...changed.escalation, sampleRate: 0 } };
}

/** A dry fork may be judged by another version of the policy. */
export function forkedPorts(ports: AdvancePorts, fork: ForkedFrom | null): AdvancePorts {
  const version = fork?.changes.policyVersion;
  return version === undefined ? ports : { ...ports, policy: ports.policies.at(version) };
}
