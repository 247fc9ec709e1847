import { Input, NativeSelect, SegmentedControl, Stack, Switch, useMantineColorScheme } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../../lib/i18n";
import { setPreferences, usePreferences } from "../../lib/preferences";
import { speak, useSpoken } from "./language";
import { Section } from "./Section";

/** How the desk looks and rings on this machine. */
export function PreferencesCard() {
  const { t } = useTranslation("access");
  const { sound, undoSeconds } = usePreferences();
  const language = useSpoken();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = (["auto", "light", "dark"] as const).map((value) => ({ value, label: t(`prefs.${value}`) }));
  return (
    <Section title={t("prefs.title")} hint={t("prefs.hint")}>
      <Stack>
        <NativeSelect
          label={t("prefs.language")}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={language}
          onChange={(event) => speak(event.currentTarget.value)}
          maw={320}
        />
        <Input.Wrapper label={t("prefs.colours")} labelElement="div" labelProps={{ id: "colours" }}>
          <div>
            <SegmentedControl
              aria-labelledby="colours"
              data={schemes}
              value={colorScheme}
              onChange={(value) => setColorScheme(value as typeof colorScheme)}
            />
          </div>
        </Input.Wrapper>
        <NativeSelect
          label={t("prefs.undo")}
          description={t("prefs.undo_hint")}
          data={[0, 5, 10, 20, 30].map((seconds) => ({
            value: String(seconds),
            label: seconds ? t("prefs.seconds", { count: seconds }) : t("prefs.at_once"),
          }))}
          value={String(undoSeconds)}
          onChange={(event) => setPreferences({ undoSeconds: Number(event.currentTarget.value) })}
          maw={320}
        />
        <Switch
          label={t("prefs.sound")}
          description={t("prefs.sound_hint")}
          checked={sound}
          onChange={(event) => setPreferences({ sound: event.currentTarget.checked })}
        />
        <Notifying />
      </Stack>
    </Section>
  );
}

/** Desktop notifications: the browser is asked for its permission when they are switched on. */
function Notifying() {
  const { t } = useTranslation("access");
  const { notifications } = usePreferences();
  const [refused, setRefused] = useState(false);
  if (!("Notification" in window)) return null;
  const granted = Notification.permission === "granted";
  const change = async (wanted: boolean) => {
    const answer = wanted && !granted ? await Notification.requestPermission() : Notification.permission;
    setRefused(wanted && answer !== "granted");
    setPreferences({ notifications: wanted && answer === "granted" });
  };
  return (
    <Switch
      label={t("prefs.notifications")}
      description={t("prefs.notifications_hint")}
      checked={notifications && granted}
      onChange={(event) => void change(event.currentTarget.checked)}
      error={refused ? t("prefs.notifications_refused") : undefined}
    />
  );
}
