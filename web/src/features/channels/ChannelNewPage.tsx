import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Loaded, PageHeader } from "../../ui/states";
import { Choose } from "./Choose";
import { useConnectors } from "./queries";
import { SetUp } from "./SetUp";

/** Guided set-up: choose, fill in, try, choose the queue, done. Nothing is saved before it was tried. */
export default function ChannelNewPage() {
  // The words of forms are brought along now, so that the page is not taken away while they come.
  const { t } = useTranslation(["channels", "forms"]);
  const connectors = useConnectors();
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={t("new.title")}>{t("new.lead")}</PageHeader>
      <Loaded query={connectors}>
        {({ items }) => {
          const connector = items.find((each) => each.code === chosen);
          return connector ? (
            <SetUp key={connector.code} connector={connector} back={() => setChosen(null)} />
          ) : (
            <Choose connectors={items} choose={setChosen} />
          );
        }}
      </Loaded>
    </>
  );
}
