import { NativeSelect, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../../lib/i18n";
import classes from "./Door.module.css";
import { speak, useSpoken } from "./language";

/** A page for whoever is not signed in: one card, and the language. */
export function Door({
  title,
  organization,
  width = 420,
  children,
}: {
  title: string;
  organization?: string | null;
  width?: number;
  children: ReactNode;
}) {
  const { t } = useTranslation("access");
  const language = useSpoken();
  useEffect(() => {
    document.title = `${title} · Warmline`;
  }, [title]);
  return (
    <div className={classes.page}>
      <header className={classes.brand}>
        <img src="/favicon.svg" alt="" width={32} height={32} />
        <Text fw={650} size="lg">
          {organization ?? "Warmline"}
        </Text>
      </header>
      <main className={classes.card} style={{ maxWidth: width }}>
        <Title order={1} size="h3" mb="md">
          {title}
        </Title>
        {children}
      </main>
      <footer className={classes.foot}>
        <NativeSelect
          size="xs"
          variant="unstyled"
          aria-label={t("language")}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={language}
          onChange={(event) => speak(event.currentTarget.value)}
        />
      </footer>
    </div>
  );
}
