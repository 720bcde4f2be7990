// Knows where each seldom state is seen, and what has to be clicked until it is.
import type { Page } from 'playwright';
import type { Caller } from '../demo-data';
import type { PagePicture } from '../take-pictures';
import type { States } from './make-states';
import { ROUTED_AGENT } from './stronger-models';

const click = (name: string) => async (page: Page) => {
  await page
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await page.getByRole('dialog').or(page.getByRole('alertdialog')).first().waitFor();
};

/** What lasts the shortest comes first: a call that is never answered is given up after two minutes. */
export function statePages(states: States, call: Caller): PagePicture[] {
  const { breakers, undoable } = states;
  const run = (name: string, id: string, step?: number): PagePicture => ({
    name,
    path: step === undefined ? `/runs/${id}` : `/runs/${id}?step=${step}`,
  });
  const breaker = (state: keyof typeof breakers): PagePicture => ({
    name: `breaker-${state.replace('_', '-')}`,
    path: `/breakers?key=${encodeURIComponent(breakers[state])}`,
  });
  return [
    run('cancel-asked', states.cancelAsked),
    run('resource-wait', states.resourceWait, 2),
    run('slot-wait', states.slotWait, 2),
    breaker('half_open'),
    breaker('bulkhead'),
    { name: 'overview', path: '/' },
    breaker('open'),
    breaker('isolated'),
    { name: 'breakers', path: '/breakers' },
    run('breaker-wait', states.breakerWait, 2),
    run('event-wait', states.eventWait, 2),
    run('set-aside', states.routed, 3),
    { name: 'spend', path: '/spend' },
    { ...run('event-dialog', states.eventWait, 2), act: click('Send the event') },
    run('fooled', states.fooled, 6),
    { name: 'fooled-mail', path: `/runs/${states.fooled}?step=2&tab=io` },
    {
      name: 'fooled-approval',
      path: '/approvals?tool=mail.write',
      act: async (page) => {
        await page
          .getByRole('link', { name: /mail\.write/ })
          .first()
          .click();
        await page.getByText('Untrusted text came in').waitFor();
      },
    },
    { name: 'late-result', path: `/runs/${states.lateResult}?step=2&tab=attempts` },
    { name: 'late-evidence', path: `/runs/${states.lateEvidence}?step=4&tab=attempts` },
    { name: 'dead-letters', path: '/dead-letters' },
    {
      name: 'dead-letter-cause',
      path: '/dead-letters',
      act: async (page) => {
        await page
          .getByRole('link', { name: /^http_401/ })
          .first()
          .click();
        await page.waitForURL(/cause=/);
        await page.getByRole('checkbox').nth(1).click();
      },
    },
    { ...run('redrive-dialog', states.deadLetter), act: click('Redrive') },
    { ...run('undo-dialog', undoable[0] ?? ''), act: click('Undo…') },
    {
      name: 'isolate-dialog',
      path: `/breakers?key=${encodeURIComponent(breakers.bulkhead)}`,
      act: click('Isolate'),
    },
    { name: 'start-form', path: '/runs?start=ticket-triage' },
    { name: 'agent-form', path: `/agents/${ROUTED_AGENT}/edit` },
    { name: 'tool-form', path: '/tools/payments.pay_out/edit' },
    { name: 'tool-new', path: '/tools/new' },
    { name: 'model-form', path: '/models/sim-refunds/edit' },
    undoTwice(undoable.slice(1), call),
  ];
}

/** Somebody else undoes it while the dialog is open: each picture uses a run up. */
function undoTwice(ids: readonly string[], call: Caller): PagePicture {
  let used = 0;
  return {
    name: 'undo-refused',
    path: '/runs',
    act: async (page) => {
      const id = ids[used];
      used += 1;
      if (id === undefined) throw new Error('each picture of two who undo needs a run of its own');
      await page.goto(`/runs/${id}`);
      await click('Undo…')(page);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill('The customer was refunded by phone');
      const hold = dialog.locator('button[data-hold]');
      await call('POST', `/runs/${id}/compensate`, { reason: 'It was never sent', steps: [4] });
      await hold.hover();
      await page.waitForTimeout(600);
      await page.mouse.down();
      await page.waitForTimeout(1_500);
      await page.mouse.up();
    },
  };
}
