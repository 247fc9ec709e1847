import { SimpleGrid, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import classes from "./Channels.module.css";
import { useConnectorWords } from "./words";

/** What customers use most comes first; what only takes in history comes last. */
const FIRST = ["email", "webchat"];

interface Props {
  connectors: Schema<"ConnectorView">[];
  choose: (code: string) => void;
}

/** By which connector. */
export function Choose({ connectors, choose }: Props) {
  const { t } = useTranslation("channels");
  const words = useConnectorWords();
  const rank = (code: string) => (FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length);
  return (
    <SimpleGrid
      cols={{ base: 1, sm: 2 }}
      aria-label={t("new.choose")}
      component="ul"
      p={0}
      m={0}
      className={classes.plain}
    >
      {[...connectors]
        .sort((one, other) => rank(one.code) - rank(other.code))
        .map((each) => (
          <li key={each.code}>
            <UnstyledButton className={classes.choice} onClick={() => choose(each.code)}>
              <Text fw={600}>{words(each.code, each.name).name}</Text>
              <Text size="sm" c="dimmed">
                {words(each.code, each.name).what}
              </Text>
            </UnstyledButton>
          </li>
        ))}
    </SimpleGrid>
  );
}
