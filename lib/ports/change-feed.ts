// Says that something changed, so that open pages ask again; carries no data and promises no delivery.

export type ChangeTopic =
  | 'runs'
  | 'bulk'
  | 'approvals'
  | 'agents'
  | 'tools'
  | 'models'
  | 'sessions'
  | 'stops'
  | 'dead_letters'
  | 'breakers'
  | 'people'
  | 'api_keys'
  | 'secrets'
  | 'settings'
  | 'views'
  | 'budgets'
  | 'alerts'
  | 'policies';
export type Change = { readonly topic: ChangeTopic; readonly id: string };

export interface ChangeFeed {
  publish(changes: readonly Change[]): void;
}
