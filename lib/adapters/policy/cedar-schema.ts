// The schema that policies are checked against, made from the tools and agents there are: one action for each tool, with the types of its arguments.
import type { JsonSchemaDocument } from '../../domain/json';
import { argumentsType, type CedarRecord } from './cedar-types';

/** What a policy may speak of. */
export type KnownNames = {
  readonly tools: readonly { readonly name: string; readonly inputSchema: JsonSchemaDocument }[];
  readonly agents: readonly string[];
};

/** Stands for any tool, so that rules are checked while there is none; no tool can be named like this. */
export const ANY_TOOL = '*';

const LONG = { type: 'Long', required: true } as const;
const TEXT = { type: 'String', required: true } as const;
const FLAG = { type: 'Boolean', required: true } as const;
const TAGS = { type: 'String' } as const;

const AGENT = { shape: { type: 'Record', attributes: { name: TEXT, version: LONG } }, tags: TAGS } as const;
const TOOL = {
  shape: {
    type: 'Record',
    attributes: {
      name: TEXT,
      version: LONG,
      effect: TEXT,
      risk: TEXT,
      externalSink: FLAG,
      untrustedOutput: FLAG,
      privateData: FLAG,
    },
  },
  tags: TAGS,
} as const;

/** In Cedar's JSON form. */
export function cedarSchema({ tools }: KnownNames) {
  const actions = tools.map(({ name, inputSchema }) => [name, actionOf(argumentsType(inputSchema))] as const);
  const anyTool = [ANY_TOOL, actionOf({ type: 'Record', attributes: {} })] as const;
  return {
    '': { entityTypes: { Agent: AGENT, Tool: TOOL }, actions: Object.fromEntries([anyTool, ...actions]) },
  };
}

function actionOf(args: CedarRecord) {
  const attributes = {
    arguments: { ...args, required: true },
    /** In hundredths of the tool's unit. */
    amount: { type: 'Long', required: false },
    confidencePercent: { type: 'Long', required: false },
    tainted: FLAG,
    privateDataSeen: FLAG,
    attended: FLAG,
    trigger: TEXT,
  } as const;
  const context = { type: 'Record', attributes } as const;
  return { appliesTo: { principalTypes: ['Agent'], resourceTypes: ['Tool'], context } };
}
