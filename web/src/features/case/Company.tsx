import { Avatar, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Somebody, useEphemeral, useViewing } from "../../api/ephemera";
import { useMe } from "../../api/me";

const others = (all: Somebody[], me: string) => [
  ...new Map(all.filter((each) => each.agentId && each.agentId !== me).map((each) => [each.agentId, each])).values(),
];

/** Who else looks at the case, or types in it. */
export function Company({ topic, interactionId }: { topic: string; interactionId: string | null }) {
  const { t } = useTranslation("case");
  const me = useMe();
  const here = useEphemeral(topic);
  // After what follows the topic: who does not follow it says nothing there.
  useViewing(topic, me.id);
  const there = useEphemeral(interactionId ? `interaction:${interactionId}` : topic);
  const viewing = others(here.viewing, me.id);
  const typing = others([...here.typing, ...there.typing], me.id);
  const customer = there.typing.some((each) => each.by === "customer");
  return (
    <>
      {viewing.length > 0 && (
        <Tooltip
          label={t("company.viewing", { names: viewing.map((each) => each.name).join(", "), count: viewing.length })}
        >
          <Avatar.Group
            role="img"
            aria-label={t("company.viewing", {
              names: viewing.map((each) => each.name).join(", "),
              count: viewing.length,
            })}
          >
            {viewing.slice(0, 4).map((each) => (
              <Avatar key={each.agentId} name={each.name} size={26} color="grape" />
            ))}
          </Avatar.Group>
        </Tooltip>
      )}
      <Text size="xs" c="dimmed" role="status" aria-live="polite" component="div">
        {typing.length > 0 &&
          t("company.typing", { names: typing.map((each) => each.name).join(", "), count: typing.length })}
        {typing.length === 0 && customer && t("company.customer_typing")}
      </Text>
    </>
  );
}
