// Fields of a form that belong together, under their name.
import type { ReactNode } from 'react';

export function FieldGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="mt-5 border-t border-line pt-3 first-of-type:mt-0 first-of-type:border-t-0 first-of-type:pt-0">
      <legend className="float-left mb-2 w-full font-semi">{title}</legend>
      <div className="clear-both flex flex-col gap-3">{children}</div>
    </fieldset>
  );
}
