// One's own second factor: set up with the password, confirmed by a code, taken away with both. Refuses to be taken away where the role needs it.
import 'server-only';
import {
  codeUri,
  newCodeSecret,
  newRecoveryCodes,
  qrPath,
  stepOfCode,
} from '../../adapters/passwords/one-time-code';
import { keyIdOf } from '../../adapters/secrets/sealing';
import type { BegunSecondFactor, RecoveryCodes } from '../../contract/second-factor';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readSettings } from '../../store/read/read-installation';
import { beginFactor, confirmFactor, readFactor, removeFactor } from '../../store/write/second-factor';
import { forgiveSignIn } from '../../store/write/sign-in-throttle';
import type { App } from '../app';
import {
  type Person,
  refuseFor,
  requireCode,
  requireFactor,
  requirePassword,
  requirePerson,
  wrong,
} from '../auth/own-proof';
import { codeThrottleKey, openCodeSecret, sealCodeSecret, takeCodeTry } from '../auth/second-factor';
import type { CommandContext } from './command-context';

const exists = () => new RequestError('conflict', 'You have a second factor. Take it away first.');

/** Another one that was begun and never confirmed is replaced. @throws RequestError invalid_request, rate_limited, conflict */
export async function beginSecondFactor(
  { app, principal }: CommandContext,
  { password }: { readonly password: string },
): Promise<BegunSecondFactor> {
  const person = requirePerson(principal);
  await requirePassword(app, person, password);
  const secret = newCodeSecret();
  app.redactor.learn([{ name: 'ONE_TIME_CODE_SECRET', value: secret }]);
  const sealed = sealCodeSecret(secret, person.id, app);
  const begun = await inTransaction(app.db, 'begin second factor', (tx) =>
    beginFactor(tx, person.id, sealed, keyIdOf(sealed)),
  );
  if (!begun) throw exists();
  const uri = codeUri(secret, person.email);
  return { secret, uri, qr: qrPath(uri) };
}

/** From its answer on each sign-in with the password asks for a code. @throws RequestError invalid_request, rate_limited, conflict */
export async function confirmSecondFactor(
  { app, principal, requestId }: CommandContext,
  { code }: { readonly code: string },
): Promise<RecoveryCodes> {
  const person = requirePerson(principal);
  const { db, hash, clock } = app;
  const factor = await readFactor(db, person.id);
  if (factor === null) throw new RequestError('conflict', 'Begin to set up the codes first.');
  if (factor.confirmedAt !== null) throw exists();
  refuseFor(await takeCodeTry(app, person.id), 'codes');
  const step = stepOfCode(openCodeSecret(factor, person.id, app), code.replace(/\s/g, ''), clock.now());
  if (step === null)
    wrong({
      path: '/code',
      message: 'is not what the app should show now; is the clock of the phone right?',
    });
  const codes = newRecoveryCodes();
  await inTransaction(db, 'confirm second factor', async (tx) => {
    const codeHashes = codes.map((one) => hash(one));
    if (!(await confirmFactor(tx, person.id, { sealed: factor.sealed, step, codeHashes }))) throw exists();
    await forgiveSignIn(tx, codeThrottleKey(person.id), 'all');
    const entity = { kind: 'user', id: person.id } as const;
    await appendAudit(tx, { actor: actorOf(person), action: 'second_factor.add', entity, requestId }, hash);
  });
  tellOthers(app, person);
  return { codes };
}

/** @throws RequestError invalid_request, rate_limited, conflict */
export async function removeSecondFactor(
  { app, principal, requestId }: CommandContext,
  { password, code }: { readonly password: string; readonly code: string },
): Promise<void> {
  const person = requirePerson(principal);
  const { db, hash } = app;
  if ((await readSettings(db)).secondFactorRoles.includes(person.role))
    throw new RequestError('conflict', `The role ${person.role} needs a second factor here.`);
  await requirePassword(app, person, password);
  const factor = await requireFactor(app, person);
  await inTransaction(db, 'remove second factor', async (tx) => {
    await requireCode(tx, app, person, factor, code);
    await removeFactor(tx, person.id);
    const entity = { kind: 'user', id: person.id } as const;
    await appendAudit(
      tx,
      { actor: actorOf(person), action: 'second_factor.remove', entity, requestId },
      hash,
    );
  });
  tellOthers(app, person);
}

function tellOthers({ hints }: App, { email }: Person): void {
  hints.publish([{ topic: 'people', id: email }]);
}
