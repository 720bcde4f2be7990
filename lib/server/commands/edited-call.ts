// What an approval would be bound to if these arguments were sent instead: planned and judged as the runtime will do it again.
import 'server-only';
import type { ApprovalShape } from '../../contract/approval';
import type { Admission } from '../../domain/admission';
import { canonicalJson } from '../../domain/canonical-json';
import { RequestError } from '../../domain/errors';
import type { JsonObject } from '../../domain/json';
import type { TargetState } from '../../domain/precondition';
import type { ToolStepState } from '../../domain/run-state';
import type { ToolVersion } from '../../domain/tool';
import { admit, requiredRole } from '../../guard/admit';
import { approvalBindingOf, bindingHash } from '../../guard/approval-binding';
import { askedLevels } from '../../guard/asked-levels';
import { secretsIn } from '../../guard/secret-rule';
import { foldJournal } from '../../runtime/fold';
import { matchedPatterns } from '../../runtime/grant-patterns';
import { policyVerdictOn } from '../../runtime/judge-call';
import { targetArguments } from '../../runtime/look-at-target';
import { planCall } from '../../runtime/plan-call';
import { findStep } from '../../runtime/step-access';
import { spoken } from '../../runtime/stored-payload';
import { taintFactsOf } from '../../runtime/taint-facts';
import type { EditedCall } from '../../store/write/decide-approval';
import type { App } from '../app';

/** What an approval of these arguments would be, and why it would be held. */
export type JudgedCall = EditedCall & { readonly effectKey: string; readonly admission: Admission };

/** @throws RequestError invalid_request below /arguments: they don't fit the tool, or may not be sent whatever a person says. */
export async function editedCall(app: App, approval: ApprovalShape, edited: JsonObject): Promise<EditedCall> {
  const { effectKey: _, admission: __, ...call } = await judgedCall(app, approval, edited);
  return call;
}

/** @throws as editedCall. */
export async function judgedCall(app: App, approval: ApprovalShape, edited: JsonObject): Promise<JudgedCall> {
  const tool = await app.catalog.tool(approval.tool);
  const agent = await app.catalog.agentVersion(approval.agent, approval.agentVersion);
  if (tool === null || agent === null)
    throw new RequestError('conflict', `The tool ${approval.tool} is no longer there.`);
  requireFit(app, tool, edited);
  const state = foldJournal(await app.store.loadJournal(approval.runId));
  const asked = findStep(state, approval.step);
  if (asked?.kind !== 'tool') throw new RequestError('conflict', 'The run no longer asks for this call.');
  const step: ToolStepState = { ...asked, status: 'ready', arguments: edited };
  const plan = planCall(state, step, tool, app.hash);
  if (!plan.ok) throw unfit([{ path: '/arguments', message: plan.error.message }]);
  const policy = await policyVerdictOn({ state, step, agent: agent.definition, ports: app }, tool);
  const { escalation, tools: grants } = agent.definition;
  const called = { tool: tool.name, arguments: edited };
  const admission = admit({
    grants,
    matchedPatterns: matchedPatterns({ ...called, grants, schemas: app.schemas }),
    escalation,
    tool,
    arguments: edited,
    policy,
    confidence: step.decision.confidence,
    tainted: state.tainted,
    privateDataSeen: state.privateDataSeen,
    taint: taintFactsOf(state, step),
    secrets: secretsIn(edited, app.redactor),
  });
  if (admission.verdict === 'deny')
    throw unfit(
      admission.reasons
        .filter((reason) => reason.verdict === 'deny')
        .map(({ message }) => ({ path: '/arguments', message })),
    );
  return {
    arguments: edited,
    argumentHash: plan.call.argumentHash,
    payloadHash: bindingHash(
      approvalBindingOf(plan.call, { policy, target: sameTarget(app, tool, asked, edited) }),
      app.hash,
    ),
    amount: admission.amount,
    requiredRole: requiredRole(policy, escalation),
    escalateTo: askedLevels(policy, escalation),
    quorum: escalation.quorum,
    effectKey: plan.call.effectKey,
    admission,
  };
}

/** What people were shown of the target, where the edited call has the same one. Of another one nothing was shown: its dispatch asks again. */
function sameTarget(
  { redactor }: Pick<App, 'redactor'>,
  { definition: { precondition } }: ToolVersion,
  { admission }: ToolStepState,
  edited: JsonObject,
): TargetState | undefined {
  const shown = admission?.target;
  if (precondition === undefined || shown === undefined) return undefined;
  const looked = targetArguments(precondition, edited);
  const isSame =
    looked !== null &&
    precondition.tool === shown.tool &&
    canonicalJson(spoken(looked, redactor)) === canonicalJson(shown.arguments);
  return isSame ? shown : undefined;
}

function requireFit(app: App, tool: ToolVersion, edited: JsonObject): void {
  const problems = app.schemas
    .validate(tool.definition.inputSchema, edited)
    .map(({ path, message }) => ({ path: `/arguments${path === '/' ? '' : path}`, message }));
  if (problems.length > 0) throw unfit(problems);
}

function unfit(problems: readonly { path: string; message: string }[]): RequestError {
  return new RequestError('invalid_request', 'These arguments can’t be sent.', problems);
}
