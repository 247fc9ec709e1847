import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const ink: MantineColorsTuple = [
  "#e3f6f9",
  "#cfe9ee",
  "#a1d2db",
  "#70bac7",
  "#48a6b6",
  "#2d99ac",
  "#1a8aa0",
  "#0b7285",
  "#04606f",
  "#003c46",
];

/** One design: quiet, dense, one colour that leads. */
export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: 7,
  autoContrast: true,
  // Where black and white are as far from a colour: either has 4.5:1 on its side of it (WCAG).
  luminanceThreshold: 0.179,
  colors: { ink },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, events: { hover: true, focus: true, touch: false } } },
    // Their headers are no banners of the page.
    Modal: { defaultProps: { centered: true, attributes: { header: { role: "presentation" } } } },
    Drawer: { defaultProps: { attributes: { header: { role: "presentation" } } } },
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "lg" } },
  },
});

/** Dimmed text keeps 4.5:1 on every surface; surfaces of the desk have names of their own. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5c636a",
    "--mantine-color-placeholder": "#6b7178",
    "--desk-surface": "#ffffff",
    "--desk-surface-sunk": "#f6f8f9",
    "--desk-line": "#e3e7ea",
    "--desk-ours": "#e3f6f9",
    "--desk-theirs": "#f1f3f5",
    "--desk-note": "#fff7db",
    "--desk-note-line": "#e8c54a",
    "--desk-risk": "#b35900",
    "--desk-late": "#c92a2a",
    "--desk-good": "#1f7a3a",
  },
  dark: {
    "--mantine-color-body": "#15191c",
    "--mantine-color-dimmed": "#a3adb5",
    "--mantine-color-placeholder": "#939da5",
    "--mantine-color-error": "#ff8787",
    "--desk-surface": "#1b2024",
    "--desk-surface-sunk": "#15191c",
    "--desk-line": "#2d343a",
    "--desk-ours": "#143a42",
    "--desk-theirs": "#262d33",
    "--desk-note": "#3a3218",
    "--desk-note-line": "#8a7220",
    "--desk-risk": "#ffb061",
    "--desk-late": "#ff8787",
    "--desk-good": "#69db7c",
  },
});
