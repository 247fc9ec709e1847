import { IconInbox } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "../../ui/states";
import { Inbox } from "../inbox/Inbox";
import classes from "./Desk.module.css";
import { InteractionPanes } from "./Panes";

/** Left what there is to do, in the middle the case, right the customer. */
export default function DeskPage() {
  // The words of the panes come with the page: who waits for them draws twice, a third of a second apart.
  const { t } = useTranslation(["app", "case", "aside"]);
  const { view = "mine", interactionId } = useParams({ strict: false });
  return (
    <div className={classes.desk} data-open={interactionId ? "case" : "list"}>
      <h1 className="visually-hidden">{t("place.desk")}</h1>
      <section className={classes.list} aria-label={t("pane.inbox")}>
        <Inbox view={view} interactionId={interactionId ?? null} />
      </section>
      {interactionId ? (
        <InteractionPanes interactionId={interactionId} />
      ) : (
        <div className={classes.middle}>
          <Empty icon={<IconInbox size={40} stroke={1.2} />} title={t("desk.none_open")}>
            {t("desk.none_open_hint")}
          </Empty>
        </div>
      )}
    </div>
  );
}
