// The address where a window ends that proved at the issuer who one is.
import { ProvenView } from '@/components/proof/proven-view';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'It is you' };

export default page('signed-in', () => <ProvenView />);
