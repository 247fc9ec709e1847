import { Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AgentName } from "../../ui/names";
import classes from "./Aside.module.css";
import type { HandOff } from "./data";
import { Section } from "./Section";

/** A hand-off that came back: who declined it, and why. */
export function DeclinedHandOff({ handOff }: { handOff: HandOff }) {
  const { t } = useTranslation("aside");
  return (
    <Section name="declined" title={t("declined.title")} loud>
      <Stack gap="xs">
        <Text size="sm" component="div">
          {t("declined.by")} <AgentName id={handOff.declined_by} />
        </Text>
        {handOff.decline_reason ? (
          <Paper className={classes.travels} component="blockquote" m={0}>
            <Text size="sm">{handOff.decline_reason}</Text>
          </Paper>
        ) : (
          <Text size="sm" c="dimmed">
            {t("declined.no_reason")}
          </Text>
        )}
      </Stack>
    </Section>
  );
}
