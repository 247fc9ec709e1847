import { useParams, useSearch } from "@tanstack/react-router";
import classes from "./Desk.module.css";
import { Panes } from "./Panes";

/** A case without the list: where a link, the palette or the search leads. `?interaction=` says what is worked on. */
export default function CasePage() {
  const { caseId = "" } = useParams({ strict: false });
  const { interaction } = useSearch({ strict: false }) as { interaction?: string };
  return (
    <div className={classes.desk} data-open="case" data-without-list>
      <Panes caseId={caseId} interactionId={interaction ?? null} />
    </div>
  );
}
