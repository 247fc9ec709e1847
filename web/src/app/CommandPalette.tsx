import { createSpotlight } from "@mantine/spotlight";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "../lib/commands";

export const [paletteStore, palette] = createSpotlight();
const Palette = lazy(() => import("./Palette"));

let fetchPalette: (() => void) | null = null;

export function openPalette(): void {
  fetchPalette?.();
  palette.open();
}

/** Everything that can be done, by its name: Ctrl-K. It is fetched when it is first opened. */
export function CommandPalette() {
  const { t } = useTranslation("app");
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    fetchPalette = () => setWanted(true);
    return () => {
      fetchPalette = null;
    };
  }, []);
  useCommands([
    {
      id: "palette",
      title: t("palette.open"),
      group: t("group.help"),
      keys: "mod+k",
      inFields: true,
      run: openPalette,
    },
  ]);
  return wanted ? (
    <Suspense>
      <Palette store={paletteStore} />
    </Suspense>
  ) : null;
}
