import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { TimeAgo } from "./TimeAgo";

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

afterEach(cleanup);

it("says of what just happened that it is now, and not that it is to come", () => {
  render(<TimeAgo at={inSeconds(0)} />);
  expect(screen.getByText("now")).toBeTruthy();
});

it("says what lies ahead", () => {
  render(<TimeAgo at={inSeconds(7260)} />);
  expect(screen.getByText("in 2 hours")).toBeTruthy();
});
