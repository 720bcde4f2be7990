// The address of a model's form.
import { EditModel } from '@/components/models/model-editor';
import { page } from '@/lib/server/http/page';

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }) {
  return { title: `Edit ${(await params).name}` };
}

export default page('models:write', ({ params }) => <EditModel name={params.name ?? ''} />);
