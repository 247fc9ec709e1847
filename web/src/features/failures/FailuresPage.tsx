import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { formatNumber } from "../../lib/format";
import { Loaded, PageHeader } from "../../ui/states";
import { DeadLetters, FailedJobs } from "./Background";
import { Envelopes } from "./Envelopes";
import { sums } from "./sums";
import { Unsent } from "./Unsent";

/** What failed and was kept: deliveries, messages, jobs and reactions, each with another try. */
export default function FailuresPage() {
  const { t } = useTranslation("failures");
  useTopics(["org"]);
  const me = useMe();
  const failures = $api.useQuery("get", "/api/v1/failures", undefined, {
    meta: { kinds: ["envelope", "message"] },
    refetchInterval: 10_000,
  });
  return (
    <>
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      <Loaded query={failures}>
        {(found) => {
          const { failed, unknown, waiting } = sums(found.envelopes);
          const count = (number: number, more = false) => `${formatNumber(number)}${more ? "+" : ""}`;
          return (
            <Tabs defaultValue="envelopes" keepMounted={false}>
              <Tabs.List mb="md">
                <Tabs.Tab value="envelopes">{t("tab.envelopes", { total: count(failed + unknown) })}</Tabs.Tab>
                <Tabs.Tab value="unsent">{t("tab.unsent", { total: count(found.unsent) })}</Tabs.Tab>
                <Tabs.Tab value="jobs">{t("tab.jobs", { total: count(found.jobs, found.more_jobs) })}</Tabs.Tab>
                <Tabs.Tab value="letters">
                  {t("tab.letters", { total: count(found.letters, found.more_letters) })}
                </Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="envelopes">
                <Envelopes reasons={found.reasons} waiting={waiting} troubled={failed + unknown} />
              </Tabs.Panel>
              <Tabs.Panel value="unsent">
                <Unsent canRetry={me.may("interaction.work")} />
              </Tabs.Panel>
              <Tabs.Panel value="jobs">
                <FailedJobs />
              </Tabs.Panel>
              <Tabs.Panel value="letters">
                <DeadLetters />
              </Tabs.Panel>
            </Tabs>
          );
        }}
      </Loaded>
    </>
  );
}
