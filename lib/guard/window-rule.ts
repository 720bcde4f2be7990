// How much an agent may move within a time without a person: many small calls are looked at as the one large call that they make.
import type { AdmissionReason } from '@/lib/domain/admission';
import { sumOf, type WindowFact } from '@/lib/domain/amount-window';
import { longSpan } from './span-words';

export function windowReasons(windows: readonly WindowFact[]): AdmissionReason[] {
  return windows.flatMap((window) => {
    const message = windowMessage(window);
    return message === null ? [] : [{ rule: 'escalation.windows', verdict: 'await_approval', message }];
  });
}

function windowMessage({ path, group, unit, amount, others, above, perMs }: WindowFact): string | null {
  if (amount === null)
    return `The amount of this call, expected at ${path}, is no number of zero or more, so what it makes within ${longSpan(perMs)} can’t be said.`;
  const sum = sumOf(amount, others);
  if (sum <= above) return null;
  const read = (figure: number) => (unit === null ? grouped(figure) : `${grouped(figure)} ${unit}`);
  const of = group === null ? '' : ` for ${group.path} “${group.value}”`;
  return `This call makes ${read(sum)}${of} within ${longSpan(perMs)}, calls that wait included; above ${read(above)} asks.`;
}

/** 25000.5 as 25 000.5, with spaces that do not break. */
function grouped(figure: number): string {
  const [whole = '', fraction] = String(figure).split('.');
  if (!/^-?\d+$/.test(whole)) return String(figure);
  const parted = whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u00a0');
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}
