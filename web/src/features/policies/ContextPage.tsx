import { Button, Group, Text, TextInput } from "@mantine/core";
import { IconBulb } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatDate } from "../../lib/format";
import { useRefresh } from "../../lib/pages";
import { Guarded } from "../../ui/Guarded";
import { Loaded, PageHeader } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { ContextFigures } from "./ContextFigures";
import { ContextLosses } from "./ContextLosses";
import { ContextProposals } from "./ContextProposals";

export default function ContextPage() {
  return (
    <Guarded needs={["vocabulary.manage", "case.read"]}>
      <Context />
    </Guarded>
  );
}

/** Where customers had to say things twice, and what would mend it. */
function Context() {
  const { t } = useTranslation(["policies", "admin"]);
  const me = useMe();
  const refresh = useRefresh();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const query = {
    ...(from ? { from: new Date(`${from}T00:00`).toISOString() } : {}),
    ...(to ? { to: new Date(new Date(`${to}T00:00`).getTime() + 86_400_000).toISOString() } : {}),
  };
  const review = $api.useQuery("get", "/api/v1/context-review", { params: { query } });
  const propose = useWrite("post", "/api/v1/context-review/proposals", {
    onSuccess: (made) => {
      refresh("/api/v1/context");
      tellDone(t("proposed", { count: made.length }));
    },
  });
  return (
    <>
      <PageHeader
        title={t("admin:page.context")}
        actions={
          me.may("vocabulary.manage") && (
            <Button
              variant="default"
              leftSection={<IconBulb size={16} />}
              loading={propose.isPending}
              onClick={() => propose.mutate({ params: { query } })}
            >
              {t("propose")}
            </Button>
          )
        }
      >
        {t("context_about")}
      </PageHeader>
      <Group mb="md" align="end">
        <TextInput
          type="date"
          label={t("from")}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput type="date" label={t("to")} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        {review.data && (
          <Text size="sm" c="dimmed">
            {t("period", { from: formatDate(review.data.since), to: formatDate(review.data.until) })}
          </Text>
        )}
      </Group>
      <Loaded query={review} rows={8}>
        {(found) => (
          <>
            <ContextProposals proposals={found.proposals} />
            <ContextFigures review={found} />
          </>
        )}
      </Loaded>
      <ContextLosses />
    </>
  );
}
