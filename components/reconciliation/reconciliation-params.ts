// What the reconciliation page shows, as it stands in the URL.
import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { RECONCILED_PERIODS } from './reconciled-days';

export const reconciliationParsers = {
  period: parseAsStringLiteral(RECONCILED_PERIODS).withDefault('30d'),
  from: parseAsString,
  to: parseAsString,
  rows: parseAsStringLiteral(['all', 'differing']).withDefault('all'),
};
