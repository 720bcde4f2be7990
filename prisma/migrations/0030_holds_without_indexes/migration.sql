-- A hold lives for as long as a call and some hundred milliseconds: the table is small, and reading all of it costs less than keeping indexes that each
-- settlement writes to. Without them a settlement changes the row in its place (HOT).
DROP INDEX hold_allowances_idx;
DROP INDEX hold_settled_idx;
