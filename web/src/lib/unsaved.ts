import { useEffect } from "react";

const unsaved = new Set<symbol>();

/** Whether something on the page was changed and not saved. */
export const isUnsaved = (): boolean => unsaved.size > 0;

/** While `dirty`, leaving the page asks first. */
export function useUnsaved(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const mine = Symbol("unsaved");
    unsaved.add(mine);
    return () => {
      unsaved.delete(mine);
    };
  }, [dirty]);
}
