// A page comes to life later than the shell around it. What is answered in between is shown, and draws nothing anew that a pointer may be on.
import { seed } from './harness/seeded';
import { expect, test } from './harness/test';

test('what changes before the page lives is shown once it does, on a slow machine too', async ({
  signIn,
}) => {
  test.setTimeout(120_000);
  const page = await signIn('viewer');
  await seed(await signIn('operator'));
  // Whatever the browser asks about the overview has changed since the server drew it.
  await page.route('**/api/v1/overview*', async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    const changed = text.replace(/"approvals":\{"pending":\d+/, '"approvals":{"pending":77');
    expect(changed).not.toBe(text);
    await route.fulfill({ response: answer, body: changed });
  });
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await page.goto('/');
  // The harness fails on what React complains of.
  await expect(page.getByRole('main')).toContainText('77', { timeout: 60_000 });
});
