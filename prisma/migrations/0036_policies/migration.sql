-- The rules that stand outside of agents: versions that stay, which of them hold, and the draft of the next one.
CREATE TABLE policy_version (
  version integer NOT NULL,
  floor text NOT NULL,
  permit text NOT NULL,
  ask text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  created_by jsonb NOT NULL,
  CONSTRAINT policy_version_pkey PRIMARY KEY (version),
  CONSTRAINT policy_version_positive CHECK (version >= 1)
);
COMMENT ON TABLE policy_version IS 'Rules in Cedar, three texts a version: see lib/domain/policy-set.ts. Rows never change.';

CREATE TABLE policy_state (
  id boolean NOT NULL DEFAULT true,
  revision integer NOT NULL,
  active_version integer,
  candidate_version integer,
  CONSTRAINT policy_state_pkey PRIMARY KEY (id),
  CONSTRAINT policy_state_single CHECK (id),
  CONSTRAINT policy_state_candidate_differs CHECK (candidate_version <> active_version),
  CONSTRAINT policy_state_active_version_fkey FOREIGN KEY (active_version) REFERENCES policy_version (version),
  CONSTRAINT policy_state_candidate_version_fkey FOREIGN KEY (candidate_version) REFERENCES policy_version (version)
);
COMMENT ON TABLE policy_state IS 'One row: the version that decides, and the one that is only logged beside it. Without an active version nothing is permitted.';
COMMENT ON COLUMN policy_state.revision IS 'Raised with each change, for If-Match.';

CREATE TABLE policy_change (
  seq integer NOT NULL,
  act text NOT NULL,
  version integer NOT NULL,
  before integer,
  at timestamptz(3) NOT NULL DEFAULT now(),
  by jsonb NOT NULL,
  reason text NOT NULL,
  CONSTRAINT policy_change_pkey PRIMARY KEY (seq),
  CONSTRAINT policy_change_act_known CHECK (act IN ('publish', 'roll_back', 'log_only', 'stop_log_only')),
  CONSTRAINT policy_change_version_fkey FOREIGN KEY (version) REFERENCES policy_version (version)
);
COMMENT ON TABLE policy_change IS 'What was published, taken back, and logged beside, by whom and why. Rows never change.';
COMMENT ON COLUMN policy_change.before IS 'The version that was active until then; of the acts on a candidate the version that stays active.';

CREATE TABLE policy_draft (
  id boolean NOT NULL DEFAULT true,
  revision integer NOT NULL,
  floor text NOT NULL,
  permit text NOT NULL,
  ask text NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_by jsonb NOT NULL,
  CONSTRAINT policy_draft_pkey PRIMARY KEY (id),
  CONSTRAINT policy_draft_single CHECK (id),
  CONSTRAINT policy_draft_revision_positive CHECK (revision >= 1)
);
COMMENT ON TABLE policy_draft IS 'The version that is being written, one for everybody; it may hold errors. No row while nothing was written.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The rules that Bulkhead comes with: lib/adapters/policy/shipped-policies.ts, word for word.
INSERT INTO policy_version (version, floor, permit, ask, created_by) VALUES (1,
$cedar$// What nobody can allow: no approval, no role, no other rule. Only administrators change it.

@id("floor.destructive")
@message("The tool is labelled destructive, and nothing labelled so is ever called.")
forbid (principal, action, resource)
when { resource.hasTag("destructive") };
$cedar$,
$cedar$// What may be done at all. A call that nothing here permits is denied; one forbid is enough to deny.

@id("default.permit-read")
@message("A read changes nothing.")
permit (principal, action, resource)
when { resource.effect == "read" };

@id("default.permit-effects")
@message("The tool declares its effect, and the agent is granted the tool.")
permit (principal, action, resource)
when { ["idempotent", "reconcilable", "unsafe"].contains(resource.effect) };

@id("default.deny-negative-amount")
@message("The amount is negative or no number, so no threshold could hold it.")
forbid (principal, action, resource)
when { context has amount && context.amount < 0 };
$cedar$,
$cedar$// Of what is permitted, that which needs a person. @role names who decides; without it the agent's own choice holds.

@id("default.ask-high-risk")
@message("The tool is declared as high risk.")
permit (principal, action, resource)
when { resource.risk == "high" };

@id("default.ask-unsafe")
@message("The effect can neither be repeated safely nor looked up afterwards, and the tool is not low risk.")
permit (principal, action, resource)
when { resource.effect == "unsafe" && resource.risk != "low" };

@id("default.ask-tainted-exfiltration")
@message("Untrusted text and private data are in the context, and what is sent leaves the organisation.")
permit (principal, action, resource)
when { context.tainted && context.privateDataSeen && resource.externalSink };
$cedar$,
'{"kind": "system", "id": "runtime", "label": "Bulkhead"}');
INSERT INTO policy_state (revision, active_version) VALUES (1, 1);
INSERT INTO policy_change (seq, act, version, by, reason) VALUES
  (1, 'publish', 1, '{"kind": "system", "id": "runtime", "label": "Bulkhead"}', 'The rules that Bulkhead comes with.');

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT ON policy_version, policy_change TO bulkhead_app;
  GRANT SELECT, INSERT, UPDATE ON policy_state, policy_draft TO bulkhead_app;
END
$$;
