import { Badge, Button, Card, Code, Group, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useConfirm } from "../../ui/confirm";
import { Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { tellDone } from "../../ui/tell";
import { ActorName } from "./ActorName";
import classes from "./Rules.module.css";
import { differences, linesOf, type Rule } from "./rules";

const PAGE = { params: { query: { limit: 50 } } } as const;
const ROUTING = "/api/v1/routing/rules";

/** Who saved rules when, what was different, and a way back. */
export function Versions({ current }: { current: number }) {
  const { t } = useTranslation("rules");
  const versions = $api.useQuery("get", `${ROUTING}/versions`, PAGE);
  const [shown, setShown] = useState<number | null>(null);
  const [ask, dialog] = useConfirm();
  const client = useQueryClient();
  const back = useWrite("post", `${ROUTING}/rollback`, {
    onSuccess: (saved) => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith(ROUTING) });
      tellDone(t("version.restored", { version: saved.version }));
    },
  });
  return (
    <Card withBorder component="section" aria-labelledby="rule-versions">
      {dialog}
      <Stack>
        <Title order={2} size="h4" id="rule-versions">
          {t("version.title")}
        </Title>
        <Loaded query={versions} rows={2}>
          {({ items }) =>
            items.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t("version.none")}
              </Text>
            ) : (
              items.map((version) => (
                <div key={version.version}>
                  <Group gap="xs">
                    <Text fw={600}>{t("version.number", { version: version.version })}</Text>
                    {version.version === current && (
                      <Badge variant="dot" color="green" tt="none">
                        {t("version.current")}
                      </Badge>
                    )}
                    <Text size="sm" c="dimmed">
                      <TimeAgo at={version.saved_at} />, <ActorName actor={version.saved_by} />
                    </Text>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-expanded={shown === version.version}
                      onClick={() => setShown(shown === version.version ? null : version.version)}
                    >
                      {t("version.diff")}
                    </Button>
                    {version.version !== current && (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        onClick={() =>
                          ask({
                            title: t("version.restore_title", { version: version.version }),
                            body: t("version.restore_body"),
                            confirm: t("version.restore"),
                            onConfirm: () => back.mutate({ body: { version: version.version } }),
                          })
                        }
                      >
                        {t("version.restore")}
                      </Button>
                    )}
                  </Group>
                  <Text size="sm">
                    {version.restored != null ? `${t("version.of", { version: version.restored })} ` : ""}
                    {version.note ||
                      version.changes.map((each) => `${t(`change.${each.change}`)}: ${each.name}`).join(", ")}
                  </Text>
                  {shown === version.version && <Diff version={version} />}
                </div>
              ))
            )
          }
        </Loaded>
      </Stack>
    </Card>
  );
}

const at = (version: number) => ({ params: { path: { version } } });

/** Two versions rule by rule, side by side. */
function Diff({ version }: { version: Schema<"Version"> }) {
  const { t } = useTranslation("rules");
  const after = $api.useQuery("get", `${ROUTING}/versions/{version}`, at(version.version));
  const before = $api.useQuery("get", `${ROUTING}/versions/{version}`, at(version.version - 1), {
    enabled: version.version > 1,
  });
  if (!after.data || (version.version > 1 && !before.data)) return null;
  const found = differences((before.data?.rules ?? []) as Rule[], after.data.rules as Rule[]);
  return (
    <Stack gap="sm" mt="xs">
      {found.map((each) => (
        <div key={`${each.kind}-${each.name}`}>
          <Text size="sm" fw={600}>
            {t(`change.${each.kind}`)}: {each.name}
          </Text>
          <div className={classes.sides}>
            {each.before && <Code block>{`− ${linesOf(each.before).replaceAll("\n", "\n− ")}`}</Code>}
            {each.after && each.kind !== "moved" && (
              <Code block>{`+ ${linesOf(each.after).replaceAll("\n", "\n+ ")}`}</Code>
            )}
          </div>
        </div>
      ))}
    </Stack>
  );
}
