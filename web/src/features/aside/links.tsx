import { Anchor, type AnchorProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "color" | "style"> &
  AnchorProps & { ref?: Ref<HTMLAnchorElement> };

/** A link within the desk that looks like the theme's. */
export const AnchorLink = createLink((props: Props) => <Anchor {...props} />);
