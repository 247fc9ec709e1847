import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { tellDone } from "../../ui/tell";
import { browserOf } from "./browsers";
import { Section } from "./Section";
import classes from "./Sessions.module.css";

const PATH = "/api/v1/me/sessions";

/** Where I am signed in, and ending that. */
export function SessionsCard() {
  const { t } = useTranslation("access");
  const client = useQueryClient();
  const sessions = $api.useQuery("get", PATH, {}, { staleTime: 0 });
  const again = () => void client.invalidateQueries({ queryKey: ["get", PATH] });
  const end = useWrite("delete", "/api/v1/me/sessions/{session_id}");
  const endOne = (id: string) =>
    end.mutate(
      { params: { path: { session_id: id } } },
      { onSuccess: () => tellDone(t("sessions.ended")), onSettled: again },
    );
  const endOthers = async (others: Schema<"Session">[]) => {
    await Promise.allSettled(others.map(({ id }) => end.mutateAsync({ params: { path: { session_id: id } } })));
    again();
  };
  return (
    <Section title={t("sessions.title")} hint={t("sessions.hint")}>
      <Loaded query={sessions} rows={3}>
        {(found) => {
          const others = found.filter(({ current }) => !current);
          return (
            <Stack gap="sm">
              <ul className={classes.list}>
                {found.map((session) => (
                  <li key={session.id} className={classes.row}>
                    <One session={session} />
                    {!session.current && (
                      <Button
                        variant="default"
                        size="compact-sm"
                        onClick={() => endOne(session.id)}
                        aria-label={t("sessions.end_named", {
                          browser: browserOf(session.client) || t("sessions.unknown"),
                        })}
                      >
                        {t("sessions.end")}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
              {others.length > 1 && (
                <Group justify="flex-end">
                  <Button
                    variant="default"
                    c="var(--desk-late)"
                    onClick={() => void endOthers(others)}
                    loading={end.isPending}
                  >
                    {t("sessions.end_others", { count: others.length })}
                  </Button>
                </Group>
              )}
            </Stack>
          );
        }}
      </Loaded>
    </Section>
  );
}

function One({ session }: { session: Schema<"Session"> }) {
  const { t } = useTranslation("access");
  return (
    <div>
      <Group gap="xs">
        <Text size="sm" fw={600} title={session.client ?? undefined}>
          {browserOf(session.client) || t("sessions.unknown")}
        </Text>
        {session.current && (
          <Badge size="sm" variant="default" tt="none">
            {t("sessions.this")}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t("sessions.seen")} <TimeAgo at={session.last_seen_at} /> · {t("sessions.since")}{" "}
        <TimeAgo at={session.created_at} />
      </Text>
    </div>
  );
}
