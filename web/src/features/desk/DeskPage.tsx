import { IconInbox } from "@tabler/icons-react";
import { lazyRouteComponent, useParams } from "@tanstack/react-router";
import i18next from "i18next";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Empty, Loading } from "../../ui/states";
import { Inbox } from "../inbox/Inbox";
import classes from "./Desk.module.css";

// With their words, or whoever waits for these draws twice.
const panes = async () => {
  const [piece] = await Promise.all([import("./Panes"), i18next.loadNamespaces(["case", "aside", "callback"])]);
  return piece;
};
// Drawn at once when it is there; React's own `lazy` shows the fallback first, and keeps that for 300 ms.
const InteractionPanes = lazyRouteComponent(panes, "InteractionPanes");
// The list comes first; the panes are there when the first row has been read.
const PANES_AFTER_MS = 400;

/** Left what there is to do, in the middle the case, right the customer. */
export default function DeskPage() {
  const { t } = useTranslation("app");
  const { view = "mine", interactionId } = useParams({ strict: false });
  useEffect(() => {
    const timer = setTimeout(() => void InteractionPanes.preload?.(), PANES_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.desk} data-open={interactionId ? "case" : "list"}>
      <h1 className="visually-hidden">{t("place.desk")}</h1>
      <section className={classes.list} aria-label={t("pane.inbox")}>
        <Inbox view={view} interactionId={interactionId ?? null} />
      </section>
      {interactionId ? (
        <Suspense fallback={<Loading rows={8} />}>
          <InteractionPanes interactionId={interactionId} />
        </Suspense>
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
