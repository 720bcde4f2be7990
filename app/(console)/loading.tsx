// A page of the console on its way, in the place where it will stand.
import { SkeletonRows } from '@/components/ui/skeleton';

export default function ConsoleLoading() {
  return (
    <>
      <div className="h-[52px] border-b border-line" />
      <SkeletonRows rows={12} label="Loading the page" />
    </>
  );
}
