// The list of all endpoints of API v1. The OpenAPI document is made from it and a test calls every one.
import { ACCESS_ENDPOINTS } from './access-endpoints';
import { AGENT_ENDPOINTS } from './agent-endpoints';
import { ALERT_ENDPOINTS } from './alert-endpoints';
import { APPROVAL_ENDPOINTS } from './approval-endpoints';
import { AUDIT_ENDPOINTS } from './audit-endpoints';
import { BREAKER_ENDPOINTS } from './breaker-endpoints';
import { BUDGET_ENDPOINTS } from './budget-endpoints';
import { BULK_ENDPOINTS } from './bulk-endpoints';
import { CALLBACK_ENDPOINTS } from './callback-endpoints';
import { CATALOG_ENDPOINTS } from './catalog-endpoints';
import { CHANNEL_ENDPOINTS } from './channel-endpoints';
import { COMPENSATION_ENDPOINTS } from './compensation-endpoints';
import { CONFIGURATION_ENDPOINTS } from './configuration-endpoints';
import { CONSIDERED_ENDPOINTS } from './considered';
import { CONSOLE_ENDPOINTS } from './console-endpoints';
import { DEAD_LETTER_ENDPOINTS } from './dead-letter-endpoints';
import { EGRESS_ENDPOINTS } from './egress-endpoints';
import type { Endpoint } from './endpoint';
import { ERASE_ENDPOINTS } from './erase-endpoints';
import { ERROR_ENDPOINTS } from './error-endpoints';
import { FORK_ENDPOINTS } from './fork-endpoints';
import { HALT_ENDPOINTS } from './halt-endpoints';
import { INCIDENT_ENDPOINTS } from './incident-endpoints';
import { INSTALLATION_ENDPOINTS } from './installation-endpoints';
import { PEOPLE_ENDPOINTS } from './people-endpoints';
import { POLICY_ENDPOINTS } from './policy-endpoints';
import { PRICE_ENDPOINTS } from './price-endpoints';
import { PROOF_ENDPOINTS } from './proof-endpoints';
import { QUESTION_ENDPOINTS } from './question-endpoints';
import { RECONCILIATION_ENDPOINTS } from './reconciliation-endpoints';
import { REDECIDE_ENDPOINTS } from './redecide-endpoints';
import { REVIEW_ENDPOINTS } from './review-endpoints';
import { RUN_ENDPOINTS } from './run-endpoints';
import { SECRET_ENDPOINTS } from './secret-endpoints';
import { SIGNAL_ENDPOINTS } from './signal-endpoints';
import { SPEND_ENDPOINTS } from './spend-endpoints';
import { TRY_ENDPOINTS } from './try-endpoints';
import { VIEW_ENDPOINTS } from './view-endpoints';

export const ENDPOINTS = {
  ...RUN_ENDPOINTS,
  ...SIGNAL_ENDPOINTS,
  ...COMPENSATION_ENDPOINTS,
  ...ERASE_ENDPOINTS,
  ...FORK_ENDPOINTS,
  ...REDECIDE_ENDPOINTS,
  ...BULK_ENDPOINTS,
  ...APPROVAL_ENDPOINTS,
  ...REVIEW_ENDPOINTS,
  ...CONSIDERED_ENDPOINTS,
  ...QUESTION_ENDPOINTS,
  ...BUDGET_ENDPOINTS,
  ...ALERT_ENDPOINTS,
  ...CALLBACK_ENDPOINTS,
  ...CHANNEL_ENDPOINTS,
  ...HALT_ENDPOINTS,
  ...DEAD_LETTER_ENDPOINTS,
  ...ERROR_ENDPOINTS,
  ...CONFIGURATION_ENDPOINTS,
  ...AGENT_ENDPOINTS,
  ...CATALOG_ENDPOINTS,
  ...TRY_ENDPOINTS,
  ...CONSOLE_ENDPOINTS,
  ...ACCESS_ENDPOINTS,
  ...INCIDENT_ENDPOINTS,
  ...POLICY_ENDPOINTS,
  ...PRICE_ENDPOINTS,
  ...EGRESS_ENDPOINTS,
  ...SPEND_ENDPOINTS,
  ...RECONCILIATION_ENDPOINTS,
  ...AUDIT_ENDPOINTS,
  ...PEOPLE_ENDPOINTS,
  ...PROOF_ENDPOINTS,
  ...SECRET_ENDPOINTS,
  ...INSTALLATION_ENDPOINTS,
  ...BREAKER_ENDPOINTS,
  ...VIEW_ENDPOINTS,
} as const satisfies { readonly [id: string]: Endpoint };

export type EndpointId = keyof typeof ENDPOINTS;
