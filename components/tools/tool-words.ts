// What a tool's contract says, in plain words. Knows how the runtime reads it; draws nothing.
import type { FollowUpCap } from '@/lib/domain/event-wait';
import type { Precondition } from '@/lib/domain/precondition';
import type { EffectClass, HttpCall, RiskTier, ToolDefinition } from '@/lib/domain/tool';
import type { ToolPrice } from '@/lib/domain/tool-price';
import { formatDurationMs } from '@/lib/format/duration';
import { formatMicroUsd } from '@/lib/format/money';
import type { Said } from '../catalog/words-list';

/** What each effect class is, for whoever chooses one. */
export const EFFECT_WORDS: { readonly [E in EffectClass]: string } = {
  read: 'It changes nothing.',
  idempotent: 'It acts, and the receiver honours our key: the same key acts once.',
  reconcilable: 'It acts, and the receiver can be asked by key whether it happened.',
  unsafe: 'It acts, and nobody can tell afterwards whether it happened.',
};

/** What happens after a crash or a lost answer. */
export const RECOVERY_WORDS: { readonly [E in EffectClass]: string } = {
  read: 'After a crash or a lost answer it is simply read again.',
  idempotent: 'After a crash or a lost answer the same call is sent again with the same key, and acts once.',
  reconcilable:
    'After a crash or a lost answer the receiver is asked first. Only where it certainly did not happen, it is sent again.',
  unsafe: 'After a crash or a lost answer nothing is sent again: a person says whether it happened.',
};

export const RISK_WORDS: { readonly [R in RiskTier]: string } = {
  low: 'Low: agents call it without asking, unless another rule asks.',
  medium: 'Medium: agents call it without asking where its effect can be repeated or looked up.',
  high: 'High: a person is asked before each call.',
};

/** The contract as rows of name and sentence. */
export function contractWords(tool: ToolDefinition): Said[] {
  const { effect, lookup, keyTemplate, resourceKey, amountPath, amountUnit, followUp, price, cacheMs } = tool;
  return [
    { name: 'Effect', value: `${effect}. ${EFFECT_WORDS[effect]}` },
    { name: 'Recovery', value: RECOVERY_WORDS[effect] },
    { name: 'Risk', value: RISK_WORDS[tool.risk] },
    ...callWords(tool),
    ...(lookup === undefined ? [] : [{ name: 'Look-up', value: `GET ${lookup.url}`, mono: true as const }]),
    ...(effect === 'read' ? [] : [{ name: 'Key', value: keyWords(keyTemplate) }]),
    ...(resourceKey === undefined
      ? []
      : [{ name: 'Resource', value: `${resourceKey}. Calls on one are made one after the other.` }]),
    ...(amountPath === undefined
      ? []
      : [
          {
            name: 'Amount',
            value: `The argument ${amountPath}${amountUnit === undefined ? '' : `, in ${amountUnit}`}. Agents’ limits and approvals count it.`,
          },
        ]),
    ...(cacheMs === undefined ? [] : [{ name: 'Reuse', value: reuseWords(cacheMs) }]),
    ...(price === undefined ? [] : [{ name: 'Price', value: priceWords(price) }]),
    ...(followUp === undefined ? [] : [{ name: 'Follow-ups', value: followUpWords(followUp) }]),
    ...attemptWords(tool),
    ...sensitiveWords(tool),
    { name: 'Output', value: outputWords(tool) },
  ];
}

function reuseWords(cacheMs: number): string {
  return `For ${formatDurationMs(cacheMs)} an answer stands for the same call of every agent that may make it, unless its run has acted since.`;
}

function priceWords({ perCallMicroUsd, costPath }: ToolPrice): string {
  const most = formatMicroUsd(perCallMicroUsd, { minDigits: 4 });
  return costPath === undefined
    ? `${most} a call, held from budgets before it is made.`
    : `What the result tells at ${costPath}, ${most} a call at most, held from budgets before it is made.`;
}

