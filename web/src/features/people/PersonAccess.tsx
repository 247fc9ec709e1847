import { Button, Checkbox, Fieldset, Group, List, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { useRefresh } from "../../lib/pages";
import { useConfirm } from "../../ui/confirm";
import { SecretOnce } from "../../ui/Secret";
import { TimeAgo } from "../../ui/TimeAgo";
import { tellDone } from "../../ui/tell";
import type { Agent } from "./data";
import classes from "./People.module.css";

/** Whether somebody can sign in and how, and what becomes of their work. */
export function PersonAccess({ agent, locked }: { agent: Agent; locked: boolean }) {
  const { t } = useTranslation("people");
  const me = useMe();
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const path = { params: { path: { agent_id: agent.id } } };
  const again = () => refresh("/api/v1/agents");
  const enable = useWrite("post", "/api/v1/agents/{agent_id}/enable", { onSuccess: again });
  const reset = useWrite("post", "/api/v1/agents/{agent_id}/password-reset", { onSuccess: again });
  const lift = useWrite("delete", "/api/v1/agents/{agent_id}/second-factor", {
    onSuccess: () => {
      again();
      tellDone(t("factor_removed", { name: agent.name }));
    },
  });
  const [disabling, setDisabling] = useState(false);
  const askReset = () =>
    ask({
      title: t("reset_title", { name: agent.name }),
      body: t("reset_body"),
      confirm: t("reset"),
      danger: true,
      onConfirm: () => reset.mutate(path),
    });
  const askLift = () =>
    ask({
      title: t("factor_title", { name: agent.name }),
      body: t("factor_body"),
      confirm: t("factor_remove"),
      danger: true,
      onConfirm: () => lift.mutate(path),
    });
  return (
    <Fieldset legend={t("part.access")} className={classes.card} mt="md">
      <Stack gap="sm" align="flex-start">
        {reset.data && <SecretOnce title={t("new_password", { name: agent.name })} secret={reset.data.password} />}
        <Text size="sm">{t(agent.active ? "may_sign_in" : "may_not_sign_in")}</Text>
        {agent.kind === "person" && (
          <Text size="sm">
            {agent.second_factor_at ? (
              <>
                {t("factor_since")} <TimeAgo at={agent.second_factor_at} />
              </>
            ) : (
              t("factor_none")
            )}
          </Text>
        )}
        <Group gap="sm">
          {agent.kind === "person" && (
            <Button variant="default" disabled={locked} loading={reset.isPending} onClick={askReset}>
              {t("reset")}
            </Button>
          )}
          {agent.second_factor_at && (
            <Button variant="default" disabled={locked} onClick={askLift}>
              {t("factor_remove")}
            </Button>
          )}
          {agent.active ? (
            <Button
              color="red"
              variant="light"
              disabled={locked || agent.id === me.id}
              onClick={() => setDisabling(true)}
            >
              {t("disable")}
            </Button>
          ) : (
            <Button variant="light" disabled={locked} loading={enable.isPending} onClick={() => enable.mutate(path)}>
              {t("enable")}
            </Button>
          )}
        </Group>
        {agent.id === me.id && (
          <Text size="xs" c="dimmed">
            {t("not_yourself")}
          </Text>
        )}
        {disabling && <Disabling agent={agent} onClose={() => setDisabling(false)} />}
      </Stack>
      {dialog}
    </Fieldset>
  );
}

/** What somebody has in hand, and that it can go back to its queues before they cannot sign in any more. */
function Disabling({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { t } = useTranslation(["people", "app"]);
  const me = useMe();
  const refresh = useRefresh();
  const client = useQueryClient();
  const path = { params: { path: { agent_id: agent.id } } };
  const work = $api.useQuery("get", "/api/v1/agents/{agent_id}/work", path, { retry: false, staleTime: 0 });
  const [back, setBack] = useState(true);
  const mayMove = me.may("queue.manage");
  const requeue = useWrite("post", "/api/v1/agents/{agent_id}/requeue");
  const disable = useWrite("post", "/api/v1/agents/{agent_id}/disable");
  const has = work.data?.length ?? 0;
  const go = async () => {
    await disable.mutateAsync(path);
    if (mayMove && back && has > 0) {
      const moved = await requeue.mutateAsync(path);
      tellDone(t("moved", { count: moved.moved.length }));
    }
    refresh("/api/v1/agents");
    void client.invalidateQueries({ queryKey: ["get", "/api/v1/interactions"] });
    onClose();
  };
  return (
    <Fieldset legend={t("disable_title", { name: agent.name })} w="100%">
      <Stack gap="sm">
        <Text size="sm">{t("disable_body")}</Text>
        {has > 0 ? (
          <>
            <Text size="sm">{t("in_hand", { count: has })}</Text>
            <List size="sm">
              {work.data?.slice(0, 5).map((each) => (
                <List.Item key={each.interaction_id}>{each.subject ?? t("no_subject")}</List.Item>
              ))}
            </List>
            {mayMove ? (
              <Checkbox
                label={t("put_back")}
                checked={back}
                onChange={(event) => setBack(event.currentTarget.checked)}
              />
            ) : (
              <Text size="sm">{t("cannot_move")}</Text>
            )}
          </>
        ) : (
          work.data && <Text size="sm">{t("nothing_in_hand")}</Text>
        )}
        <Group>
          <Button color="red" loading={disable.isPending || requeue.isPending} onClick={() => void go()} data-autofocus>
            {t("disable")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("app:cancel")}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
