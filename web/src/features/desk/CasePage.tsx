import { useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useTopics } from "../../api/live";
import { useCase } from "../aside/data";
import classes from "./Desk.module.css";
import { isOutOfSight, OutOfSight } from "./OutOfSight";
import { Panes } from "./Panes";

/** A case without the list: where a link, the palette or the search leads. `?interaction=` says what is worked on. */
export default function CasePage() {
  // The words of the panes come with the page: who waits for them draws twice, a third of a second apart.
  const { t } = useTranslation(["app", "case", "aside"]);
  const { caseId = "" } = useParams({ strict: false });
  const { interaction } = useSearch({ strict: false }) as { interaction?: string };
  useTopics([`case:${caseId}`]);
  const shown = useCase(caseId);
  return (
    <div className={classes.desk} data-open="case" data-without-list>
      <h1 className="visually-hidden">{t("pane.case")}</h1>
      {isOutOfSight(shown) ? <OutOfSight /> : <Panes caseId={caseId} interactionId={interaction ?? null} />}
    </div>
  );
}
