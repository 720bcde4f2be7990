// A run's address.
import { RunView } from '@/components/run/run-view';
import { shortId } from '@/components/run/short-id';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props) {
  return { title: `Run ${shortId((await params).id)}` };
}

export default async function RunPage({ params }: Props) {
  return <RunView id={(await params).id} />;
}
