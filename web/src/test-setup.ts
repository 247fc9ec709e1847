import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Mantine asks for these, and jsdom has none.
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) as MediaQueryList;
window.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

// By itself it waits for a second, and drawing may take that on a machine that does much beside.
configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);
