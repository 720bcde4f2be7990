// Makes a version of a model, used from now on; refuses an address that egress would refuse.
import 'server-only';
import { plainRefusal } from '../../adapters/egress/resolve-target';
import type { Problem } from '../../domain/errors';
import type { ModelDefinition } from '../../domain/model';
import type { App } from '../app';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { type PutAnswer, type PutWish, putVersion, refuseProblems } from './put-version';

/** @throws RequestError invalid_request, version_mismatch. */
export async function putModel(
  context: CommandContext,
  wish: PutWish & { readonly definition: ModelDefinition },
): Promise<PutAnswer> {
  requireScope(context.principal, 'models:write');
  refuseProblems([
    ...urlProblems(context.app, wish.definition),
    // The console's form for another one.
    ...(wish.name === 'new'
      ? [{ path: '/path/name', message: 'is an address of its own beside the models' }]
      : []),
  ]);
  return putVersion(context, 'model', wish);
}

/** What every call would be refused for, said while somebody can mend it. Names are looked up at each call only. */
function urlProblems({ privateHosts }: App, { baseUrl }: ModelDefinition): Problem[] {
  const url = new URL(baseUrl);
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    return [{ path: '/baseUrl', message: 'must hold no user, password or fragment; use apiKeySecret' }];
  const refusal = plainRefusal(url, privateHosts);
  return refusal === null ? [] : [{ path: '/baseUrl', message: `can’t be called: ${refusal.message}` }];
}
