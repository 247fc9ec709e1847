import { Paper, Select, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { now } from "../../lib/clock";
import { useChannelName } from "../../ui/ChannelIcon";
import { type Canned, filled } from "./canned";

interface Props {
  body: string;
  language: string | null;
  /** The text as it is kept, where it is what is shown: it can be tried on a contact. */
  canned: Canned | null;
}

/** The text as a customer would get it: with examples while it is written, or for a contact that I have. */
export function Preview({ body, language, canned }: Props) {
  const { t, i18n } = useTranslation("canned");
  const me = useMe();
  const nameOf = useChannelName();
  const [contact, setContact] = useState<string | null>(null);
  const organisation = $api.useQuery("get", "/api/v1/organization", {});
  const work = $api.useQuery("get", "/api/v1/me/work", {}, { enabled: me.may("interaction.work") });
  const render = useWrite("post", "/api/v1/canned-responses/{canned_id}/render");
  const choose = (interaction_id: string | null) => {
    setContact(interaction_id);
    if (interaction_id && canned)
      render.mutate({ params: { path: { canned_id: canned.id } }, body: { interaction_id } });
  };
  const examples = {
    "customer.name": t("example.customer"),
    "customer.first_name": t("example.customer").split(" ")[0] ?? "",
    "agent.name": me.name,
    "agent.first_name": me.name.split(" ")[0] ?? "",
    "case.reference": "WL-7K2M9Q4",
    "case.title": t("example.title"),
    "organization.name": organisation.data?.name ?? "…",
    today: new Intl.DateTimeFormat(language ?? i18n.language, { dateStyle: "long" }).format(now()),
  };
  const real = contact && canned ? render.data : undefined;
  const parts = filled(real?.text ?? body, real ? {} : examples);
  return (
    <div>
      <Text size="sm" fw={500} id="canned-preview">
        {t(real ? "preview_for" : "preview")}
      </Text>
      <Paper withBorder p="sm" mt={4} bg="var(--desk-ours)" role="region" aria-labelledby="canned-preview">
        <Text size="sm" component="div" dir="auto" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {body.trim() === "" && t("preview_none")}
          {parts.map(({ at, text, kind }) =>
            kind === "unknown" ? (
              <mark key={at} title={t("unknown")}>
                {text}
              </mark>
            ) : (
              <span key={at}>{text}</span>
            ),
          )}
        </Text>
      </Paper>
      {parts.some((each) => each.kind === "unknown") && (
        <Text size="xs" mt={4} role="status">
          {t(real ? "missing" : "unknown")}
        </Text>
      )}
      {canned && work.data && work.data.length > 0 && (
        <Select
          mt="xs"
          size="xs"
          maw={360}
          label={t("try_on")}
          clearable
          clearButtonProps={{ "aria-label": t("preview") }}
          data={work.data.map((each) => ({
            value: each.interaction_id,
            label: `${nameOf(each.channel)}: ${each.subject ?? t("no_subject")}`,
          }))}
          value={contact}
          onChange={choose}
        />
      )}
    </div>
  );
}
