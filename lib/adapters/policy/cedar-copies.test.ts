// Cedar is one for the process; the module that asks it may be there several times, a copy for each bundle.
import { expect, it, vi } from 'vitest';
import { policyRequestOf } from '../testing/policy-request-of';

const PERMIT = '@id("all") @message("All.") permit (principal, action, resource);';
const FORBID = '@id("no") @message("No.") forbid (principal, action, resource) when { context.tainted };';
const texts = (permit: string) => ({ floor: '', permit, ask: '' });

it('keeps the rules of each copy apart: what is only tried binds nobody', async () => {
  const copies = [];
  for (let copy = 0; copy < 2; copy += 1) {
    vi.resetModules();
    copies.push(new (await import('./cedar-engine')).CedarEngine());
  }
  const [enforcing, trying] = copies;
  if (!enforcing || !trying) throw new Error('there are two');
  const inForce = enforcing.compile('1', texts(`${PERMIT}\n${FORBID}`));
  const tried = trying.compile('draft', texts(PERMIT));
  const tainted = policyRequestOf({ tainted: true });
  expect(enforcing.evaluate(inForce, policyRequestOf()).effect).toBe('permit');
  expect(trying.evaluate(tried, tainted).effect).toBe('permit');
  expect(enforcing.evaluate(inForce, tainted)).toMatchObject({ effect: 'deny', rules: [{ id: 'no' }] });
});
