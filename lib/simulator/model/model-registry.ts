// Knows which scripted models there are and the version that each name stands for; refuses any other.
import { Refusal } from '../http/refusal';
import type { Script } from './script';
import { customerMailScript } from './scripts/customer-mail';
import { dailySummaryScript } from './scripts/daily-summary';
import { echoScript } from './scripts/echo';
import { loopScript } from './scripts/loop';
import { refundsScript } from './scripts/refunds';
import { scriptedScript } from './scripts/scripted';
import { ticketTriageScript } from './scripts/ticket-triage';

export interface ScriptedModel {
  name: string;
  /** The pinned version, which every answer names; it may be asked for as well. */
  version: string;
  /** A reasoning model spends tokens before it answers and says how many. */
  reasons: boolean;
  script: Script;
}

/** To be raised whenever a script would answer differently. */
const VERSION_DATE = '2026-11-01';
export const MODELS_CREATED_AT = Date.parse(`${VERSION_DATE}T00:00:00.000Z`);

function model(name: string, script: Script, reasons = false): ScriptedModel {
  return { name, version: `${name}-${VERSION_DATE}`, reasons, script };
}

export const SCRIPTED_MODELS: readonly ScriptedModel[] = [
  model('sim-refunds-1', refundsScript),
  model('sim-daily-summary-1', dailySummaryScript),
  model('sim-ticket-triage-1', ticketTriageScript),
  model('sim-customer-mail-1', customerMailScript),
  model('sim-echo-1', echoScript),
  model('sim-scripted-1', scriptedScript),
  model('sim-scripted-reasoning-1', scriptedScript, true),
  model('sim-loop-1', loopScript),
];

/** Throws 404 as OpenAI does. */
export function findModel(name: string): ScriptedModel {
  const found = SCRIPTED_MODELS.find((candidate) => candidate.name === name || candidate.version === name);
  if (found) return found;
  throw new Refusal(404, 'model_not_found', `The model ${name} does not exist.`, { param: 'model' });
}
