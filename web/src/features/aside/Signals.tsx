import { Group, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { formatNumber, formatShare } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import classes from "./Aside.module.css";
import { Reasons } from "./Reasons";
import { Nothing, Section } from "./Section";

/** What machines and people make of the contact: how sure they are, and why. */
export function Signals({ interactionId }: { interactionId: string }) {
  const { t } = useTranslation("aside");
  const signals = $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/signals",
    { params: { path: { interaction_id: interactionId } } },
    { meta: { kinds: ["signal"] } },
  );
  return (
    <Section name="signals" title={t("signal.title")} count={signals.data?.length} closed>
      <Loaded query={signals} rows={2}>
        {(found) =>
          found.length === 0 ? (
            <Nothing>{t("signal.none")}</Nothing>
          ) : (
            <ul className={classes.list}>
              {found.map((each) => (
                <Signal key={each.id} signal={each} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function Signal({ signal }: { signal: Schema<"SignalView"> }) {
  const { t } = useTranslation("aside");
  const name = t(`signal.kind.${signal.kind}`, words(signal.kind));
  const value = signal.label ? words(signal.label) : signal.value === null ? "" : formatNumber(signal.value, 2);
  return (
    <li>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm">{name}</Text>
        <Text size="sm" fw={600}>
          {value}
        </Text>
      </Group>
      <Group gap={6} wrap="nowrap">
        <Progress
          value={signal.confidence * 100}
          size="sm"
          style={{ flex: 1 }}
          aria-label={t("signal.confidence", { name })}
        />
        <Text size="xs" c="dimmed">
          {t("signal.sure", { share: formatShare(signal.confidence) })}
        </Text>
      </Group>
      <Reasons evidence={signal.evidence} most={3} />
      <Text size="xs" c="dimmed">
        {signal.producer} {signal.producer_version} · <TimeAgo at={signal.at} />
      </Text>
    </li>
  );
}
