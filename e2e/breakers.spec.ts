// Breakers: what a person does to one is counted, drawn and told wherever breakers stand, to whoever looks.
import { startedRefund } from './harness/seeded';
import { expect, test } from './harness/test';

test('one is isolated with a reason and reset: counts, history and the changes of all say so, also to others', async ({
  signIn,
}) => {
  const operator = await signIn('operator');
  const viewer = await signIn('viewer');
  // Before anything has run the overview says how to begin.
  await startedRefund(operator, 40);
  await viewer.goto('/breakers');
  const stateOf = (page: typeof viewer, state: string) =>
    page.getByRole('group', { name: 'Breakers in use, by state' }).getByRole('button', { name: state });
  await expect(stateOf(viewer, 'isolated')).toHaveText(/^0 isolated/);

  await operator.goto('/breakers');
  await operator.getByRole('button', { name: 'chat.post' }).click();
  const pane = operator.getByRole('complementary', { name: 'One breaker' });
  await expect(pane.getByText('It has never opened.')).toBeVisible();
  await pane.getByRole('button', { name: 'Isolate' }).click();
  const dialog = operator.getByRole('alertdialog', { name: 'Isolate chat.post' });
  await dialog.getByRole('textbox').fill('The vendor mends it until four');
  await dialog.getByRole('button', { name: 'Isolate' }).click();
  await expect(pane.getByText('nothing passes')).toBeVisible();
  await expect(pane.getByText(/In force; nothing in flight/)).toBeVisible();

  // Nobody asked again: the change came to the other page.
  await expect(stateOf(viewer, 'isolated')).toHaveText(/^1 isolated/);
  await expect(viewer.getByRole('link', { name: /^Breakers\s*1$/ })).toBeVisible();
  const changes = viewer.getByRole('region', { name: 'Changes' });
  await expect(changes.getByText(/“The vendor mends it until four”/)).toBeVisible();
  await stateOf(viewer, 'isolated').click();
  await expect(viewer).toHaveURL(/state=isolated/);
  await expect(viewer.getByRole('table').first().getByRole('row')).toHaveCount(2);

  await viewer.goto('/');
  await expect(viewer.getByRole('link', { name: /^Breakers not closed\s*1\s*1 isolated/ })).toBeVisible();
  await viewer.getByRole('link', { name: /chat\.post/ }).click();
  await expect(viewer).toHaveURL(/key=tool%3Achat\.post/);

  await pane.getByRole('button', { name: 'Reset' }).click();
  const question = operator.getByRole('alertdialog', { name: 'Reset chat.post' });
  await question.getByRole('textbox').fill('It answers again');
  // Meanwhile somebody resets it and isolates it anew, for another reason: that one is not lifted unseen.
  const key = new URL(viewer.url()).searchParams.get('key') ?? '';
  for (const [act, reason] of [
    ['reset', 'A mistake'],
    ['isolate', 'It posts to the wrong channel'],
  ]) {
    const said = { headers: { origin: new URL(operator.url()).origin }, data: { reason } };
    const answer = await operator.request.post(`/api/v1/breakers/${encodeURIComponent(key)}/${act}`, said);
    expect(answer.status()).toBe(200);
  }
  await question.getByRole('button', { name: 'Reset' }).click();
  await expect(question.getByText(/isolated it at .* “It posts to the wrong channel”/)).toBeVisible();
  await question.getByRole('button', { name: 'Back' }).click();
  await expect(pane.getByText('“It posts to the wrong channel”', { exact: true })).toBeVisible();
  await pane.getByRole('button', { name: 'Reset' }).click();
  await question.getByRole('textbox').fill('It answers again');
  await question.getByRole('button', { name: 'Reset' }).click();
  const history = pane.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem').first()).toContainText('reset');
  await expect(viewer.getByText('It answers again').first()).toBeVisible();
  await expect(stateOf(viewer, 'isolated')).toHaveText(/^0 isolated/);
});