function callWords({ http, event, builtin }: ToolDefinition): Said[] {
  if (http !== undefined)
    return [
      { name: 'Call', value: `${http.method} ${http.url}`, mono: true },
      { name: 'Arguments go', value: argumentsGo(http) },
      ...(http.redirectHosts === undefined || http.redirectHosts.length === 0
        ? []
        : [{ name: 'Redirects', value: `To its own host and to ${http.redirectHosts.join(', ')}.` }]),
    ];
  if (builtin === 'ask_person')
    return [{ name: 'Asks', value: 'A person, in the approvals: the run is parked until one has answered.' }];
  if (event === undefined) return [];
  const { keyTemplate, timeoutMs } = event;
  return [
    { name: 'Waits for', value: keyTemplate, mono: true },
    {
      name: 'At the longest',
      value: `${formatDurationMs(timeoutMs)}; then the agent is told that nothing came. The run is parked, and this time is not counted against its deadline.`,
    },
  ];
}

function attemptWords({ kind, timeoutMs, retry, compensateWith, precondition }: ToolDefinition): Said[] {
  if (kind === 'builtin') return [];
  return [
    ...(compensateWith === undefined
      ? []
      : [{ name: 'Undoing', value: `By ${compensateWith.tool}, from the page of an ended run.` }]),
    ...(precondition === undefined ? [] : [{ name: 'Target', value: targetWords(precondition) }]),
    { name: 'Timeout', value: `${formatDurationMs(timeoutMs)} for each attempt.` },
    { name: 'Retries', value: retryWords(retry) },
  ];
}

function targetWords({ tool, paths }: Precondition): string {
  const what = paths === undefined ? 'its answer' : `${paths.join(', ')} of its answer`;
  return `${tool} looks at it when a person is asked, and again before the call is sent. Where ${what} changed, the person is asked again.`;
}

function argumentsGo({ method, bodyTemplate }: HttpCall): string {
  if (bodyTemplate !== undefined) return 'Into the body template, and wherever the URL names them.';
  return method === 'GET' || method === 'DELETE'
    ? 'Into the query, but for those that the URL or a header names.'
    : 'As the JSON body.';
}

function followUpWords({ keyTemplate, max, beyond }: FollowUpCap): string {
  const then = beyond === 'deny' ? 'Beyond that the call is denied' : 'Beyond that a person is asked';
  return `At most ${max} after the first contact on ${keyTemplate}, counted over all runs and agents. ${then}, until an event comes in.`;
}

function keyWords(template: string | undefined): string {
  return template === undefined
    ? 'Its run and step: each wanted call is an effect of its own.'
    : `${template}: the same business fact acts once, whichever run or agent asks.`;
}

function retryWords({ maxAttempts, baseMs, capMs }: ToolDefinition['retry']): string {
  if (maxAttempts === 1) return 'None: one attempt.';
  return `Up to ${maxAttempts} attempts, after a random wait that grows from ${formatDurationMs(baseMs)} to at most ${formatDurationMs(capMs)}. Only where a repeat is harmless.`;
}

/** One row: which arguments are held against trusted sources, and what is allowed besides. */
function sensitiveWords({ sensitiveArguments = {} }: ToolDefinition): Said[] {
  const said = Object.entries(sensitiveArguments).map(
    ([path, { role, allow }]) =>
      `${path} is a ${role}${allow === undefined ? '' : `, allowed are ${allow.join(', ')}`}.`,
  );
  if (said.length === 0) return [];
  const rule =
    'Once text of outsiders is in the context, each must be named by the run’s trusted input, the grant or this list; else a person is asked.';
  return [{ name: 'Sensitive', value: [...said, rule].join(' ') }];
}

function outputWords({ untrustedOutput, privateData, externalSink }: ToolDefinition): string {
  const said = [
    ...(untrustedOutput
      ? ['It may hold text of outsiders: what the agent does after it is marked tainted.']
      : []),
    ...(privateData ? ['It holds private data.'] : []),
    ...(externalSink ? ['What is sent leaves the organisation.'] : []),
  ];
  return said.length === 0 ? 'Trusted, not private; nothing leaves the organisation.' : said.join(' ');
}
