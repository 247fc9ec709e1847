import { Button, Group, SimpleGrid, Stack, Tabs } from "@mantine/core";
import { IconArrowsJoin, IconPencil } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { Loaded, PageHeader } from "../../ui/states";
import { CustomerCard } from "../aside/CustomerCard";
import { type Overview, useOverview } from "../aside/data";
import { IdentityProposals } from "../aside/IdentityProposals";
import { Timeline } from "../aside/Timeline";
import { Attributes } from "./Attributes";
import { Cases } from "./Cases";
import classes from "./Customer.module.css";
import { EditDialog } from "./EditDialog";
import { IdentityDecisions } from "./IdentityDecisions";
import { MergeDialog } from "./MergeDialog";
import { Relationships } from "./Relationships";
import { SplitDialog } from "./SplitDialog";

type Dialog = "edit" | "merge" | "split";

/** Everything about one customer. */
export default function CustomerPage() {
  const { customerId = "" } = useParams({ strict: false });
  useTopics([`customer:${customerId}`]);
  const overview = useOverview(customerId);
  return (
    <div className={classes.page}>
      <Loaded query={overview} rows={10}>
        {(it) => <Whole key={it.customer.id} overview={it} again={() => void overview.refetch()} />}
      </Loaded>
    </div>
  );
}

function Whole({ overview, again }: { overview: Overview; again: () => void }) {
  const { t } = useTranslation("customer");
  const me = useMe();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const { customer } = overview;
  const writes = me.may("customer.write");
  const merges = me.may("customer.merge");
  const group = t("group");
  useCommands([
    { id: "customer.edit", title: t("edit.title"), group, keys: "e", enabled: writes, run: () => setDialog("edit") },
    {
      id: "customer.merge",
      title: t("merge.title"),
      group,
      keys: "shift+m",
      enabled: merges,
      run: () => setDialog("merge"),
    },
    { id: "customer.split", title: t("split.title"), group, enabled: merges, run: () => setDialog("split") },
  ]);
  const close = () => setDialog(null);
  return (
    <>
      <PageHeader
        title={customer.display_name || t("app:unnamed")}
        actions={
          <Group gap="xs">
            {writes && (
              <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setDialog("edit")}>
                {t("app:edit")}
              </Button>
            )}
            {merges && (
              <Button variant="default" leftSection={<IconArrowsJoin size={16} />} onClick={() => setDialog("merge")}>
                {t("merge.open")}
              </Button>
            )}
            {merges && overview.handles.length > 1 && (
              <Button variant="default" onClick={() => setDialog("split")}>
                {t("split.open")}
              </Button>
            )}
          </Group>
        }
      >
        {customer.merged_into ? t("merged_away") : t("records", { count: customer.members.length + 1 })}
      </PageHeader>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="md">
          <div className={classes.card}>
            <CustomerCard overview={overview} named={false} />
          </div>
          <div className={classes.card}>
            <Relationships overview={overview} done={again} />
          </div>
          <IdentityProposals customerId={customer.id} done={again} />
        </Stack>
        <Tabs defaultValue="cases" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="cases">{t("tab.cases")}</Tabs.Tab>
            <Tabs.Tab value="timeline">{t("tab.timeline")}</Tabs.Tab>
            <Tabs.Tab value="identity">{t("tab.identity")}</Tabs.Tab>
            <Tabs.Tab value="attributes">{t("tab.attributes")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="cases" pt="md">
            <Cases overview={overview} />
          </Tabs.Panel>
          <Tabs.Panel value="timeline" pt="md">
            <Timeline customerId={customer.id} cases={overview.record.cases} />
          </Tabs.Panel>
          <Tabs.Panel value="identity" pt="md">
            <IdentityDecisions customerId={customer.id} done={again} />
          </Tabs.Panel>
          <Tabs.Panel value="attributes" pt="md">
            <Attributes of={overview.attributes} />
          </Tabs.Panel>
        </Tabs>
      </SimpleGrid>
      {dialog === "edit" && <EditDialog customer={customer} close={close} done={again} />}
      {dialog === "merge" && <MergeDialog customer={customer} close={close} done={again} />}
      {dialog === "split" && <SplitDialog overview={overview} close={close} done={again} />}
    </>
  );
}
