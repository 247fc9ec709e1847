import { useBlocker } from "@tanstack/react-router";
import { isUnsaved } from "../../lib/unsaved";
import { LeavingDialog } from "../../ui/leaving";

/** Asks before a page is left on which something is not saved. Another place on the same page is no leaving. */
export function Leaving() {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isUnsaved(),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  return (
    <LeavingDialog
      opened={blocker.status === "blocked"}
      onLeave={() => blocker.proceed?.()}
      onStay={() => blocker.reset?.()}
    />
  );
}
