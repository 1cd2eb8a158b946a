/** Router links in Mantine's clothes. */
import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type AnchorElement = Omit<ComponentPropsWithRef<'a'>, 'style' | 'color' | 'size'>;

const ButtonLook = (props: ButtonProps & Omit<AnchorElement, keyof ButtonProps>) => <Button component="a" {...props} />;
const AnchorLook = (props: AnchorProps & Omit<AnchorElement, keyof AnchorProps>) => <Anchor {...props} />;

export const LinkButton = createLink(ButtonLook);
export const LinkAnchor = createLink(AnchorLook);
