import { Alert, Stack, Switch } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { useTopics } from "../../api/live";
import { Loaded, PageHeader } from "../../ui/states";
import { HealthCard } from "./HealthCard";
import { NextSteps } from "./NextSteps";
import { useChangeChannel, useConnectors } from "./queries";
import { Settings } from "./Settings";

/** One inbox: how it fares, its settings, and a test of both. */
export default function ChannelPage() {
  const { accountId: id = "" } = useParams({ strict: false });
  // The words of forms are brought along now, so that the page is not taken away while they come.
  useTranslation(["channels", "forms"]);
  useTopics(["org"]);
  const account = $api.useQuery("get", "/api/v1/channels/{account_id}", { params: { path: { account_id: id } } });
  const connectors = useConnectors();
  return (
    <Loaded query={account}>
      {(found) => (
        <Loaded query={connectors}>
          {({ items }) => (
            <Channel key={found.id} account={found} connector={items.find((each) => each.code === found.connector)} />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function Channel({
  account,
  connector,
}: {
  account: Schema<"ChannelAccountView">;
  connector?: Schema<"ConnectorView">;
}) {
  const { t } = useTranslation("channels");
  const type = connector?.channels.find((each) => each.code === account.channel);
  return (
    <>
      <PageHeader title={account.name} actions={<OnOff account={account} />}>
        {account.address}
      </PageHeader>
      <Stack gap="lg" maw={900}>
        <HealthCard account={account} />
        <NextSteps account={account} type={type} />
        {connector ? (
          <Settings account={account} connector={connector} />
        ) : (
          <Alert color="red">{t("gone", { connector: account.connector })}</Alert>
        )}
      </Stack>
    </>
  );
}

function OnOff({ account }: { account: Schema<"ChannelAccountView"> }) {
  const { t } = useTranslation("channels");
  const change = useChangeChannel(account.id);
  return (
    <Switch
      label={t("active")}
      checked={account.active}
      disabled={change.isPending}
      onChange={(event) =>
        change.mutate({ params: { path: { account_id: account.id } }, body: { active: event.currentTarget.checked } })
      }
    />
  );
}
