// How every PUT of configuration ends: a version in one transaction with its audit, then the news.
import 'server-only';
import type { z } from 'zod';
import type { putAnswer } from '../../contract/configuration';
import { type Problem, RequestError } from '../../domain/errors';
import { jsonValue } from '../../domain/json';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import type { Transaction } from '../../store/prisma';
import { type PutOutcome, putVersion as put, type VersionedKind } from '../../store/write/put-version';
import { requireVersion } from '../http/if-match';
import { summaryOf } from '../http/parse-input';
import type { CommandContext } from './command-context';

export type PutWish = {
  readonly name: string;
  readonly definition: unknown;
  readonly ifMatch: number | 'any' | null;
};

export type PutAnswer = z.infer<typeof putAnswer>;

/** An identical PUT returns the version there is and leaves no trace, unless it brings an archived name back. @throws RequestError version_mismatch */
export async function putVersion(
  { app, principal, requestId }: CommandContext,
  kind: VersionedKind,
  { name, definition, ifMatch }: PutWish,
  /** Asked within the transaction, before anything is written; throws to refuse. */
  check?: (tx: Transaction) => Promise<void>,
): Promise<PutAnswer> {
  const createdBy = actorOf(principal);
  const outcome = await inTransaction(app.db, `put ${kind}`, async (tx) => {
    await check?.(tx);
    const done = await put(
      tx,
      {
        kind,
        name,
        definition,
        createdBy,
        activate: kind === 'agent' ? 'first' : 'always',
        check: (latest) => requireVersion(ifMatch, latest),
      },
      app.hash,
    );
    if (changed(done)) {
      const entry = {
        actor: createdBy,
        action: `${kind}.put`,
        entity: { kind, id: name },
        before:
          done.activeBefore === null
            ? null
            : { activeVersion: done.activeBefore, ...(done.revived ? { archived: true } : {}) },
        after: { version: done.version, active: done.active, definition: jsonValue.parse(definition) },
        requestId,
      } as const;
      await appendAudit(tx, entry, app.hash);
    }
    return done;
  });
  if (changed(outcome)) app.hints.publish([{ topic: `${kind}s`, id: name }]);
  const { version, active } = outcome;
  return { name, version, active };
}

function changed({ created, revived, active, version, activeBefore }: PutOutcome): boolean {
  return created || revived || (active && version !== activeBefore);
}

/** @throws RequestError invalid_request with all of them, when there are any. */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new RequestError('invalid_request', summaryOf(problems), problems);
}

/** Problems of a part, at its place in the whole. */
export function at(path: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({
    ...problem,
    path: `${path}${problem.path === '/' ? '' : problem.path}`,
  }));
}
