// The address of the policy.
import { PoliciesView } from '@/components/policies/policies-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { readPolicies } from '@/lib/server/queries/read-policies';
import { Prefetched } from '../prefetched';

export const metadata = { title: 'Policies' };

export default page('policies:read', ({ app }) => (
  <Prefetched asked={[{ queryKey: queryKeys.policies.now(), ask: () => readPolicies(app) }]}>
    <PoliciesView />
  </Prefetched>
));
