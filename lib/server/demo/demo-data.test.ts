// The demo's declarations fit the schemas and each other.
import { describe, expect, it } from 'vitest';
import { agentDefinition } from '../../domain/agent';
import { modelDefinition } from '../../domain/model';
import { toolDefinition } from '../../domain/tool';
import { DEMO_AGENTS, demoModels } from './demo-agents';
import { demoTools } from './demo-tools';

const url = 'http://127.0.0.1:4010';

describe('the demo', () => {
  it.each(demoTools(url))('declares the tool $name', ({ definition }) => {
    expect(toolDefinition.safeParse(definition).error).toBeUndefined();
  });
  it.each(demoModels(url))('declares the model $name', ({ definition }) => {
    expect(modelDefinition.safeParse(definition).error).toBeUndefined();
  });
  it.each(DEMO_AGENTS)('declares the agent $name over tools and a model that are there', ({ definition }) => {
    const agent = agentDefinition.parse(definition);
    const tools = demoTools(url).map((tool) => tool.name);
    expect(agent.tools.map((grant) => grant.name).filter((name) => !tools.includes(name))).toEqual([]);
    expect(demoModels(url).map((model) => model.name)).toContain(agent.model);
  });
});
