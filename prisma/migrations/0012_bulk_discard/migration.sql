-- Failed runs can be left failed together, as one by one.
ALTER TABLE bulk_action
  DROP CONSTRAINT bulk_action_known,
  ADD CONSTRAINT bulk_action_act_known CHECK (action IN ('cancel', 'pause', 'redrive', 'resume', 'discard'));
