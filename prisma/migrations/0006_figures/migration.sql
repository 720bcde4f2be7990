-- Figures over a period are read from the journal by the time its rows were written. A block range index fits: the journal is append-only and
-- grows in the order of time, so that the index is a few kilobytes and costs an insert nothing but a look at its range's bounds; a b-tree would
-- cost every commit one more random page. New partitions take it over from their parent.
CREATE INDEX checkpoint_at_idx ON checkpoint USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
