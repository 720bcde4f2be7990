// One approval in words: the call, who might decide, who did and why, and what happened to it on the way.
import 'server-only';
import type { ApprovalEventShape } from '../../contract/approval-acts';
import type { EvidencePart } from '../../contract/evidence';
import { code, facts, type Html, html } from './html';

export function approvalPart({ approval, history }: Extract<EvidencePart, { part: 'approval' }>): Html {
  const { tool, step, status, createdAt, decidedAt, requiredRole, quorum, reasons, decisions } = approval;
  const title = `${tool}, step ${step}: ${status}`;
  return html`<h3>${title}</h3>${facts([
    ['asked', createdAt],
    ['ended', decidedAt ?? 'not ended'],
    ['asked because', reasons.map(({ message }) => message).join(' ')],
    ['who may decide', `${quorum} × ${requiredRole} or above`],
    ['started by', approval.startedBy.label],
    [
      'own runs',
      approval.selfApproval === 'allow' ? 'may be decided by who started them' : 'not by who started them',
    ],
    ['bound to', html`<code>${approval.payloadHash}</code>`],
  ])}<p>Arguments</p>${code(approval.arguments)}${decisions.map(
    ({ by, decision, at, reason, counts }) =>
      html`<p>${at} · <b>${by.label}</b> · ${decision}${counts ? '' : ' (emptied by a later edit)'}: ${reason ?? html`<i>no reason given</i>`}</p>`,
  )}${history.length === 0 ? '' : html`<p>What happened to it</p><ul>${history.map(happened)}</ul>`}`;
}

/** What is told besides who did it and when, where there is any. */
function happened({ at, verb, actor, data }: ApprovalEventShape): Html {
  const told = Object.entries(data).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return html`<li>${at} · ${actor.label} · <b>${verb}</b>${told.length === 0 ? '' : `: ${told.join(', ')}`}</li>`;
}
