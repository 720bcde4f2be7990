-- A mail server may take a message for some recipients and not for others: who has it is told no second time
-- (docs/decisions/0050-channels.md).
ALTER TABLE delivery
  ADD COLUMN owed text[],
  ADD CONSTRAINT delivery_owed_of_a_channel CHECK (owed IS NULL OR channel IS NOT NULL AND cardinality(owed) > 0);
COMMENT ON COLUMN delivery.owed IS 'Recipients of a mail who do not have it yet, while others have; null: nobody has it, or everybody.';
