import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/me";
import { PageHeader } from "../../ui/states";
import { PasswordCard } from "./PasswordCard";
import { PreferencesCard } from "./PreferencesCard";
import { ProfileCard } from "./ProfileCard";
import { SecondFactorCard } from "./SecondFactorCard";
import { SessionsCard } from "./SessionsCard";

/** What is my own: name, password, second factor, sessions, and what I like on this machine. */
export default function ProfilePage() {
  const { t } = useTranslation("access");
  const me = useMe();
  return (
    <div style={{ padding: "var(--mantine-spacing-lg)", maxWidth: 760, marginInline: "auto" }}>
      <PageHeader title={t("me.title")}>{me.agent.email}</PageHeader>
      <Stack gap="lg">
        <ProfileCard />
        <SecondFactorCard />
        <PasswordCard />
        <SessionsCard />
        <PreferencesCard />
      </Stack>
    </div>
  );
}
