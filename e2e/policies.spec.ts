// The policy: an engineer drafts a rule, is told what is wrong, tries it, logs it, publishes it; a held call leads back to it; it is taken back.
import { startedRefund } from './harness/seeded';
import { expect, test } from './harness/test';

const BROKEN =
  '\n@id("refunds.all")\n@message("All.")\npermit (principal, action, resource)\nwhen { context.amount > 5 };\n';
const RULE = BROKEN.replace('@message("All.")', '@message("Every refund is looked at.")').replace(
  'when { context.amount > 5 }',
  'when { context has amount }',
);

test('is drafted, checked at its lines, simulated, logged, published, found from a held call, and taken back', async ({
  signIn,
}) => {
  test.setTimeout(400_000);
  const engineer = await signIn('engineer');
  const viewer = await signIn('viewer');
  await viewer.goto('/policies');
  await expect(viewer.getByText('The tool is declared as high risk.', { exact: true })).toBeVisible();
  await expect(viewer.getByRole('tab', { name: 'Simulate' })).toHaveCount(0);

  await engineer.goto('/');
  await engineer.keyboard.press('g');
  await engineer.keyboard.press('p');
  await expect(engineer).toHaveURL(/\/policies$/);
  await engineer.getByRole('tab', { name: 'Draft' }).click();
  const editor = engineer.getByRole('textbox', { name: 'Ask, rules in Cedar' });
  const shipped = await editor.inputValue();
  const save = engineer.getByRole('button', { name: 'Save and check' });
  await editor.fill(shipped + BROKEN);
  await save.click();
  await expect(engineer.getByText(/optional attribute `amount`/)).toBeVisible();
  const line = (shipped + BROKEN).split('\n').length - 1;
  await expect(engineer.getByText(`Ask, line ${line}`)).toBeVisible();
  await expect(engineer.getByRole('button', { name: 'Publish' })).toBeDisabled();
  await editor.fill(shipped + RULE);
  await save.click();
  await expect(engineer.getByText('Nothing is wrong with it, by the tools')).toBeVisible();

  await engineer.getByRole('tab', { name: 'Simulate' }).click();
  await engineer.getByRole('combobox', { name: 'Agent' }).click();
  await engineer.getByRole('option', { name: 'refunds', exact: true }).click();
  await engineer.getByRole('combobox', { name: 'Tool' }).click();
  await engineer.getByRole('option', { name: 'payments.refund', exact: true }).click();
  await engineer.getByRole('textbox', { name: 'Arguments' }).fill('{"order_id": "ORD-1", "amount": 40}');
  await engineer.getByRole('button', { name: 'Simulate' }).click();
  await expect(engineer.getByText('The draft would change this call.')).toBeVisible();
  await expect(engineer.getByText('Every refund is looked at.', { exact: true })).toBeVisible();

  await engineer.getByRole('tab', { name: 'Draft' }).click();
  await engineer.getByRole('button', { name: 'Log only' }).click();
  await engineer.getByRole('alertdialog').getByRole('textbox').fill('To see whom it would hold');
  await engineer.getByRole('alertdialog').getByRole('button', { name: 'Log only' }).click();
  await engineer.getByRole('tab', { name: 'Rules' }).click();
  await expect(engineer.getByText('Version 2 is only logged.')).toBeVisible();
  const operator = await signIn('operator');
  await startedRefund(operator, 40);

  await engineer.getByRole('button', { name: 'Publish it' }).click();
  await engineer.getByRole('alertdialog').getByRole('textbox').fill('Refunds are looked at for a week');
  await engineer.getByRole('alertdialog').getByRole('button', { name: 'Publish' }).click();
  await expect(viewer.getByText('Every refund is looked at.', { exact: true })).toBeVisible();

  // Held by it: the step says so and leads to the rule.
  const { id: held } = await startedRefund(operator, 41);
  await viewer.goto(`/runs/${held}`);
  await viewer.getByRole('link', { name: 'refunds.all' }).click();
  await expect(viewer).toHaveURL(/\/policies\?rule=refunds\.all&version=2/);
  await expect(
    viewer.locator('[aria-current="true"]').getByText('Every refund is looked at.', { exact: true }),
  ).toBeVisible();

  await engineer.getByRole('tab', { name: 'History' }).click();
  await expect(engineer.getByText('“Refunds are looked at for a week”')).toBeVisible();
  await engineer.getByRole('button', { name: 'Compare with 1' }).first().click();
  await expect(engineer.getByText('@id("refunds.all")').first()).toBeVisible();
  await engineer.getByRole('button', { name: 'Roll back to it' }).first().click();
  await engineer.getByRole('alertdialog').getByRole('textbox').fill('The week is over');
  await engineer.getByRole('alertdialog').getByRole('button', { name: 'Roll back' }).click();
  await expect(engineer.getByText('“The week is over”')).toBeVisible();
});
