// Asks a model for one short answer outside of any run: bounded, audited, its cost told and counted nowhere.
import 'server-only';
import type { ModelTryShape, TryModelBody } from '../../contract/catalog-try';
import { StoreUnavailableError } from '../../domain/errors';
import { pricedModel } from '../../domain/model-price';
import { costOf } from '../../domain/money';
import { actorOf } from '../../domain/principal';
import { isoAt } from '../../ports/clock';
import { spoken } from '../../runtime/stored-payload';
import { withinTime } from '../../runtime/time-limit';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { listedPrice } from '../../store/read/read-prices';
import { requireScope } from '../authorize';
import { readUsable } from '../queries/configuration';
import { refuseHaltedSince, refuseWhileHalted } from '../queries/read-halt';
import type { CommandContext } from './command-context';
import { refuseProblems } from './put-version';
import { secretProblems } from './secret-problems';
import { recorded } from './tried-call';

export type TryModel = { readonly name: string; readonly body: TryModelBody; readonly signal: AbortSignal };

const WORDS =
  'This cost is counted in no budget and no figure of Bulkhead; your provider bills it all the same.';

/** @throws RequestError halted, not_found, conflict (archived), invalid_request for a prompt with a secret in it. */
export async function tryModel(
  { app, principal, requestId }: CommandContext,
  { name, body, signal }: TryModel,
): Promise<ModelTryShape> {
  requireScope(principal, 'models:write');
  await refuseWhileHalted(app, 'No model is tried');
  refuseProblems(secretProblems(app, '/prompt', body.prompt));
  const { version, definition } = await readUsable(app, 'model', name, body.version);
  const listed = definition.prices === undefined ? await listedPrice(app.db, definition.model) : null;
  const priced = pricedModel({ name, version, definition, listed });
  const maxOutputTokens = Math.min(body.maxOutputTokens, definition.maxOutputTokens);
  const entry = {
    actor: actorOf(principal),
    action: 'model.try',
    entity: { kind: 'model', id: name },
    after: { version, maxOutputTokens, prompt: spoken(body.prompt, app.redactor) },
    requestId,
  } as const;
  await inTransaction(app.db, 'try model', async (tx) => {
    await appendAudit(tx, entry, app.hash);
    await refuseHaltedSince(tx, 'No model is tried');
  });
  const startedAt = isoAt(app.clock.now());
  const startedMs = app.clock.monotonicMs();
  const figures = () => ({
    model: name,
    version,
    words: WORDS,
    maxOutputTokens,
    startedAt,
    latencyMs: Math.max(0, Math.round(app.clock.monotonicMs() - startedMs)),
  });
  try {
    const request = {
      model: { name, version, definition },
      system: '',
      messages: [{ role: 'user' as const, text: body.prompt }],
      tools: [],
      maxOutputTokens,
    };
    const answer = await withinTime(app.clock, definition.timeoutMs, signal, (inner) =>
      app.models.complete(request, inner),
    );
    const text = answer.text === null ? null : spoken(answer.text, app.redactor);
    return {
      ...figures(),
      outcome: 'succeeded',
      text,
      finishReason: answer.finishReason,
      reportedModel: answer.reportedModel === null ? null : spoken(answer.reportedModel, app.redactor),
      usage: answer.usage,
      costMicroUsd: priced === null ? null : costOf(answer.usage, priced.prices),
      error: null,
      redacted: text !== answer.text,
    };
  } catch (cause) {
    if (cause instanceof StoreUnavailableError) throw cause;
    const error = recorded(cause, 'read');
    const message = app.redactor.redactText(error.message);
    return {
      ...figures(),
      outcome: 'failed',
      text: null,
      finishReason: null,
      reportedModel: null,
      usage: null,
      costMicroUsd: 0,
      error: { ...error, message },
      redacted: message !== error.message,
    };
  }
}
