// Makes a version of a model, used from now on.
import 'server-only';
import type { ModelDefinition } from '../../domain/model';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { type PutAnswer, type PutWish, putVersion, refuseProblems } from './put-version';

/** @throws RequestError invalid_request, version_mismatch. */
export async function putModel(
  context: CommandContext,
  wish: PutWish & { readonly definition: ModelDefinition },
): Promise<PutAnswer> {
  requireScope(context.principal, 'models:write');
  const { baseUrl } = wish.definition;
  const { username, password, hash } = new URL(baseUrl);
  const isPlain = username === '' && password === '' && hash === '';
  refuseProblems([
    ...(isPlain
      ? []
      : [{ path: '/baseUrl', message: 'must hold no user, password or fragment; use apiKeySecret' }]),
    // The console's form for another one.
    ...(wish.name === 'new'
      ? [{ path: '/path/name', message: 'is an address of its own beside the models' }]
      : []),
  ]);
  return putVersion(context, 'model', wish);
}
