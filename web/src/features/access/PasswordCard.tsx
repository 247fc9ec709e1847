import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { tellDone } from "../../ui/tell";
import { Refusal } from "./Refusal";
import { Section } from "./Section";
import { useFieldSaid } from "./words";

/** Change my password; my other sessions end. */
export function PasswordCard() {
  const { t } = useTranslation("access");
  const { agent } = useMe();
  const wrong = useFieldSaid();
  const client = useQueryClient();
  const [present, setPresent] = useState("");
  const [next, setNext] = useState("");
  const change = useWrite("post", "/api/v1/me/password", {
    meta: { quiet: true },
    onSuccess: () => {
      setPresent("");
      setNext("");
      tellDone(t("me.password_set"));
      void client.invalidateQueries({ queryKey: ["get", "/api/v1/me/sessions"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ body: { present, new: next } });
  };
  const eye = { "aria-label": t("show_password") };
  return (
    <Section title={t("me.password")} hint={t("me.password_hint")}>
      <form onSubmit={submit}>
        <Stack>
          {/* Password managers see by it whose password this is. */}
          <input type="email" autoComplete="username" value={agent.email} readOnly hidden />
          <Refusal error={change.error} />
          <Group grow preventGrowOverflow={false} align="start">
            <PasswordInput
              label={t("me.present")}
              required
              autoComplete="current-password"
              value={present}
              onChange={(event) => setPresent(event.currentTarget.value)}
              error={wrong(change.error, "present")}
              visibilityToggleButtonProps={eye}
            />
            <PasswordInput
              label={t("new_password")}
              description={t("password_hint")}
              inputWrapperOrder={["label", "input", "description", "error"]}
              required
              minLength={12}
              maxLength={256}
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.currentTarget.value)}
              error={wrong(change.error, "new")}
              visibilityToggleButtonProps={eye}
            />
          </Group>
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending} disabled={!present || next.length < 12}>
              {t("me.password_submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
