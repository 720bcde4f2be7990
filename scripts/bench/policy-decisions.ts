// What one decision of the policy costs by the number of its rules: of a question that was never asked, and of one asked lately. In CPU time: a
// decision waits for nothing, so that what else the machine does must not count.
import { CedarEngine } from '../../lib/adapters/policy/cedar-engine';
import { checkPolicies } from '../../lib/adapters/policy/check-policies';
import { SHIPPED_POLICIES } from '../../lib/adapters/policy/shipped-policies';
import type { PolicyTexts } from '../../lib/domain/policy-set';
import type { PolicyRequest } from '../../lib/ports/policy';

export type PolicyDecisions = {
  readonly rules: number;
  readonly newMs: Tail;
  readonly newWithArgumentsMs: Tail;
  readonly askedLatelyMs: Tail;
  /** Reading and parsing a version, once after it was published. */
  readonly compileMs: number;
  /** The check of a draft against twenty tools. */
  readonly checkMs: number;
};
type Tail = { readonly p50: number; readonly p99: number };

const DECISIONS = 1_000;
const TOOLS = Array.from({ length: 20 }, (_, index) => ({
  name: `tool.t${index}`,
  inputSchema: { type: 'object', properties: { to: { type: 'string' }, amount: { type: 'integer' } } },
}));

export function policyDecisions(counts: readonly number[] = [10, 100, 1_000]): PolicyDecisions[] {
  return counts.map((rules) => {
    const texts = textsOf(rules, false);
    const engine = new CedarEngine();
    const began = process.cpuUsage();
    const plain = engine.compile('plain', texts);
    engine.evaluate(plain, request(-1));
    const compileMs = cpuMsSince(began);
    const reading = engine.compile('reading', textsOf(rules, true));
    engine.evaluate(reading, request(-1));
    const timed = (ask: (index: number) => void): Tail => tailOf(DECISIONS, ask);
    const newMs = timed((index) => engine.evaluate(plain, request(index)));
    const newWithArgumentsMs = timed((index) => engine.evaluate(reading, request(index)));
    const askedLatelyMs = timed(() => engine.evaluate(plain, request(-1)));
    const checkFrom = process.cpuUsage();
    checkPolicies(texts, { tools: TOOLS, agents: [] });
    return {
      rules,
      newMs,
      newWithArgumentsMs,
      askedLatelyMs,
      compileMs,
      checkMs: cpuMsSince(checkFrom),
    };
  });
}

/** The shipped rules, and forbids about other tools and amounts up to `rules` in all; none of them applies. */
function textsOf(rules: number, readsArguments: boolean): PolicyTexts {
  const shipped = 7;
  const more = Array.from({ length: rules - shipped }, (_, index) => {
    const tool = TOOLS[index % TOOLS.length]?.name;
    const about = readsArguments
      ? `context.arguments has to && context.arguments.to == "x${index}@example.com"`
      : `context has amount && context.amount > ${10_000_000 + index}`;
    return `@id("bench.r${index}") @message("Rule ${index}.")\nforbid (principal, action == Action::"${tool}", resource) when { ${about} };`;
  });
  return { ...SHIPPED_POLICIES, permit: `${SHIPPED_POLICIES.permit}\n${more.join('\n')}\n` };
}

/** Each index another question. */
function request(index: number): PolicyRequest {
  const tool = TOOLS[Math.abs(index) % TOOLS.length];
  return {
    agent: 'bench',
    agentVersion: 1,
    agentLabels: { team: 'bench' },
    tool: tool?.name ?? '',
    toolVersion: 1,
    toolLabels: {},
    effect: 'idempotent',
    risk: 'low',
    externalSink: false,
    untrustedOutput: false,
    privateData: false,
    amount: index + 2,
    confidence: 0.9,
    tainted: false,
    privateDataSeen: false,
    trigger: 'api',
    attended: true,
    arguments: { to: `somebody${index}@example.com`, amount: index + 2 },
    inputSchema: tool?.inputSchema ?? {},
  };
}

function tailOf(times: number, act: (index: number) => void): Tail {
  const tookMs = Array.from({ length: times }, (_, index) => {
    const from = process.cpuUsage();
    act(index);
    return cpuMsSince(from);
  }).toSorted((a, b) => a - b);
  const at = (share: number) => tookMs[Math.ceil(share * times) - 1] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

function cpuMsSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
}
