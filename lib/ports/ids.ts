// New identifiers; time-ordered where rows are kept in that order.

export interface Ids {
  /** A UUIDv7: runs, approvals and audit events sort by the time of their creation. */
  timeOrdered(): string;
}
