import { Drawer } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useTopics } from "../../api/live";
import { useCommands } from "../../lib/commands";
import { useLayout } from "../../lib/preferences";
import { Loaded, Loading } from "../../ui/states";
import { Aside } from "../aside/Aside";
import { CasePane } from "../case/CasePane";
import { Back } from "./Back";
import classes from "./Desk.module.css";
import { isOutOfSight, OutOfSight } from "./OutOfSight";

// Below this width the customer's pane is a drawer.
const NARROW = "(max-width: 75em)";

interface Props {
  caseId: string | null;
  /** The contact that is being worked on; null where a case is only read. */
  interactionId: string | null;
}

/** The case of an interaction, and its customer. */
export function InteractionPanes({ interactionId }: { interactionId: string }) {
  useTopics([`interaction:${interactionId}`]);
  const interaction = $api.useQuery("get", "/api/v1/interactions/{interaction_id}", {
    params: { path: { interaction_id: interactionId } },
  });
  if (isOutOfSight(interaction)) return <OutOfSight />;
  return (
    <Loaded query={interaction} rows={8}>
      {(it) => <Panes caseId={it.case_id ?? null} interactionId={it.id} />}
    </Loaded>
  );
}

export function Panes({ caseId, interactionId }: Props) {
  const { t } = useTranslation("app");
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const [wide, setWide] = useLayout("desk.aside", true);
  const [drawer, { toggle, close }] = useDisclosure(false);
  useTopics(caseId ? [`case:${caseId}`] : []);
  const flip = narrow ? toggle : () => setWide(!wide);
  useCommands([{ id: "desk.aside", title: t("pane.toggle_aside"), group: t("group.view"), keys: "alt+c", run: flip }]);
  // First the story: all that is known beside it is much more, and can come a moment later.
  const [told, setTold] = useState<string | null>(null);
  const aside =
    told === (caseId ?? interactionId) ? <Aside caseId={caseId} interactionId={interactionId} /> : <Loading rows={8} />;
  return (
    <>
      <section className={classes.middle} aria-label={t("pane.case")}>
        <Back />
        <CasePane caseId={caseId} interactionId={interactionId} onAside={flip} onTold={setTold} />
      </section>
      {narrow ? (
        <Drawer
          opened={drawer}
          onClose={close}
          position="right"
          title={t("pane.customer")}
          size="md"
          closeButtonProps={{ "aria-label": t("close") }}
        >
          {aside}
        </Drawer>
      ) : (
        wide && (
          <section className={classes.aside} aria-label={t("pane.customer")}>
            {aside}
          </section>
        )
      )}
    </>
  );
}
