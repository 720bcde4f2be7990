// The address of the form for another model.
import { NewModel } from '@/components/models/model-editor';
import { PageDrawn } from '@/components/shell/page-drawn';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'New model' };

export default page('models:write', () => (
  <>
    <PageDrawn />
    <NewModel />
  </>
));
