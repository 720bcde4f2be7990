// Knows whether the database has the shape that this version needs. The app may not read the history of migrations, so it looks at what they leave.
import type { Database } from '../database';
import { storeError } from '../store-errors';

/** What migrations made last, a line for each that can be told by a constraint of a table or a domain; a new one adds its own. */
const MADE: readonly { readonly table: string; readonly constraint: string }[] = [
  { table: 'bulk_action', constraint: 'bulk_action_filter_not_empty' },
  { table: 'installation', constraint: 'installation_version_positive' },
  { table: 'incident_report', constraint: 'incident_report_whole' },
  { table: 'bulk_action', constraint: 'bulk_action_act_known' },
  { table: 'breaker_change', constraint: 'breaker_change_states_known' },
  { table: 'event_wait', constraint: 'event_wait_settled_by_signal' },
  { table: 'bulkhead_slot', constraint: 'bulkhead_slot_holder_whole' },
  { table: 'effect', constraint: 'effect_resource_while_open' },
  { table: 'agent', constraint: 'agent_concurrency_positive' },
  { table: 'approval', constraint: 'approval_by_people_decided' },
  { table: 'run', constraint: 'run_compensation_names_its_original' },
  { table: 'journal_figure', constraint: 'checkpoint_figures_safe' },
  { table: 'run_input', constraint: 'run_input_bound_expired_once' },
  { table: 'hold', constraint: 'hold_settled_whole' },
  { table: 'run', constraint: 'run_lost_owners_counted' },
  { table: 'run', constraint: 'run_thread_named' },
  { table: 'provider_figure', constraint: 'provider_figure_told' },
  { table: 'usage_import', constraint: 'usage_import_withdrawn_whole' },
  { table: 'alert', constraint: 'alert_told_once' },
  { table: 'alert', constraint: 'alert_kinds_are_known' },
  { table: 'spend_cell', constraint: 'spend_cell_runs' },
  { table: 'spend_rollup', constraint: 'spend_rollup_recounted' },
  { table: 'spend_run_hour', constraint: 'spend_run_hour_set_aside' },
  { table: 'kept_result', constraint: 'kept_result_bounded' },
  { table: 'price_table', constraint: 'price_table_holds_a_list' },
  { table: 'session', constraint: 'session_method_known' },
  { table: 'policy_change', constraint: 'policy_change_act_known' },
  { table: 'egress_refusal', constraint: 'egress_refusal_bounded' },
  { table: 'spend_rollup', constraint: 'spend_rollup_recounting_whole' },
  { table: 'policy_difference', constraint: 'policy_difference_effects_known' },
  { table: 'installation', constraint: 'installation_link_hosts_bounded' },
  { table: 'delivery', constraint: 'delivery_one_receiver' },
  { table: 'review_rate', constraint: 'review_rate_is_a_share' },
  { table: 'approval_event', constraint: 'approval_event_verb_known' },
  { table: 'planted_call', constraint: 'planted_call_decided_whole' },
  { table: 'approval_decision', constraint: 'approval_decision_answer' },
  { table: 'delivery', constraint: 'delivery_owed_of_a_channel' },
  { table: 'approval', constraint: 'approval_chain_is_a_list' },
  { table: 'approval', constraint: 'approval_unopposed_by_nobody' },
  { table: 'run', constraint: 'run_dry_is_forked' },
  { table: 'vote_day', constraint: 'vote_day_spread_counts' },
  { table: 'error_group', constraint: 'error_group_counts' },
  { table: 'run', constraint: 'run_erased_whole' },
];

/** False before the migrations have been applied. @throws StoreUnavailableError when the database is away. */
export async function isSchemaCurrent(db: Pick<Database, 'pool'>): Promise<boolean> {
  try {
    const { rows } = await db.pool.query<{ current: boolean }>({
      name: 'schema_current',
      text: `SELECT NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS made (table_name, name)
          WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = made.name AND
            (c.conrelid = to_regclass(made.table_name) OR (c.contypid <> 0 AND c.contypid = to_regtype(made.table_name)))))
        AS current`,
      values: [MADE.map(({ table }) => table), MADE.map(({ constraint }) => constraint)],
    });
    return rows[0]?.current ?? false;
  } catch (error) {
    throw storeError(error, 'read schema');
  }
}
