// Which agents a search finds: every word, anywhere in what describes one. Pure.
import type { AgentListItem } from '@/lib/contract/agent';

export function matchingAgents(agents: readonly AgentListItem[], text: string): readonly AgentListItem[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.length === 0 ? agents : agents.filter((agent) => words.every(found(agent)));
}

function found({ name, definition }: AgentListItem): (word: string) => boolean {
  const { description, model, tools, labels } = definition;
  const said = [
    name,
    description,
    model,
    ...tools.map((grant) => grant.name),
    ...Object.entries(labels).map((pair) => pair.join('=')),
  ]
    .join('\n')
    .toLowerCase();
  return (word) => said.includes(word);
}
